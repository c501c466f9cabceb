/* SPDX-License-Identifier: MIT */
/* text_width.h - how many columns of a terminal a text takes. */
#ifndef AKSENTRA_CLI_TEXT_WIDTH_H
#define AKSENTRA_CLI_TEXT_WIDTH_H

#include <stddef.h>

#include "support/buf.h"

/* Columns of a sanitised UTF-8 text, by wcwidth() of a UTF-8 locale, whatever
 * the locale of the process is. */
size_t text_width(const char *text);

/* Adds at most `width` columns of the text, with "…" where it was cut. */
void text_add_cut(struct buf *out, const char *text, size_t width);

#endif
