/* SPDX-License-Identifier: MIT */
/* merge_private.h - the stages of merge.h; only its files include this. All return
 * -1 when memory runs out. */
#ifndef AKSENTRA_AUDIT_MERGE_PRIVATE_H
#define AKSENTRA_AUDIT_MERGE_PRIVATE_H

#include "audit/merge.h"

struct merge {
    struct results *r;
    struct merge_part *parts; /* the newest first */
    size_t n;
    struct arena *arena;
    bool many_tenants;
    /* Whose entry counts (struct merge_part *), by id. */
    struct map clusters;
    struct map assignments;
    struct map role_views; /* of the assignments, by id of the subscription */
    struct map apps;       /* struct merged_app *, by merge_app_key() */
    struct map
        compared; /* struct finding * that are judged anew, by resource */
};

struct merged_app {
    struct app *app;
    const struct merge_part *part;
    unsigned examined; /* enum app_role: as what that part judged it */
};

/* What was written down of one part and does not count. */
struct merge_dropped {
    struct map written;                         /* by "check|resource" */
    size_t verdicts[CHECKS_MAX][VERDICT_COUNT]; /* by place in m->r->rules */
};

/* Adds to the coverage what the merge itself leaves out: shown by every report,
 * counted by no exit code. */
int merge_note(struct merge *m, const char *id, const char *reason);

/* "2026-11-23T05:30:00Z", when the audit ended; in the arena. */
const char *merge_time(struct merge *m, const struct merge_part *p);

/* Under which an app is the same in two parts. NULL: no memory. */
const char *merge_app_key(struct merge *m, const struct merge_part *p,
                          const char *app_id);

/* The rule of a check that ran, and its place; NULL: it did not. */
const struct rule *merge_find_rule(const struct results *r, const char *id,
                                   size_t *place);

/* Of the tenant as a whole the newest audit of that tenant speaks that ran the
 * check: whether it is this one. */
bool merge_tenant_counts(const struct merge *m, const struct merge_part *p,
                         const struct rule *rule);

/* Takes what this part only counted, and what does not count, from the sums. */
int merge_take_back(struct merge *m, const struct merge_part *p,
                    const struct merge_dropped *dropped);

int merge_scope(struct merge *m); /* subscriptions and coverage */
/* Names the shards that no input has; where none is missing, and nothing else
 * narrowed it, the scope is the whole again. */
int merge_shards(struct merge *m);
int merge_clusters(struct merge *m);  /* and contexts and tools */
int merge_directory(struct merge *m); /* apps, groups, principals, roles */
int merge_findings(struct merge *m);

#endif
