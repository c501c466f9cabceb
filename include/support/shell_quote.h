/* SPDX-License-Identifier: MIT */
/* shell_quote.h - one word of a POSIX shell command line, whatever it holds. */
#ifndef AKSENTRA_SUPPORT_SHELL_QUOTE_H
#define AKSENTRA_SUPPORT_SHELL_QUOTE_H

#include "support/buf.h"

/* Adds `word` so that a shell (POSIX.1-2017, XCU 2.2) reads exactly that word:
 * as it is when it holds only [A-Za-z0-9_@%+=:,./-] and does not start with
 * '-' or '=' or '~', else in single quotes. A word with control characters,
 * which could break a line in two or steer a terminal (those that
 * str_sanitize() replaces), is written as $'...' with \NNN for every byte that
 * is not printable ASCII; bash, zsh, ksh and POSIX.1-2024 shells read that.
 * Octal, because it ends after three digits everywhere. NULL and "" give ''.
 */
void shell_quote(struct buf *out, const char *word);

#endif
