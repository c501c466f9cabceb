/* SPDX-License-Identifier: MIT */
/* gaps.h - everything that was not, or not wholly, looked at: what an auditor
 * must never pass over in silence. */
#ifndef AKSENTRA_REPORT_GAPS_H
#define AKSENTRA_REPORT_GAPS_H

#include <stddef.h>

#include "report/columns.h"
#include "report/overview.h"

struct gap {
    const char *kind; /* "subscription", "cluster", "check", "part", ... */
    const char *name; /* for people; the id where there is no name */
    const char *id;
    const char *status; /* a coverage status, "unknown", "not assessed" */
    const char *reason;
    const char *remedy; /* may be NULL */
    /* False for what is left out by choice, and for the parts that this
     * version does not know: the exit code does not count these. */
    bool counts;
};

/* Calls `tell` for each gap: what is not audited of the scope, clusters with
 * unreadable members, checks with unknown verdicts, what was skipped, and the
 * parts that this version does not assess. Texts are valid during the call. -1:
 * out of memory, or as soon as `tell` returns -1. */
int gaps_each(const struct overview *o,
              int (*tell)(void *arg, const struct gap *gap), void *arg);

/* The columns of a list of gaps; the item is a struct gap. */
extern const struct column gap_columns[];
extern const size_t n_gap_columns;

#endif
