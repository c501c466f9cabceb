/* SPDX-License-Identifier: MIT */
/* documents.h - the documents for people. Writers as in report/writer.h. */
#ifndef AKSENTRA_MARKDOWN_DOCUMENTS_H
#define AKSENTRA_MARKDOWN_DOCUMENTS_H

#include <stdio.h>

#include "report/overview.h"
#include "support/err.h"

/* report.md: everything for people in one document (GitHub Flavored Markdown),
 * never longer than a job summary may be; what was left out for that is said,
 * and where it is. */
int write_report_md(FILE *out, const struct overview *o, struct err *e);

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

#endif
