/* SPDX-License-Identifier: MIT */
/* finding.h - a check's verdict on one thing, with what it rests on. */
#ifndef AKSENTRA_MODEL_FINDING_H
#define AKSENTRA_MODEL_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/app.h"
#include "model/cluster.h"
#include "model/verdict.h"

/* What is said of a check wherever it appears. Ids are for ever. */
struct rule {
    const char *id; /* CLU-001 */
    const char *title;
    enum severity severity;
    bool blocks; /* a failure makes the migration impossible until mended */
    bool is_the_question; /* legacy or not: does not count for readiness */
    bool is_history; /* about what happened: does not count for it either */
    const char *why;
    const char *how;       /* how it is decided */
    const char *fix;       /* in words; commands are in the finding */
    const char *reference; /* URL */
};

struct evidence {
    const char *field; /* as in ARM: aadProfile.managed */
    const char *value; /* NULL: absent */
};

/* An accepted finding (--waivers). */
struct waiver {
    const char *owner;
    const char *reason;
    const char *expires; /* YYYY-MM-DD, still valid on that day (UTC) */
};

/* A failure, or what could not be judged, against the baseline: which had it
 * not, with another verdict, or just so. */
enum finding_since {
    SINCE_NOT_COMPARED,
    SINCE_NEW,
    SINCE_UPDATED,
    SINCE_UNCHANGED,
    SINCE_COUNT
};

struct finding {
    const struct rule *rule;
    enum verdict verdict;
    const char *resource; /* design section 4: the ARM id of a cluster, ... */
    const struct cluster *cluster; /* NULL: not about one cluster */
    const struct app *app;         /* NULL: not about an app registration */
    const char *message;
    const struct evidence *evidence;
    size_t n_evidence;
    struct text_list commands;   /* that mend it */
    const struct waiver *waiver; /* NULL: not waived */
    const struct waiver *lapsed; /* expired: it counts again; NULL: none */
    /* A failure that the baseline did not have, or had accepted; UNSET: there is
     * no baseline, or it is no failure. */
    enum tri is_new;
    enum finding_since since;
};

/* "new", "updated", "unchanged"; NULL: not compared. */
const char *finding_since_name(enum finding_since s);

/* A failure that nobody accepted. */
bool finding_counts(const struct finding *f);

/* Whether a person should look: fail, unknown or error. */
bool finding_needs_attention(const struct finding *f);

/* Whether the finding says something about this cluster: it is about the cluster
 * itself, or about an app that the cluster names. */
bool finding_concerns(const struct finding *f, const struct cluster *c);

/* By check id, then resource: for vec_sort(). */
int finding_compare(const void *a, const void *b);

#endif
