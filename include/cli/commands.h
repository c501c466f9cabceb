/* SPDX-License-Identifier: MIT */
/* commands.h - the commands of aksentra, one file each: cmd_NAME.c. */
#ifndef AKSENTRA_CLI_COMMANDS_H
#define AKSENTRA_CLI_COMMANDS_H

#include <stddef.h>

struct command {
    const char *name;
    const char *summary;
    /* argv[0] is the command's name. Returns the exit status. */
    int (*run)(int argc, char **argv);
};

extern const struct command commands[];
extern const size_t n_commands;

int cmd_scan(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_kubeconfig(int argc, char **argv);
int cmd_checks(int argc, char **argv);
int cmd_permissions(int argc, char **argv);

/* Prints "aksentra: " and the text to standard error; returns `status`. */
int cli_fail(int status, const char *text);

/* Flushes standard output: a reader that went away, or a full disk, is told
 * and makes the status 1. Otherwise returns `status`. */
int cli_finish(int status);

#endif
