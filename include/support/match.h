/* SPDX-License-Identifier: MIT */
/* match.h - regular expressions (PCRE2), with limits on matching effort and
 * depth, so that a pattern cannot hang the audit. */
#ifndef AKSENTRA_SUPPORT_MATCH_H
#define AKSENTRA_SUPPORT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "support/err.h"

struct match;

/* Compiles a pattern: UTF, case-insensitive, not anchored. ERR_USAGE names the
 * pattern, the place in it and what PCRE2 says. Free with match_free(). */
int match_new(struct match **ret, const char *pattern, struct err *e);
struct match *match_free(struct match *m); /* accepts NULL; returns NULL */

/* 1: found, 0: not found, -1: the limits were reached or the text is not
 * UTF-8 (*e says which). */
int match_test(const struct match *m, const char *text, struct err *e);

/* Like match_test(), and the bytes that group `group` (0: the whole match)
 * took, as offsets into the text; an unset group gives *start == *end. */
int match_find(const struct match *m, const char *text, unsigned group,
               size_t *start, size_t *end, struct err *e);

#endif
