/* SPDX-License-Identifier: MIT */
/* merge_passes.c - passes are only counted: which of them do not count any more
 * when several audits become one. */
#include "audit/merge_private.h"

#include <string.h>

#include "audit/evaluate.h"
#include "checks/check.h"
#include "support/str.h"

/* What is known of one check and one part. */
struct passes {
    struct merge *m;
    const struct merge_part *p;
    const struct check *check;
    const struct merge_dropped *dropped;
    size_t place;
    bool failed;
};

static void
subtract(struct passes *x, enum verdict verdict, size_t n)
{
    size_t *sum = &x->m->r->summary.verdicts[x->place][verdict];

    *sum -= n < *sum ? n : *sum;
}

/* Where a check asks once about a thing, and this part's answer does not count: it
 * passed unless it is written down. */
static void
take_back(struct passes *x, const char *prefix, const char *resource)
{
    const char *key = arena_printf(x->m->arena, "%s|%s%s", x->check->rule.id,
                                   prefix, resource);

    if (!key)
        x->failed = true;
    else if (!map_get(&x->dropped->written, key))
        subtract(x, VERDICT_PASS, 1);
}

static void
take_back_apps(struct passes *x)
{
    const struct results *from = &x->p->results;
    const struct vec *apps = &from->snapshot.apps;
    unsigned roles = x->check->roles;

    for (size_t i = 0; i < apps->len; i++) {
        const struct app *a = apps->items[i];
        const char *key = merge_app_key(x->m, x->p, a->app_id);
        const struct merged_app *to = key ? map_get(&x->m->apps, key) : NULL;
        unsigned examined = to && to->app == a ? to->examined : a->roles;

        if ((examined & roles) &&
            (!to || !(to->app->roles & roles) ||
             (to->part != x->p && (to->examined & roles))))
            take_back(x, "app:", a->app_id);
    }
    if (x->check->whole_tenant &&
        !merge_tenant_counts(x->m, x->p, &x->check->rule))
        take_back(x, "tenant:", str_or(from->run.tenant_id, "unknown"));
}

static void
take_back_clusters(struct passes *x)
{
    const struct vec *clusters = &x->p->results.snapshot.clusters;

    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        if (map_get(&x->m->clusters, c->id) != x->p)
            take_back(x, "", c->id);
    }
}

static void
take_back_assignments(struct passes *x)
{
    const struct vec *list = &x->p->results.snapshot.access_assignments;

    for (size_t i = 0; i < list->len; i++) {
        const struct role_assignment *a = list->items[i];

        if (a->id && map_get(&x->m->assignments, a->id) != x->p)
            take_back(x, "", a->id);
    }
}

/* ---- checks that ask often about one cluster --------------------------------- */

/* What does not count of this part, for the checks to be asked again. Bindings of
 * Kubernetes itself, which results.json only counts, are missing there. */
static int
list_left_out(const struct merge *m, const struct merge_part *p,
              struct snapshot *s)
{
    const struct snapshot *from = &p->results.snapshot;
    const struct vec *kept = &m->r->snapshot.kubeconfigs;

    for (size_t i = 0; i < from->clusters.len; i++) {
        struct cluster *c = from->clusters.items[i];

        if (map_get(&m->clusters, c->id) != p && vec_push(&s->clusters, c) != 0)
            return -1;
    }
    for (size_t i = 0; i < from->kubeconfigs.len; i++) {
        struct kubeconfig_context *c = from->kubeconfigs.items[i];
        size_t at = 0;

        while (at < kept->len && kept->items[at] != c)
            at++;
        if (at == kept->len && vec_push(&s->kubeconfigs, c) != 0)
            return -1;
    }
    return 0;
}

/* Nothing of it counts: no need to ask. */
static void
take_back_all(struct passes *x)
{
    const struct results *from = &x->p->results;
    const size_t *dropped = x->dropped->verdicts[x->place];
    size_t place;

    if (!merge_find_rule(from, x->check->rule.id, &place))
        return;
    for (int v = 0; v < VERDICT_COUNT; v++) {
        if (from->summary.verdicts[place][v] > dropped[v])
            subtract(x, (enum verdict)v,
                     from->summary.verdicts[place][v] - dropped[v]);
    }
}

/* How many things a check was asked about, it says itself; what it said then, and
 * was not written down, were passes, or did not apply. (What it says now may rest
 * on what results.json does not keep, such as who is in a group.) */
static void
ask_again(struct passes *x, const struct snapshot *left_out)
{
    const size_t *dropped = x->dropped->verdicts[x->place];
    struct results again = { .snapshot = *left_out };
    size_t asked = 0, written = 0, not_applicable;

    if (evaluate_check(&again, 0, x->check) != 0)
        x->failed = true;
    for (int v = 0; v < VERDICT_COUNT; v++) {
        asked += again.summary.verdicts[0][v];
        written += dropped[v];
    }
    vec_free(&again.findings);
    not_applicable = again.summary.verdicts[0][VERDICT_NOT_APPLICABLE];
    not_applicable -= dropped[VERDICT_NOT_APPLICABLE] < not_applicable
                          ? dropped[VERDICT_NOT_APPLICABLE]
                          : not_applicable;
    subtract(x, VERDICT_NOT_APPLICABLE, not_applicable);
    if (asked > written + not_applicable)
        subtract(x, VERDICT_PASS, asked - written - not_applicable);
}

static void
take_back_one(struct passes *x, const struct snapshot *left_out)
{
    const struct snapshot *s = &x->p->results.snapshot;
    bool of_cluster = x->check->run_group || x->check->run_subject;

    if (x->check->run)
        take_back_clusters(x);
    if (x->check->run_app)
        take_back_apps(x);
    if (x->check->run_assignment)
        take_back_assignments(x);
    if (of_cluster && left_out->clusters.len == s->clusters.len)
        take_back_all(x);
    else if ((of_cluster && left_out->clusters.len > 0) ||
             (x->check->run_context && left_out->kubeconfigs.len > 0))
        ask_again(x, left_out);
}

int
merge_take_back(struct merge *m, const struct merge_part *p,
                const struct merge_dropped *dropped)
{
    struct snapshot left_out = p->results.snapshot;
    bool failed;
    size_t place;

    memset(&left_out.clusters, 0, sizeof(left_out.clusters));
    memset(&left_out.kubeconfigs, 0, sizeof(left_out.kubeconfigs));
    failed = list_left_out(m, p, &left_out) != 0;
    for (size_t i = 0; !failed && i < m->r->n_rules; i++) {
        struct passes x = { .m = m,
                            .p = p,
                            .check = check_find(m->r->rules[i]->id),
                            .dropped = dropped,
                            .place = i };

        if (!x.check->compares &&
            merge_find_rule(&p->results, x.check->rule.id, &place))
            take_back_one(&x, &left_out);
        failed = x.failed;
    }
    vec_free(&left_out.clusters);
    vec_free(&left_out.kubeconfigs);
    return failed ? -1 : 0;
}
