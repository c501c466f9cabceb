/* SPDX-License-Identifier: MIT */
/* report_html.h - report.html: the whole audit in one page that asks nobody for
 * anything. A writer as in report/writer.h. */
#ifndef AKSENTRA_HTML_REPORT_HTML_H
#define AKSENTRA_HTML_REPORT_HTML_H

#include <stdio.h>

#include "report/overview.h"
#include "support/err.h"

/* What a reader must know stands in the page as it is; the tables are JSON in
 * it, which the page's own script shows. Style and script are allowed by their
 * hash (Content Security Policy Level 3), and nothing else is. */
int write_html(FILE *out, const struct overview *o, struct err *e);

#endif
