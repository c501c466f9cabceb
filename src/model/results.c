/* SPDX-License-Identifier: MIT */
/* results.c - everything one audit knows. */
#include "model/results.h"

#include <string.h>

#include "model/audit_diff.h"
#include "support/str.h"

int
results_init(struct results *r, struct err *e)
{
    memset(r, 0, sizeof(*r));
    directory_init(&r->snapshot.directory);
    r->snapshot.arena = arena_new();
    return r->snapshot.arena ? 0 : err_nomem(e);
}

void
results_free(struct results *r)
{
    vec_free(&r->snapshot.subscriptions);
    map_free(&r->snapshot.by_id);
    vec_free(&r->snapshot.clusters);
    vec_free(&r->snapshot.coverage);
    map_free(&r->snapshot.cluster_by_id);
    directory_free(&r->snapshot.directory);
    vec_free(&r->snapshot.apps);
    vec_free(&r->snapshot.roles);
    map_free(&r->snapshot.role_by_id);
    vec_free(&r->snapshot.assignments);
    vec_free(&r->snapshot.access_assignments);
    vec_free(&r->snapshot.kubeconfigs);
    vec_free(&r->snapshot.tools);
    vec_free(&r->findings);
    r->since = audit_diff_free(r->since);
    r->snapshot.arena = arena_free(r->snapshot.arena);
}

struct subscription *
snapshot_find_subscription(const struct snapshot *s, const char *id)
{
    return map_get(&s->by_id, id);
}

struct subscription *
snapshot_subscription(struct snapshot *s, const char *id)
{
    struct subscription *sub = snapshot_find_subscription(s, id);

    if (sub)
        return sub;
    sub = arena_alloc(s->arena, sizeof(*sub));
    if (!sub)
        return NULL;
    sub->id = arena_strdup(s->arena, id);
    sub->role_assignments = sub->locks = (struct coverage_view){
        .status = COVERAGE_SKIPPED,
        .reason = "not read",
    };
    if (!sub->id || vec_push(&s->subscriptions, sub) != 0)
        return NULL;
    if (map_put(&s->by_id, sub->id, sub) != 0) {
        s->subscriptions.len--;
        return NULL;
    }
    return sub;
}

void
subscription_mark(struct subscription *s, enum coverage_status status,
                  const char *reason, const char *remedy)
{
    if (s->status != COVERAGE_AUDITED)
        return;
    s->status = status;
    s->reason = reason;
    s->remedy = remedy;
}

void
subscription_mark_state(struct subscription *s)
{
    static const struct {
        const char *state;
        const char *reason;
    } rows[] = {
        { "Disabled", "read whole; the subscription is Disabled: it refuses "
                      "every change" },
        { "Expired", "read whole; the subscription is Expired: it refuses "
                     "every change" },
        { "Warned", "read whole; the subscription is Warned: it will be "
                    "disabled soon" },
        { "PastDue", "read whole; the subscription is PastDue: it will be "
                     "disabled unless it is paid" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (s->status == COVERAGE_AUDITED &&
            str_eq_fold(s->state, rows[i].state))
            s->reason = rows[i].reason;
    }
}

bool
subscription_is_whole(const struct snapshot *s, const struct subscription *sub)
{
    return sub->status == COVERAGE_AUDITED && (!s->offline || sub->listed);
}

int
snapshot_add_cluster(struct snapshot *s, struct cluster *c)
{
    if (map_put(&s->cluster_by_id, c->id, c) != 0 ||
        vec_push(&s->clusters, c) != 0)
        return -1;
    c->bindings.status = c->maintenance.status = COVERAGE_SKIPPED;
    c->bindings.reason = c->maintenance.reason = "not read";
    c->subscription->clusters++;
    return 0;
}

/* An optional text: NULL stays NULL and is no failure. */
static bool
copy_text(struct arena *a, const char *text, const char **ret)
{
    *ret = text ? arena_strdup(a, text) : NULL;
    return !text || *ret;
}

int
snapshot_add_coverage(struct snapshot *s, const char *kind, const char *id,
                      enum coverage_status status, const char *reason,
                      const char *remedy)
{
    struct coverage *c = arena_alloc(s->arena, sizeof(*c));

    if (!c || !copy_text(s->arena, kind, &c->kind) ||
        !copy_text(s->arena, id, &c->id) ||
        !copy_text(s->arena, reason, &c->reason) ||
        !copy_text(s->arena, remedy, &c->remedy))
        return -1;
    c->status = status;
    return vec_push(&s->coverage, c);
}

static int
compare_coverage(const void *a, const void *b)
{
    const struct coverage *x = a, *y = b;
    int order = str_cmp_fold(x->kind, y->kind);

    return order ? order : str_cmp_fold(x->id, y->id);
}

int
snapshot_sort(struct snapshot *s)
{
    if (vec_sort(&s->subscriptions, subscription_compare) != 0 ||
        vec_sort(&s->clusters, cluster_compare) != 0 ||
        vec_sort(&s->kubeconfigs, kubeconfig_context_compare) != 0)
        return -1;
    return vec_sort(&s->coverage, compare_coverage);
}

/* It says nothing of clusters. */
static bool
is_kubeconfig(const struct coverage *c)
{
    return str_eq(c->kind, "kubeconfig");
}

bool
snapshot_sees_clusters(const struct snapshot *s)
{
    if (s->interrupted)
        return false;
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];

        if (!coverage_is_complete(sub->status))
            return false;
    }
    for (size_t i = 0; i < s->coverage.len; i++) {
        const struct coverage *c = s->coverage.items[i];

        if (!coverage_is_complete(c->status) && !is_kubeconfig(c))
            return false;
    }
    return true;
}

static bool
kubeconfigs_are_read(const struct snapshot *s)
{
    for (size_t i = 0; i < s->coverage.len; i++) {
        const struct coverage *c = s->coverage.items[i];

        if (!coverage_is_complete(c->status) && is_kubeconfig(c))
            return false;
    }
    return true;
}

/* What was skipped for a reason is out of scope by choice: bindings in one of the
 * audits that were merged. */
static bool
is_settled(enum coverage_status status, const char *reason)
{
    return status == COVERAGE_AUDITED ||
           (status == COVERAGE_SKIPPED && reason != NULL);
}

/* What nobody needed is skipped, and no gap; what was asked for and refused is
 * one, whether or not a verdict rests on it. */
static bool
directory_is_read(const struct snapshot *s)
{
    const struct directory *d = &s->directory;

    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        bool left_out = i < DIRECTORY_APP_PARTS ? d->skipped : s->no_bindings;

        if (!left_out && !coverage_is_complete(d->views[i].status))
            return false;
    }
    return true;
}

bool
snapshot_is_complete(const struct snapshot *s)
{
    if (!kubeconfigs_are_read(s))
        return false;
    /* What another audit could not see shows in the verdicts. */
    if (s->kubeconfigs_only)
        return true;
    if (!snapshot_sees_clusters(s) || !directory_is_read(s))
        return false;
    /* Bindings of every cluster, and the assignments of every subscription that
     * has some. */
    for (size_t i = 0; i < s->clusters.len && !s->no_bindings; i++) {
        const struct cluster *c = s->clusters.items[i];

        const struct coverage_view *roles = &c->subscription->role_assignments;

        if (!is_settled(c->bindings.status, c->bindings.reason) ||
            !is_settled(roles->status, roles->reason))
            return false;
    }
    return true;
}
