/* SPDX-License-Identifier: MIT */
/* readiness.c - how far each cluster is, derived from the findings alone. */
#include "audit/readiness.h"

#include <stdbool.h>

/* A cluster has few blockers; there are only so many blocking checks. */
#define BLOCKERS_MAX 16

/* Whether a finding can hold up the migration of a legacy cluster. */
static bool
matters_before(const struct rule *rule)
{
    return rule->blocks || (rule->severity >= SEVERITY_HIGH &&
                            !rule->is_the_question && !rule->is_history);
}

/* The worse one of two, for a legacy cluster. */
static enum readiness
worse(enum readiness a, enum readiness b)
{
    static const int weight[READINESS_COUNT] = {
        [READINESS_READY] = 0,
        [READINESS_UNKNOWN] = 1,
        [READINESS_ACTION_NEEDED] = 2,
        [READINESS_BLOCKED] = 3,
    };

    return weight[b] > weight[a] ? b : a;
}

static int
add_blocker(struct results *r, struct cluster *c, const char *id)
{
    if (!c->blockers.items) {
        c->blockers.items = arena_alloc(
            r->snapshot.arena, BLOCKERS_MAX * sizeof(*c->blockers.items));
        if (!c->blockers.items)
            return -1;
    }
    if (c->blockers.len < BLOCKERS_MAX)
        c->blockers.items[c->blockers.len++] = id;
    return 0;
}

static int
weigh_legacy(struct results *r, struct cluster *c, const struct finding *f)
{
    if (f->waiver || !matters_before(f->rule))
        return 0;
    if (f->verdict == VERDICT_FAIL) {
        c->readiness =
            worse(c->readiness, f->rule->blocks ? READINESS_BLOCKED
                                                : READINESS_ACTION_NEEDED);
        return f->rule->blocks ? add_blocker(r, c, f->rule->id) : 0;
    }
    if (f->verdict == VERDICT_UNKNOWN || f->verdict == VERDICT_ERROR)
        c->readiness = worse(c->readiness, READINESS_UNKNOWN);
    return 0;
}

static int
weigh(struct results *r, struct cluster *c, const struct finding *f)
{
    if (c->integration == INTEGRATION_LEGACY)
        return weigh_legacy(r, c, f);
    if (c->integration == INTEGRATION_MANAGED && finding_counts(f) &&
        f->rule->severity >= SEVERITY_MEDIUM)
        c->readiness = READINESS_CLEANUP_NEEDED;
    return 0;
}

static enum readiness
before_findings(enum integration integration)
{
    switch (integration) {
    case INTEGRATION_LEGACY:
        return READINESS_READY;
    case INTEGRATION_MANAGED:
        return READINESS_MIGRATED;
    case INTEGRATION_NONE:
        return READINESS_NOT_INTEGRATED;
    default:
        return READINESS_UNKNOWN;
    }
}

int
readiness_derive(struct results *r, struct err *e)
{
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        struct cluster *c = r->snapshot.clusters.items[i];

        c->readiness = before_findings(c->integration);
        c->blockers.len = 0;
    }
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        /* Findings borrow the cluster to read; this is its owner's stage. */
        if (f->cluster && weigh(r, (struct cluster *)f->cluster, f) != 0)
            return err_nomem(e);
        for (const struct app_user *u = f->app ? f->app->users : NULL; u;
             u = u->next) {
            if (weigh(r, (struct cluster *)u->cluster, f) != 0)
                return err_nomem(e);
        }
    }
    return 0;
}
