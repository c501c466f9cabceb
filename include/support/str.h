/* SPDX-License-Identifier: MIT */
/* str.h - questions about text. Comparisons fold ASCII letters only: Azure's
 * resource ids and property names are compared without regard to case. */
#ifndef AKSENTRA_SUPPORT_STR_H
#define AKSENTRA_SUPPORT_STR_H

#include <stdbool.h>
#include <stddef.h>

bool str_eq(const char *a, const char *b);      /* NULL equals only NULL */
bool str_eq_fold(const char *a, const char *b); /* the same, without case */
int str_cmp_fold(const char *a, const char *b); /* for sorting; NULL first */
bool str_has_prefix_fold(const char *text, const char *prefix);
/* First place where `needle` stands in `text`, without case; NULL: nowhere. */
const char *str_find_fold(const char *text, const char *needle);
bool str_empty(const char *text);                            /* NULL or "" */
const char *str_or(const char *text, const char *otherwise); /* if empty */

/* A whole decimal number in [min, max]; false: anything else. */
bool str_to_long(const char *text, long min, long max, long *ret);

/* A copy of at most `max` bytes, cut between UTF-8 characters, with every
 * control character (C0, DEL, C1, line and paragraph separators, and the
 * bidirectional controls U+061C, U+200E, U+200F, U+202A-U+202E, U+2066-U+2069)
 * and every byte that is not UTF-8 replaced by '?'. Always ends in NUL. For
 * terminals and messages: what the log of a pipeline would obey, "::word" at the
 * start of a word and "##[" or "##vso[" anywhere, loses a sign to '?' too. */
void str_sanitize(char *out, size_t max, const char *text);

/* The same, but tabs and line breaks stay, and so does what a pipeline takes
 * for a command: for cells of a file. */
void str_sanitize_lines(char *out, size_t max, const char *text);

#endif
