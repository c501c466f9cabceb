/* SPDX-License-Identifier: MIT */
/* audit_diff_findings.c - what changed between two audits: the failures.
 *
 * Passes are not remembered one by one. So a failure that one audit has and the
 * other has not says nothing by itself: whether the other one looked is what the
 * first half of this file is about. */
#include "model/audit_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/audit_diff_private.h"
#include "support/str.h"

/* What an audit saw of the thing that a finding of the other one is about. */
enum sight {
    SIGHT_JUDGED, /* the check looked at it, and it does not fail */
    SIGHT_ABSENT, /* it is certainly not there */
    SIGHT_NONE    /* not looked at, or not seen */
};

const char *
finding_change_name(enum finding_change c)
{
    static const char *const names[FINDING_CHANGE_COUNT] = {
        [FINDING_NEW] = "new",
        [FINDING_NEWLY_SEEN] = "newly-seen",
        [FINDING_COUNTS_AGAIN] = "counts-again",
        [FINDING_STILL] = "still",
        [FINDING_MENDED] = "mended",
        [FINDING_GONE] = "gone",
        [FINDING_NOT_KNOWN] = "not-known",
    };

    return names[c];
}

/* ---- whether an audit looked ---------------------------------------------- */

struct side {
    const struct audit_record *record; /* the audit that has no such failure */
    const struct audit_record *other;  /* the one that has */
    bool sees_all; /* every cluster of every subscription of both */
};

static bool
sees_all(const struct audit_record *r, const struct audit_record *other)
{
    for (size_t i = 0; i < other->subscriptions.len; i++) {
        const struct record_subscription *sub = other->subscriptions.items[i];

        if (audit_diff_doubt(r, other, sub->id))
            return false;
    }
    for (size_t i = 0; i < r->subscriptions.len; i++) {
        const struct record_subscription *sub = r->subscriptions.items[i];

        if (audit_diff_doubt(r, other, sub->id))
            return false;
    }
    return true;
}

/* Whether the check could not judge something whose name begins so. */
static bool
is_unjudged(const struct audit_record *r, const char *check,
            const char *resource, bool whole)
{
    size_t i = audit_record_find(r, check, resource, whole);

    for (; i < r->findings.len; i++) {
        const struct record_finding *f = r->findings.items[i];

        if (!str_eq_fold(f->check, check) ||
            !str_has_prefix_fold(f->resource, resource) ||
            (whole && !str_eq_fold(f->resource, resource)))
            return false;
        if (f->verdict != VERDICT_FAIL)
            return true;
    }
    return false;
}

/* The subscription of an ARM id, in `id`. False: it has none. */
static bool
subscription_of(const char *resource, char id[64])
{
    const char *text;
    size_t len;

    if (!str_has_prefix_fold(resource, "/subscriptions/") ||
        !arm_id_part(resource, "subscriptions", &text, &len) || len >= 64)
        return false;
    memcpy(id, text, len);
    id[len] = '\0';
    return true;
}

/* Whether the audit says of the thing itself, of its cluster, its subscription
 * or its tenant that this check could not be judged there. */
static bool
says_unknown(const struct side *s, const struct record_finding *f)
{
    char id[64], path[96];

    if (is_unjudged(s->record, f->check, f->resource, true) ||
        is_unjudged(s->record, f->check, "tenant:", false))
        return true;
    if (f->cluster && is_unjudged(s->record, f->check, f->cluster->id, true))
        return true;
    if (!subscription_of(f->cluster ? f->cluster->id : f->resource, id))
        return false;
    snprintf(path, sizeof(path), "/subscriptions/%s", id);
    return is_unjudged(s->record, f->check, path, true);
}

static enum sight
sight_of_cluster(const struct side *s, const struct record_finding *f)
{
    const struct record_cluster *c =
        map_get(&s->record->cluster_by_id, f->cluster->id);

    if (!c)
        return audit_diff_doubt(s->record, s->other,
                                f->cluster->subscription_id)
                   ? SIGHT_NONE
                   : SIGHT_ABSENT;
    return f->in_bindings && !c->bindings_read ? SIGHT_NONE : SIGHT_JUDGED;
}

/* Which checks speak of an app depends on the clusters that name it. */
static enum sight
sight_of_app(const struct side *s, const char *id)
{
    const struct record_app *here = map_get(&s->record->app_by_id, id);
    const struct record_app *there = map_get(&s->other->app_by_id, id);
    unsigned roles = there ? there->roles : ~0U;

    if (!s->record->directory_read)
        return SIGHT_NONE;
    if (here && (here->roles & roles) == roles)
        return SIGHT_JUDGED;
    /* What is left over is found in the directory, whatever clusters are seen. */
    if (!here && roles == APP_ROLE_LEFT_OVER && s->record->left_overs_sought)
        return SIGHT_JUDGED;
    if (!s->sees_all)
        return SIGHT_NONE;
    return here ? SIGHT_JUDGED : SIGHT_ABSENT;
}

/* A role assignment: it matters to the clusters below its scope. */
static enum sight
sight_in_subscription(const struct side *s, const char *id)
{
    const struct record_subscription *sub =
        map_get(&s->record->subscription_by_id, id);

    if (sub && sub->roles_read)
        return SIGHT_JUDGED;
    if (sub && sub->clusters == 0 && !audit_diff_doubt(s->record, s->other, id))
        return SIGHT_ABSENT;
    return SIGHT_NONE;
}

static bool
reads_all_roles(const struct side *s)
{
    const struct vec *list = &s->record->subscriptions;

    for (size_t i = 0; i < list->len; i++) {
        const struct record_subscription *sub = list->items[i];

        if (sub->clusters > 0 && !sub->roles_read)
            return false;
    }
    return s->sees_all;
}

/* A file and the like, which the coverage names. */
static enum sight
sight_of_thing(const struct side *s, const char *resource)
{
    size_t len = strcspn(resource, "#");
    char *base = strndup(resource, len);
    enum sight sight = SIGHT_NONE;

    if (base && map_get(&s->record->thing_read, base))
        sight = SIGHT_JUDGED;
    free(base);
    return sight;
}

static enum sight
sight_of(const struct side *s, const struct record_finding *f)
{
    char id[64];

    if (!map_get(&s->record->check_ran, f->check) || says_unknown(s, f))
        return SIGHT_NONE;
    if (f->cluster)
        return sight_of_cluster(s, f);
    if (str_has_prefix_fold(f->resource, "app:"))
        return sight_of_app(s, f->resource + strlen("app:"));
    if (str_has_prefix_fold(f->resource, "tenant:"))
        return s->sees_all ? SIGHT_JUDGED : SIGHT_NONE;
    if (subscription_of(f->resource, id))
        return sight_in_subscription(s, id);
    if (str_has_prefix_fold(f->resource, "/providers/"))
        return reads_all_roles(s) ? SIGHT_JUDGED : SIGHT_NONE;
    return sight_of_thing(s, f->resource);
}

/* ---- the comparison ------------------------------------------------------- */

bool
finding_diff_is_new(const struct finding_diff *f)
{
    return f->change == FINDING_NEW || f->change == FINDING_NEWLY_SEEN ||
           f->change == FINDING_COUNTS_AGAIN;
}

static enum finding_change
change_of(const struct finding_diff *f, const struct side *was,
          const struct side *is)
{
    enum sight sight;

    if (f->was && f->is)
        return f->was->waived && !f->is->waived ? FINDING_COUNTS_AGAIN
                                                : FINDING_STILL;
    if (f->is)
        return sight_of(was, f->is) == SIGHT_NONE ? FINDING_NEWLY_SEEN
                                                  : FINDING_NEW;
    sight = sight_of(is, f->was);
    return sight == SIGHT_JUDGED   ? FINDING_MENDED
           : sight == SIGHT_ABSENT ? FINDING_GONE
                                   : FINDING_NOT_KNOWN;
}

static void
add(struct audit_diff *d, const struct record_finding *was,
    const struct record_finding *is, const struct side sides[2])
{
    struct finding_diff *f = &d->findings[d->n_findings++];

    f->was = was;
    f->is = is;
    f->change = change_of(f, &sides[0], &sides[1]);
    d->by_finding[f->change]++;
    if (is && finding_diff_is_new(f) && !is->waived)
        d->new_failures[is->severity]++;
}

/* The next failure to compare, from *place on. */
static const struct record_finding *
next_failure(const struct vec *list, size_t *place)
{
    for (; *place < list->len; (*place)++) {
        const struct record_finding *f = list->items[*place];

        if (f->verdict == VERDICT_FAIL &&
            !str_eq_fold(f->check, CHECK_NEWLY_LEGACY))
            return f;
    }
    return NULL;
}

static void
count_waived(struct audit_diff *d)
{
    const struct vec *list = &d->is->findings;

    for (size_t i = 0; i < d->n_clusters; i++) {
        const struct cluster_change *c = &d->clusters[i];
        size_t at;

        if (c->newly_legacy != TRI_YES)
            continue;
        at = audit_record_find(d->is, CHECK_NEWLY_LEGACY, c->is->id, true);
        if (at < list->len &&
            ((const struct record_finding *)list->items[at])->waived)
            d->newly_legacy_waived++;
    }
}

int
audit_diff_findings(struct audit_diff *d)
{
    const struct vec *was = &d->was->findings, *is = &d->is->findings;
    const struct side sides[2] = {
        { d->was, d->is, sees_all(d->was, d->is) },
        { d->is, d->was, sees_all(d->is, d->was) },
    };
    const struct record_finding *a, *b;
    size_t i = 0, k = 0;

    d->findings = calloc(was->len + is->len + 1, sizeof(*d->findings));
    if (!d->findings)
        return -1;
    count_waived(d);
    a = next_failure(was, &i);
    b = next_failure(is, &k);
    while (a || b) {
        int order = !a ? 1 : !b ? -1 : record_finding_compare(a, b);

        add(d, order <= 0 ? a : NULL, order >= 0 ? b : NULL, sides);
        i += order <= 0;
        k += order >= 0;
        a = next_failure(was, &i);
        b = next_failure(is, &k);
    }
    return 0;
}
