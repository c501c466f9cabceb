/* SPDX-License-Identifier: MIT */
/* markdown.h - text from outside in a Markdown document (GitHub Flavored
 * Markdown): it stays text. Both put control characters and line breaks as '?'
 * and never start a new line. */
#ifndef AKSENTRA_REPORT_MARKDOWN_H
#define AKSENTRA_REPORT_MARKDOWN_H

#include "support/buf.h"

/* A name, as a code span. In a table cell too: '|' is escaped there. */
void markdown_code(struct buf *out, const char *text);
void markdown_code_in_table(struct buf *out, const char *text);

/* A sentence: every character that could be markup is escaped. */
void markdown_text(struct buf *out, const char *text);

#endif
