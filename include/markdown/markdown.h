/* SPDX-License-Identifier: MIT */
/* markdown.h - text from outside in a Markdown document (GitHub Flavored
 * Markdown): it stays text, on one line. Control characters and line breaks
 * become '?', and in code so does a backtick after 64 others. */
#ifndef AKSENTRA_MARKDOWN_MARKDOWN_H
#define AKSENTRA_MARKDOWN_MARKDOWN_H

#include "support/buf.h"

/* A name, as a code span. In a table cell too: '|' is escaped there. */
void markdown_code(struct buf *out, const char *text);
void markdown_code_in_table(struct buf *out, const char *text);

/* A sentence that may hold names, in a table cell too: what would be markup is
 * escaped, and a word that a code host would make a link, a mention, a formula
 * or a picture of stands as code. */
void markdown_text(struct buf *out, const char *text);

#endif
