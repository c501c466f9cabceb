/* SPDX-License-Identifier: MIT */
/* audit_diff.c - what changed between two audits: the clusters. */
#include "model/audit_diff.h"

#include <stdlib.h>

#include "model/audit_diff_private.h"
#include "support/str.h"

const char *
change_name(enum change c)
{
    static const char *const names[CHANGE_COUNT] = {
        [CHANGE_NEWLY_LEGACY] = "newly-legacy",
        [CHANGE_MIGRATED] = "migrated",
        [CHANGE_STILL_LEGACY] = "still-legacy",
        [CHANGE_CHANGED] = "changed",
        [CHANGE_NEW] = "new",
        [CHANGE_GONE] = "gone",
        [CHANGE_UNCLEAR] = "unclear",
        [CHANGE_NEWLY_SEEN] = "newly-seen",
        [CHANGE_NOT_SEEN] = "not-seen",
        [CHANGE_UNCHANGED] = "unchanged",
    };

    return names[c];
}

struct audit_diff *
audit_diff_free(struct audit_diff *d)
{
    if (!d)
        return NULL;
    audit_record_free(d->was);
    audit_record_free(d->is);
    arena_free(d->arena);
    free(d->clusters);
    free(d->findings);
    free(d);
    return NULL;
}

static bool
is_by_tag(const char *filter)
{
    return str_has_prefix_fold(filter, "--tag");
}

/* Whether a cluster may be missing in `r` since a filter left it out. The same
 * patterns on ids in both audits hide nothing that the other one shows; tags
 * may change. */
static bool
filters_hide(const struct audit_record *r, const struct audit_record *other)
{
    if (r->filters.len == 0)
        return false;
    if (r->filters.len != other->filters.len)
        return true;
    for (size_t i = 0; i < r->filters.len; i++) {
        if (is_by_tag(r->filters.items[i]) ||
            !str_eq(r->filters.items[i], other->filters.items[i]))
            return true;
    }
    return false;
}

/* Why a cluster of this subscription that is not in `r` may be there all the
 * same; NULL: it is certainly not. */
const char *
audit_diff_doubt(const struct audit_record *r, const struct audit_record *other,
                 const char *subscription_id)
{
    const struct record_subscription *sub =
        map_get(&r->subscription_by_id, subscription_id);

    if (!sub)
        return "its subscription was not in scope";
    switch (sub->status) {
    case COVERAGE_DENIED:
        return "its subscription could not be read: access was denied";
    case COVERAGE_UNREACHABLE:
        return "its subscription could not be read";
    case COVERAGE_PARTIAL:
        return "its subscription was not read to its end";
    case COVERAGE_SKIPPED:
        return "its subscription was skipped";
    default:
        break;
    }
    if (!sub->whole)
        return "the export may not hold every cluster of its subscription";
    return filters_hide(r, other) ? "a filter may have left it out" : NULL;
}

static void
compare_known(struct cluster_change *c)
{
    enum integration was = c->was->integration, is = c->is->integration;

    c->newly_legacy = TRI_NO;
    if (was == INTEGRATION_UNKNOWN && is == INTEGRATION_UNKNOWN) {
        c->change = CHANGE_UNCLEAR;
        c->newly_legacy = TRI_UNSET;
        c->why = "neither audit could tell its integration";
    } else if (was == INTEGRATION_UNKNOWN) {
        c->change = CHANGE_UNCLEAR;
        c->newly_legacy = is == INTEGRATION_LEGACY ? TRI_UNSET : TRI_NO;
        c->why = "the earlier audit could not tell its integration";
    } else if (is == INTEGRATION_UNKNOWN) {
        c->change = CHANGE_UNCLEAR;
        c->newly_legacy = was == INTEGRATION_LEGACY ? TRI_NO : TRI_UNSET;
        c->why = "the later audit could not tell its integration";
    } else if (was == is) {
        c->change =
            is == INTEGRATION_LEGACY ? CHANGE_STILL_LEGACY : CHANGE_UNCHANGED;
    } else if (is == INTEGRATION_LEGACY) {
        c->change = CHANGE_NEWLY_LEGACY;
        c->newly_legacy = TRI_YES;
    } else {
        c->change = was == INTEGRATION_LEGACY && is == INTEGRATION_MANAGED
                        ? CHANGE_MIGRATED
                        : CHANGE_CHANGED;
    }
}

/* One that only the later audit has. */
static void
compare_new(const struct audit_diff *d, struct cluster_change *c)
{
    c->why = audit_diff_doubt(d->was, d->is, c->is->subscription_id);
    c->change = c->why ? CHANGE_NEWLY_SEEN : CHANGE_NEW;
    switch (c->is->integration) {
    case INTEGRATION_LEGACY:
        /* None can be made any more; where nobody looked, it may be old. */
        c->newly_legacy = c->why ? TRI_UNSET : TRI_YES;
        break;
    case INTEGRATION_UNKNOWN:
        c->newly_legacy = TRI_UNSET;
        break;
    default:
        c->newly_legacy = TRI_NO;
    }
}

static void
compare_missing(const struct audit_diff *d, struct cluster_change *c)
{
    c->why = audit_diff_doubt(d->is, d->was, c->was->subscription_id);
    c->change = c->why ? CHANGE_NOT_SEEN : CHANGE_GONE;
    c->newly_legacy = c->why && c->was->integration != INTEGRATION_LEGACY
                          ? TRI_UNSET
                          : TRI_NO;
}

static void
compare(struct audit_diff *d, const struct record_cluster *was,
        const struct record_cluster *is)
{
    struct cluster_change *c = &d->clusters[d->n_clusters++];

    c->was = was;
    c->is = is;
    if (was && is)
        compare_known(c);
    else if (is)
        compare_new(d, c);
    else if (was)
        compare_missing(d, c);
    d->by_change[c->change]++;
    d->newly_legacy += c->newly_legacy == TRI_YES;
}

/* Both lists are sorted by id. */
static void
compare_all(struct audit_diff *d)
{
    const struct vec *was = &d->was->clusters, *is = &d->is->clusters;
    size_t i = 0, k = 0;

    while (i < was->len || k < is->len) {
        const struct record_cluster *a = i < was->len ? was->items[i] : NULL;
        const struct record_cluster *b = k < is->len ? is->items[k] : NULL;
        int order = !a ? 1 : !b ? -1 : str_cmp_fold(a->id, b->id);

        compare(d, order <= 0 ? a : NULL, order >= 0 ? b : NULL);
        i += order <= 0;
        k += order >= 0;
    }
}

struct audit_diff *
audit_diff_clusters(struct audit_record *was, struct audit_record *is)
{
    struct audit_diff *d = calloc(1, sizeof(*d));

    if (!d) {
        audit_record_free(was);
        audit_record_free(is);
        return NULL;
    }
    d->was = was;
    d->is = is;
    d->arena = arena_new();
    d->clusters =
        calloc(was->clusters.len + is->clusters.len + 1, sizeof(*d->clusters));
    if (!d->arena || !d->clusters)
        return audit_diff_free(d);
    compare_all(d);
    return d;
}

static int
compare_id(const void *key, const void *item)
{
    const struct cluster_change *c = item;

    return str_cmp_fold(key, c->was ? c->was->id : c->is->id);
}

const struct cluster_change *
audit_diff_find(const struct audit_diff *d, const char *id)
{
    return bsearch(id, d->clusters, d->n_clusters, sizeof(*d->clusters),
                   compare_id);
}

bool
audit_diff_is_empty(const struct audit_diff *d)
{
    return d->by_change[CHANGE_UNCHANGED] + d->by_change[CHANGE_STILL_LEGACY] +
                   d->by_change[CHANGE_UNCLEAR] ==
               d->n_clusters &&
           d->by_finding[FINDING_STILL] == d->n_findings;
}

bool
audit_diff_is_complete(const struct audit_diff *d)
{
    return d->was->complete && d->is->complete &&
           d->by_change[CHANGE_UNCLEAR] + d->by_change[CHANGE_NEWLY_SEEN] +
                   d->by_change[CHANGE_NOT_SEEN] ==
               0 &&
           d->by_finding[FINDING_NEWLY_SEEN] +
                   d->by_finding[FINDING_NOT_KNOWN] ==
               0;
}
