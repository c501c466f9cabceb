/* SPDX-License-Identifier: MIT */
/* help.h - what --help and --version print, made from the tables. Lines fit 80
 * columns. Texts are added to *out; ask buf_ok() afterwards. */
#ifndef AKSENTRA_CLI_HELP_H
#define AKSENTRA_CLI_HELP_H

#include "cli/options.h"
#include "support/buf.h"

/* `aksentra --help`: the commands and the exit codes. */
void help_program(struct buf *out);

/* `aksentra COMMAND --help`: the options by group, and the exit codes. */
void help_command(struct buf *out, const struct option_set *set);

/* "aksentra 0.1.0" and a newline. */
void help_version(struct buf *out);

#endif
