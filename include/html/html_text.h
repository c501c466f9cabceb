/* SPDX-License-Identifier: MIT */
/* html_text.h - text from outside in report.html: it stays text. */
#ifndef AKSENTRA_HTML_HTML_TEXT_H
#define AKSENTRA_HTML_HTML_TEXT_H

#include "support/buf.h"

/* As content of an element or a quoted attribute (HTML, 13.1.2): & < > " ' are
 * escaped; bytes that are not UTF-8, control characters other than line breaks
 * and tabs, and what turns the direction of writing become U+FFFD. */
void html_text(struct buf *out, const char *text);

/* The same in an element of its own, so that its direction of writing does not
 * spread (<bdi>). */
void html_name(struct buf *out, const char *text);

/* A JSON string with its quotes, in ASCII, for a <script> element: it holds no
 * < > & ' that could end it. NULL: null. */
void html_json_text(struct buf *out, const char *text);

#endif
