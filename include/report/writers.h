/* SPDX-License-Identifier: MIT */
/* writers.h - one writer a format. They write text to an open stream and leave
 * it open; -1 says that memory ran out (ERR_NOMEM) or that the stream took not
 * all (ERR_IO), which report.c words for the file at hand. */
#ifndef AKSENTRA_REPORT_WRITERS_H
#define AKSENTRA_REPORT_WRITERS_H

#include <stdio.h>

#include "report/columns.h"
#include "report/overview.h"
#include "support/buf.h"
#include "support/err.h"

/* results.json, as reports/schema/results.schema.json describes it. */
int write_json(FILE *out, const struct overview *o, struct err *e);

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

/* report.md: everything for people in one document (GitHub Flavored Markdown),
 * never longer than a job summary may be; what was left out for that is said,
 * and where it is. */
int write_report_md(FILE *out, const struct overview *o, struct err *e);

/* results.sarif: SARIF 2.1.0 (OASIS), with what code scanning of GitHub asks for
 * besides. Findings that fail or could not be judged; gaps are notifications. */
int write_sarif(FILE *out, const struct overview *o, struct err *e);

/* junit.xml: a suite for each check, and one for what was to be looked at. What
 * could not be seen is an error: it is never green. */
int write_junit(FILE *out, const struct overview *o, struct err *e);

/* metrics.prom: what both the Prometheus text format 0.0.4 and OpenMetrics 1.0
 * take, gauges alone. */
int write_metrics(FILE *out, const struct overview *o, struct err *e);

/* What people with kubeconfigs do, as a document and as a script. */
int write_refresh_md(FILE *out, const struct overview *o, struct err *e);
int write_refresh_sh(FILE *out, const struct overview *o, struct err *e);

/* In which order which cluster is migrated, and how. */
int write_migration_md(FILE *out, const struct overview *o, struct err *e);

/* What is sent to whom, before and after. */
int write_emails_md(FILE *out, const struct overview *o, struct err *e);

/* Who gets in after the migration: a line for each legacy cluster, then the
 * list, a proposal for the binding of the admin group, and the same access as
 * Azure role assignments. */
int write_access_md(FILE *out, const struct overview *o, struct err *e);

/* The part of the document about who gets in, which points to the report above.
 */
void refresh_access(struct buf *out, const struct overview *o);

/* The part of the document about the kubeconfig files that were looked at; nothing
 * where none were. */
void refresh_kubeconfigs(struct buf *out, const struct overview *o);

/* The same about the tools of the machine, nothing where nobody looked; and
 * about a sign-in that is refused, by what the audit knows. */
void refresh_tools(struct buf *out, const struct overview *o);
void refresh_trouble(struct buf *out, const struct overview *o);

/* The part of the document about old app registrations. */
void refresh_apps(struct buf *out, const struct overview *o);

/* What Microsoft announced when, under a heading of its own. */
void refresh_dates(struct buf *out);

/* The last line of a writer: 0, or ERR_IO when the stream took not all. */
int writer_check(FILE *out, struct err *e);

#endif
