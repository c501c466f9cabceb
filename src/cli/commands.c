/* SPDX-License-Identifier: MIT */
/* commands.c - the table of commands, and what they share. */
#include "cli/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "audit/exit_status.h"

const struct command commands[] = {
    { "scan", "audit live subscriptions, or exported JSON (--from)", cmd_scan },
    { "report", "render saved results into other formats; merge several",
      cmd_report },
    { "diff", "what changed between two results", cmd_diff },
    { "kubeconfig",
      "which kubeconfig contexts are stale, and what refreshes them",
      cmd_kubeconfig },
    { "checks", "list the checks; `aksentra checks ID` explains one",
      cmd_checks },
    { "permissions",
      "the least role and Graph permissions that the checks need",
      cmd_permissions },
};
const size_t n_commands = sizeof(commands) / sizeof(*commands);

int
cli_fail(int status, const char *text)
{
    fprintf(stderr, "aksentra: %s\n", text);
    return status;
}

int
cli_finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "aksentra: standard output: %s\n", strerror(errno));
    return EXIT_STATUS_NOT_MADE;
}
