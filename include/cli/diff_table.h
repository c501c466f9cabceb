/* SPDX-License-Identifier: MIT */
/* diff_table.h - what changed between two results, as a person sees it. */
#ifndef AKSENTRA_CLI_DIFF_TABLE_H
#define AKSENTRA_CLI_DIFF_TABLE_H

#include <stdio.h>

#include "cli/table.h"
#include "model/audit_diff.h"

/* Prints the clusters that did not stay as they were, the failures that came and
 * went, the sums, and the exit code with its reason. Lines fit the width, names
 * carry no control characters. -1: out of memory. */
int diff_table_print(FILE *out, const struct audit_diff *d, int status,
                     const char *reason, const struct table_style *style);

#endif
