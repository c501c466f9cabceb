/* SPDX-License-Identifier: MIT */
/* table_summary.h - what stands below the table: sums, gaps, exit code. */
#ifndef AKSENTRA_CLI_TABLE_SUMMARY_H
#define AKSENTRA_CLI_TABLE_SUMMARY_H

#include "cli/table.h"
#include "report/overview.h"

/* -1: out of memory. */
int table_summary(FILE *out, const struct overview *o,
                  const struct table_style *style);

#endif
