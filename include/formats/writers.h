/* SPDX-License-Identifier: MIT */
/* writers.h - tables, and what programs of a pipeline read. Writers as in
 * report/writer.h. */
#ifndef AKSENTRA_FORMATS_WRITERS_H
#define AKSENTRA_FORMATS_WRITERS_H

#include <stdio.h>

#include "report/columns.h"
#include "report/overview.h"
#include "support/err.h"

/* RFC 4180: a header, CRLF, quotes where needed, UTF-8; delimiter and byte order
 * mark as o->csv says. What a spreadsheet program would take for a formula gets
 * a ' in front (OWASP, "CSV Injection"), at the start of a cell and after each
 * delimiter in use, since a file may be opened with another one than its own.
 * What steers a terminal or turns the direction of writing becomes '?'; tabs and
 * line breaks stay. */
int write_csv(FILE *out, const struct column_set *set, const struct overview *o,
              struct err *e);

/* The same of everything that was not looked at. */
int write_gaps_csv(FILE *out, const struct overview *o, struct err *e);

/* A header of keys, then one line a row, for cut and awk: tabs and line breaks
 * in a value become spaces, other control characters '?'. */
int write_tsv(FILE *out, const struct column_set *set, const struct overview *o,
              struct err *e);

/* junit.xml: a suite for each check, and one for what was to be looked at. What
 * could not be seen is an error: it is never green. */
int write_junit(FILE *out, const struct overview *o, struct err *e);

/* metrics.prom: what both the Prometheus text format 0.0.4 and OpenMetrics 1.0
 * take, gauges alone. */
int write_metrics(FILE *out, const struct overview *o, struct err *e);

#endif
