/* SPDX-License-Identifier: MIT */
/* report_diff.h - what changed between two results, for programs. */
#ifndef AKSENTRA_JSON_REPORT_DIFF_H
#define AKSENTRA_JSON_REPORT_DIFF_H

#include <stdio.h>

#include "model/audit_diff.h"
#include "support/err.h"

/* JSON as reports/schema/diff.schema.json describes it, with the exit code and
 * its reason. A stream that takes not all of it shows in ferror(). -1: out of
 * memory. */
int report_write_diff_json(FILE *out, const struct audit_diff *d, int status,
                           const char *reason, struct err *e);

#endif
