/* SPDX-License-Identifier: MIT */
/* merge.h - the results of several audits as one: shards of one audit, or several
 * tenants. docs/REPORT.md says for users what becomes of what. */
#ifndef AKSENTRA_AUDIT_MERGE_H
#define AKSENTRA_AUDIT_MERGE_H

#include "model/results.h"
#include "support/err.h"

/* What one file held. */
struct merge_part {
    const char *name; /* of the file */
    struct results results;
};

/* Merges `n` parts, at least two, into *r, which results_init() made; all live in
 * the arena of *r. The parts are sorted, the newest first, and are to be freed
 * afterwards; nothing in *r points at what that frees. The exit code is not
 * worked out. ERR_USAGE: they cannot be merged. */
int merge_results(struct results *r, struct merge_part *parts, size_t n,
                  struct err *e);

#endif
