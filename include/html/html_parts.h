/* SPDX-License-Identifier: MIT */
/* html_parts.h - the parts of report.html. Failures are in the buffer. */
#ifndef AKSENTRA_HTML_HTML_PARTS_H
#define AKSENTRA_HTML_HTML_PARTS_H

#include <stdio.h>

#include "report/columns.h"
#include "report/overview.h"
#include "support/buf.h"

/* A table of the page. */
struct html_table {
    const char *id;
    const char *title;
    const char *about; /* a sentence below the title */
    const struct column_set *set;
    bool (*applies)(const struct results *r);
    size_t shown;            /* the first so many of `keys` are columns */
    const char *const *keys; /* of the set's columns; NULL-ended */
};

extern const struct html_table html_tables[];
extern const size_t n_html_tables;

/* html_charts.c. *ret: out of memory is told by -1. */
int html_charts(struct buf *out, const struct overview *o);

/* html_data.c: the JSON behind the tables. -1: out of memory. */
int html_data(FILE *out, const struct overview *o);

#endif
