/* SPDX-License-Identifier: MIT */
/* terminal.h - what standard output is, and text that fits it. */
#ifndef AKSENTRA_CLI_TERMINAL_H
#define AKSENTRA_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

#include "support/buf.h"

/* Columns of standard output: of the terminal, else of COLUMNS, else 80. */
unsigned terminal_width(void);

/* Whether the stream is a terminal that has colours (TERM is not "dumb"), and
 * nobody asked for none (--no-color, NO_COLOR). */
bool terminal_colour(FILE *stream, bool no_color);

/* Prints a text that may hold names from outside, without what would steer a
 * terminal, in lines of at most `width` columns, all but the first indented. A
 * word that is longer than a line is left as it is. -1: out of memory. */
int terminal_print(FILE *out, const struct buf *text, unsigned width);

#endif
