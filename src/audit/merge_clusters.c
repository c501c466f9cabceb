/* SPDX-License-Identifier: MIT */
/* merge_clusters.c - subscriptions, clusters, contexts and coverage of several
 * audits. */
#include "audit/merge_private.h"
#include "audit/shard.h"

#include <string.h>

#include "support/str.h"

#define LEFT_OUT_BINDINGS "left out by --no-bindings"

/* ---- subscriptions ------------------------------------------------------------ */

/* How much was seen. */
static int
rank(enum coverage_status status)
{
    static const int ranks[COVERAGE_COUNT] = {
        [COVERAGE_AUDITED] = 4, [COVERAGE_PARTIAL] = 3,
        [COVERAGE_DENIED] = 2,  [COVERAGE_UNREACHABLE] = 2,
        [COVERAGE_SKIPPED] = 1,
    };

    return ranks[status];
}

static void
better_view(struct merge *m, struct subscription *to,
            const struct merge_part *p, const struct subscription *from,
            bool first, bool *failed)
{
    /* Where no cluster was seen nobody looked. */
    if (from->clusters == 0)
        return;
    if (p->results.snapshot.no_bindings) {
        if (to->role_assignments.status == COVERAGE_SKIPPED)
            to->role_assignments.reason = LEFT_OUT_BINDINGS;
        return;
    }
    if (!first && map_get(&m->role_views, to->id) &&
        rank(from->role_assignments.status) <=
            rank(to->role_assignments.status))
        return;
    to->role_assignments = from->role_assignments;
    if (map_put(&m->role_views, to->id, (void *)p) != 0)
        *failed = true;
}

/* As seen as its best; of equals the newest counts. */
static int
add_subscription(struct merge *m, const struct merge_part *p,
                 const struct subscription *from)
{
    struct snapshot *s = &m->r->snapshot;
    bool first = !snapshot_find_subscription(s, from->id), failed = false;
    struct subscription *to = snapshot_subscription(s, from->id);

    if (!to)
        return -1;
    if (first || rank(from->status) > rank(to->status)) {
        to->status = from->status;
        to->reason = from->reason;
        to->remedy = from->remedy;
        to->filtered = from->filtered;
        to->listed = from->listed;
    } else if (from->status == to->status) {
        to->listed |= from->listed;
        if (from->filtered < to->filtered)
            to->filtered = from->filtered;
    }
    if (!to->name)
        to->name = from->name;
    if (!to->state)
        to->state = from->state;
    if (!to->tenant_id)
        to->tenant_id = str_or(from->tenant_id, p->results.run.tenant_id);
    better_view(m, to, p, from, first, &failed);
    return failed ? -1 : 0;
}

/* ---- coverage ------------------------------------------------------------------ */

static bool
is_known(const struct snapshot *s, const struct coverage *c)
{
    for (size_t i = 0; i < s->coverage.len; i++) {
        const struct coverage *known = s->coverage.items[i];

        if (str_eq(known->kind, c->kind) && str_eq(known->id, c->id) &&
            known->status == c->status && str_eq(known->reason, c->reason))
            return true;
    }
    return false;
}

/* A part that one audit left out by choice, and another one did not. */
static int
note_left_out(struct merge *m, const struct merge_part *p, const char *part,
              const char *reason)
{
    const char *id = arena_printf(m->arena, "%s: %s", p->name, part);

    return id ? merge_note(m, id, reason) : -1;
}

static int
merge_choices(struct merge *m)
{
    struct snapshot *s = &m->r->snapshot;

    s->directory.skipped = s->no_bindings = true;
    for (size_t i = 0; i < m->n; i++) {
        const struct snapshot *from = &m->parts[i].results.snapshot;

        s->directory.skipped &= from->directory.skipped;
        s->no_bindings &= from->no_bindings;
        s->has_kubeconfigs |= from->has_kubeconfigs;
        s->has_tools |= from->has_tools;
    }
    for (size_t i = 0; i < m->n; i++) {
        const struct merge_part *p = &m->parts[i];
        const struct snapshot *from = &p->results.snapshot;

        if ((from->directory.skipped && !s->directory.skipped &&
             note_left_out(m, p, "apps", "left out by --no-apps") != 0) ||
            (from->no_bindings && !s->no_bindings &&
             note_left_out(m, p, "bindings", LEFT_OUT_BINDINGS) != 0) ||
            (!from->has_kubeconfigs && s->has_kubeconfigs &&
             note_left_out(m, p, "kubeconfigs",
                           "not looked at: no --kubeconfig") != 0) ||
            (!from->has_tools && s->has_tools &&
             note_left_out(m, p, "tools", "not looked for: no --tools") != 0))
            return -1;
    }
    return 0;
}

/* What nobody needed says nothing; one that could not see outweighs those that
 * could: each looked for what its own clusters name. */
static void
merge_view(struct merge *m, enum directory_part part)
{
    struct directory *d = &m->r->snapshot.directory;
    struct coverage_view *to = &d->views[part];

    for (size_t i = 0; i < m->n; i++) {
        const struct snapshot *from = &m->parts[i].results.snapshot;
        const struct coverage_view *v = &from->directory.views[part];

        if (part < DIRECTORY_APP_PARTS ? from->directory.skipped
                                       : from->no_bindings)
            continue;
        if (to->status == COVERAGE_SKIPPED ||
            (to->status == COVERAGE_AUDITED && v->status != COVERAGE_AUDITED &&
             v->status != COVERAGE_SKIPPED))
            *to = *v;
    }
}

int
merge_scope(struct merge *m)
{
    struct snapshot *s = &m->r->snapshot;

    for (size_t i = 0; i < m->n; i++) {
        const struct snapshot *from = &m->parts[i].results.snapshot;

        for (size_t k = 0; k < from->subscriptions.len; k++) {
            if (add_subscription(m, &m->parts[i],
                                 from->subscriptions.items[k]) != 0)
                return -1;
        }
        for (size_t k = 0; k < from->coverage.len; k++) {
            struct coverage *c = from->coverage.items[k];

            /* Which shards are missing is found out anew. */
            if (!str_eq(c->kind, SHARD_COVERAGE_KIND) && !is_known(s, c) &&
                vec_push(&s->coverage, c) != 0)
                return -1;
        }
    }
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++)
        merge_view(m, (enum directory_part)i);
    return merge_choices(m);
}

/* ---- clusters ------------------------------------------------------------------ */

/* The newer audit that saw all of the subscription, in which this one was: it is
 * gone. NULL: none did. */
static const struct merge_part *
find_witness(const struct merge *m, const struct merge_part *p,
             const struct cluster *c)
{
    for (const struct merge_part *newer = m->parts; newer < p; newer++) {
        const struct snapshot *s = &newer->results.snapshot;
        const struct subscription *sub =
            snapshot_find_subscription(s, c->subscription->id);

        if (newer->results.run.finished_at > p->results.run.finished_at &&
            sub && !s->kubeconfigs_only && subscription_is_whole(s, sub) &&
            sub->filtered == 0)
            return newer;
    }
    return NULL;
}

/* Its subjects count no more for whom they name. */
static void
forget_subjects(const struct cluster *c)
{
    for (size_t b = 0; b < c->bindings.n; b++) {
        const struct binding *item = &c->bindings.items[b];

        for (size_t k = 0; k < item->n_subjects; k++) {
            struct principal *p =
                (struct principal *)item->subjects[k].principal;

            if (p && p->bindings > 0)
                p->bindings--;
        }
    }
}

/* `same` counts those of which both audits say the same: one note serves all. */
static int
leave_out(struct merge *m, const struct merge_part *p, const struct cluster *c,
          const struct merge_part *newer, size_t *same)
{
    const struct cluster *is =
        map_get(&newer->results.snapshot.cluster_by_id, c->id);

    forget_subjects(c);
    if (p->results.snapshot.kubeconfigs_only)
        return 0;
    if (is && is->integration == c->integration &&
        is->readiness == c->readiness) {
        ++*same;
        return 0;
    }
    return merge_note(
        m, c->id,
        arena_printf(m->arena,
                     is ? "in two inputs: what the audit of %s saw counts, "
                          "what that of %s saw (%s, %s) does not"
                        : "gone: the audit of %s saw all of its subscription "
                          "without it, that of %s had seen it (%s, %s)",
                     merge_time(m, newer), merge_time(m, p),
                     integration_name(c->integration),
                     readiness_name(c->readiness)));
}

static int
note_same(struct merge *m, const struct merge_part *p, size_t same)
{
    const char *id = arena_printf(m->arena, "%s: clusters", p->name);

    if (same == 0)
        return 0;
    return id ? merge_note(
                    m, id,
                    arena_printf(m->arena,
                                 "%zu of them %s in a newer input too, with "
                                 "the same integration and readiness: what "
                                 "that one saw counts, what the audit of %s "
                                 "saw does not",
                                 same, same == 1 ? "is" : "are",
                                 merge_time(m, p)))
              : -1;
}

static int
add_cluster(struct merge *m, struct merge_part *p, struct cluster *c,
            size_t *same)
{
    struct snapshot *s = &m->r->snapshot;
    const struct merge_part *newer = map_get(&m->clusters, c->id);

    if (!newer)
        newer = find_witness(m, p, c);
    if (newer)
        return leave_out(m, p, c, newer, same);
    c->since = NULL;
    c->subscription = snapshot_find_subscription(s, c->subscription->id);
    c->subscription->clusters++;
    if (p->results.snapshot.no_bindings && !s->no_bindings)
        c->bindings.reason = LEFT_OUT_BINDINGS;
    if (vec_push(&s->clusters, c) != 0 ||
        map_put(&s->cluster_by_id, c->id, c) != 0)
        return -1;
    return map_put(&m->clusters, c->id, p);
}

/* ---- contexts, tools ------------------------------------------------------------ */

static bool
is_same_context(const struct kubeconfig_context *a,
                const struct kubeconfig_context *b)
{
    return str_eq(a->file, b->file) && a->line == b->line &&
           str_eq(a->name, b->name) && str_eq(a->server, b->server) &&
           a->form == b->form && a->verdict == b->verdict &&
           str_eq(a->why, b->why);
}

/* The same in two audits stands once; files of one name on two machines are two.
 */
static int
add_context(struct merge *m, struct kubeconfig_context *c, size_t n_before)
{
    struct snapshot *s = &m->r->snapshot;

    for (size_t i = 0; i < n_before; i++) {
        if (is_same_context(s->kubeconfigs.items[i], c))
            return 0;
    }
    if (c->cluster)
        c->cluster = map_get(&s->cluster_by_id, c->cluster->id);
    return vec_push(&s->kubeconfigs, c);
}

int
merge_clusters(struct merge *m)
{
    struct snapshot *s = &m->r->snapshot;

    for (size_t i = 0; i < m->n; i++) {
        struct merge_part *p = &m->parts[i];
        struct snapshot *from = &p->results.snapshot;
        size_t n_contexts, same = 0;

        for (size_t k = 0; k < from->clusters.len; k++) {
            if (add_cluster(m, p, from->clusters.items[k], &same) != 0)
                return -1;
        }
        if (note_same(m, p, same) != 0)
            return -1;
        n_contexts = s->kubeconfigs.len;
        for (size_t k = 0; k < from->kubeconfigs.len; k++) {
            if (add_context(m, from->kubeconfigs.items[k], n_contexts) != 0)
                return -1;
        }
        for (size_t k = 0; k < from->tools.len; k++) {
            if (vec_push(&s->tools, from->tools.items[k]) != 0)
                return -1;
        }
    }
    return vec_sort(&s->clusters, cluster_compare);
}
