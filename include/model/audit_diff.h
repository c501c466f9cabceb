/* SPDX-License-Identifier: MIT */
/* audit_diff.h - what changed between two audits: each cluster, each failure.
 *
 * Nothing is called gone, new, mended or migrated unless both audits saw it:
 * what one of them could not see, or was not asked to look at, has words of its
 * own. docs/BASELINE.md says for users what the words mean. */
#ifndef AKSENTRA_MODEL_AUDIT_DIFF_H
#define AKSENTRA_MODEL_AUDIT_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "model/audit_record.h"

/* The check that speaks of clusters that have become legacy. It says what a
 * comparison found, and so is no finding to compare. */
#define CHECK_NEWLY_LEGACY "CLU-021"

/* What became of a cluster; in the order in which reports show them. */
enum change {
    CHANGE_NEWLY_LEGACY, /* was seen and was not legacy; is legacy now */
    CHANGE_MIGRATED,     /* legacy, now managed */
    CHANGE_STILL_LEGACY,
    CHANGE_CHANGED,    /* between none and managed, or legacy and now none */
    CHANGE_NEW,        /* its subscription was seen whole, and had it not */
    CHANGE_GONE,       /* its subscription is seen whole, and has it no more */
    CHANGE_UNCLEAR,    /* one of the two could not tell its integration */
    CHANGE_NEWLY_SEEN, /* whether it was there then is not known */
    CHANGE_NOT_SEEN,   /* whether it is still there is not known */
    CHANGE_UNCHANGED,
    CHANGE_COUNT
};

struct cluster_change {
    enum change change;
    const struct record_cluster *was; /* NULL: the earlier audit had it not */
    const struct record_cluster *is;  /* NULL: the later one has it not */
    /* YES: it must never happen: became legacy, or is new and legacy. UNSET:
     * not known. */
    enum tri newly_legacy;
    const char *why; /* what could not be compared, and why; else NULL */
};

/* What became of a failure. */
enum finding_change {
    FINDING_NEW,          /* it was looked at then, and did not fail */
    FINDING_NEWLY_SEEN,   /* whether it failed then is not known */
    FINDING_COUNTS_AGAIN, /* it was waived then, and is not now */
    FINDING_STILL,
    FINDING_MENDED,    /* it is looked at now, and does not fail */
    FINDING_GONE,      /* with what it was about */
    FINDING_NOT_KNOWN, /* whether it still fails is not known */
    FINDING_CHANGE_COUNT
};

struct finding_diff {
    enum finding_change change;
    const struct record_finding *was; /* NULL: no failure then */
    const struct record_finding *is;  /* NULL: no failure now */
};

struct audit_diff {
    struct arena *arena;
    struct audit_record *was; /* both are owned */
    struct audit_record *is;
    struct cluster_change *clusters; /* by id */
    size_t n_clusters;
    size_t by_change[CHANGE_COUNT];
    size_t newly_legacy;
    size_t newly_legacy_waived;    /* of these, those that somebody accepts */
    struct finding_diff *findings; /* by record_finding_compare */
    size_t n_findings;
    size_t by_finding[FINDING_CHANGE_COUNT];
    /* Failures now that the earlier audit did not have, or had accepted, and
     * that nobody accepts. */
    size_t new_failures[SEVERITY_COUNT];
};

/* Compares the clusters of two settled records, and takes both over, also when
 * it fails. NULL: out of memory. */
struct audit_diff *audit_diff_clusters(struct audit_record *was,
                                       struct audit_record *is);
/* Then the findings; once. -1: out of memory. */
int audit_diff_findings(struct audit_diff *d);
struct audit_diff *audit_diff_free(struct audit_diff *d); /* NULL: fine */

/* The change of the cluster with this id; NULL: neither audit has it. */
const struct cluster_change *audit_diff_find(const struct audit_diff *d,
                                             const char *id);

/* Whether a failure counts as one that the earlier audit did not have. */
bool finding_diff_is_new(const struct finding_diff *f);

/* Whether nothing is different, as far as both saw. */
bool audit_diff_is_empty(const struct audit_diff *d);

/* Whether everything could be compared: both audits complete, and nothing that
 * only one of them saw for want of looking. */
bool audit_diff_is_complete(const struct audit_diff *d);

/* "newly-legacy", "not-seen", ... and "new", "counts-again", ... */
const char *change_name(enum change c);
const char *finding_change_name(enum finding_change c);

#endif
