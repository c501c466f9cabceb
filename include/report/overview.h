/* SPDX-License-Identifier: MIT */
/* overview.h - sums that more than one report shows: per cluster, per
 * subscription, and what this version does not look at. Made once from the
 * results, which must outlive it; nothing in it is written afterwards. */
#ifndef AKSENTRA_REPORT_OVERVIEW_H
#define AKSENTRA_REPORT_OVERVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "model/results.h"
#include "report/migration_waves.h"
#include "support/buf.h"
#include "support/err.h"
#include "support/map.h"

struct tally {
    size_t failures;             /* that count */
    size_t unknown;              /* findings unknown or error, not waived */
    const struct finding *worst; /* failure of the highest severity; NULL */
    /* What to mend first: a blocking failure, else one of high or above (the
     * question itself aside), else the worst; NULL: nothing fails. */
    const struct finding *first;
    /* Of its own and of its apps, those that a person should look at, waived
     * ones among them; in the order of the findings. */
    const struct finding **findings;
    size_t n_findings;
};

/* How CSV is written; zeroes: commas and no byte order mark, as RFC 4180. */
struct csv_style {
    char delimiter;
    bool bom;
};

struct overview {
    const struct results *results;
    struct tally *tallies; /* by place in snapshot.clusters */
    struct map by_cluster; /* struct tally *, by cluster id */
    /* struct subject_at *: every subject of every binding that is not of
     * Kubernetes or an add-on, in the order of clusters and bindings. */
    struct vec subjects;
    struct subject_at *subject_rows;
    const struct finding **finding_rows;
    struct migration_waves waves;
    /* const struct cluster_change *: all but the unchanged, by change, then id;
     * empty without --baseline. */
    struct vec changes;
    struct csv_style csv; /* of whoever writes reports; zeroes at first */
};

/* -1: out of memory, *o is empty. Whatever memory ran out for before is forgotten:
 * each report tells of its own (writer_check()). */
int overview_init(struct overview *o, const struct results *r, struct err *e);
void overview_free(struct overview *o);

/* Never NULL: a cluster without findings has a tally of zeroes. */
const struct tally *overview_tally(const struct overview *o,
                                   const struct cluster *c);

/* The first sentence of a report: how many clusters are left. */
void overview_headline(struct buf *out, const struct summary *s);

/* How many other clusters name one of this cluster's apps in aadProfile. */
size_t overview_shared_with(const struct overview *o, const struct cluster *c);

/* A part of the subject that was not looked at, because nobody asked for it. */
struct not_assessed {
    const char *part; /* as in results.json: "apps" */
    const char *what; /* in words */
    const char *how;  /* the option that looks at it */
};

/* Those of this audit, *n of them. */
const struct not_assessed *overview_not_assessed(const struct snapshot *s,
                                                 size_t *n);

#endif
