/* SPDX-License-Identifier: MIT */
/* merge_findings.c - the findings of several audits: of one thing, those of the
 * audit whose entry of it counts. */
#include "audit/merge_private.h"

#include <string.h>

#include "audit/evaluate.h"
#include "checks/check.h"
#include "checks/registry.h"
#include "support/str.h"

/* ---- the checks that ran --------------------------------------------------------- */

static const struct rule *
find_rule(const struct results *r, const char *id, size_t *place)
{
    for (*place = 0; *place < r->n_rules; ++*place) {
        if (str_eq(r->rules[*place]->id, id))
            return r->rules[*place];
    }
    return NULL;
}

/* In the order of the registry; their sums added up. */
static int
merge_rules(struct merge *m)
{
    struct results *r = m->r;
    const struct rule **rules =
        arena_alloc(m->arena, CHECKS_MAX * sizeof(struct rule *));
    size_t place;

    if (!rules)
        return -1;
    r->rules = rules;
    for (const struct check *const *c = check_registry; *c; c++) {
        const struct rule *newest = NULL;

        for (size_t i = 0; i < m->n; i++) {
            const struct results *from = &m->parts[i].results;
            const struct rule *rule = find_rule(from, (*c)->rule.id, &place);

            for (int v = 0; rule && !(*c)->compares && v < VERDICT_COUNT; v++)
                r->summary.verdicts[r->n_rules][v] +=
                    from->summary.verdicts[place][v];
            if (!newest)
                newest = rule;
        }
        if (newest)
            rules[r->n_rules++] = (*c)->compares ? &(*c)->rule : newest;
    }
    return 0;
}

/* ---- which findings count --------------------------------------------------------- */

static bool
ran(const struct merge_part *p, const char *check)
{
    size_t place;

    return find_rule(&p->results, check, &place) != NULL;
}

/* An app that two audits looked at was judged by each as what its own clusters use
 * it for. */
static bool
app_counts(struct merge *m, const struct merge_part *p, struct finding *f)
{
    const struct check *check = check_find(f->rule->id);
    const char *key = merge_app_key(m, p, f->app->app_id);
    const struct merged_app *x = key ? map_get(&m->apps, key) : NULL;

    if (!x || !(check->roles & x->app->roles))
        return false;
    f->app = x->app;
    return p == x->part || !(check->roles & x->examined);
}

/* Of the tenant as a whole the newest audit of that tenant speaks that ran the
 * check. */
static bool
tenant_counts(const struct merge *m, const struct merge_part *p,
              const struct rule *rule)
{
    for (const struct merge_part *newer = m->parts; newer < p; newer++) {
        if (str_eq_fold(newer->results.run.tenant_id,
                        p->results.run.tenant_id) &&
            ran(newer, rule->id))
            return false;
    }
    return true;
}

static bool
is_subscription(const char *resource, const char **id)
{
    static const char prefix[] = "/subscriptions/";

    if (!str_has_prefix_fold(resource, prefix))
        return false;
    *id = resource + strlen(prefix);
    return strchr(*id, '/') == NULL;
}

/* The cluster itself, or something in it. */
static bool
is_in_cluster(const struct finding *f)
{
    return f->cluster && str_has_prefix_fold(f->resource, f->cluster->id);
}

static bool
counts(struct merge *m, const struct merge_part *p, struct finding *f)
{
    const struct merge_part *owner;
    const char *id;

    /* A group is judged as admin of a cluster. */
    if (is_in_cluster(f) ||
        (f->cluster && str_has_prefix_fold(f->resource, "group:")))
        return map_get(&m->clusters, f->cluster->id) == p;
    if (f->app)
        return app_counts(m, p, f);
    if (str_has_prefix_fold(f->resource, "tenant:"))
        return tenant_counts(m, p, f->rule);
    if (is_subscription(f->resource, &id)) {
        owner = map_get(&m->role_views, id);
        return !owner || owner == p;
    }
    owner = map_get(&m->assignments, f->resource);
    return !owner || owner == p;
}

/* ---- passes, which are only counted ------------------------------------------------ */

/* What is known of one check and one part. */
struct passes {
    struct merge *m;
    const struct merge_part *p;
    const struct check *check;
    const struct map
        *written; /* "check|resource" of findings that do not count */
    size_t *n;
    bool failed;
};

/* Where a check asks once about a thing, and this part's answer does not count: it
 * passed unless it is written down. */
static void
take_back(struct passes *x, const char *prefix, const char *resource)
{
    const char *key = arena_printf(x->m->arena, "%s|%s%s", x->check->rule.id,
                                   prefix, resource);

    if (!key)
        x->failed = true;
    else if (!map_get(x->written, key) && *x->n > 0)
        --*x->n;
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
    if (x->check->whole_tenant && !tenant_counts(x->m, x->p, &x->check->rule))
        take_back(x, "tenant:", str_or(from->run.tenant_id, "unknown"));
}

static int
take_back_passes(struct merge *m, const struct merge_part *p,
                 const struct map *written)
{
    const struct snapshot *s = &p->results.snapshot;

    for (size_t i = 0; i < m->r->n_rules; i++) {
        struct passes x = { .m = m,
                            .p = p,
                            .check = check_find(m->r->rules[i]->id),
                            .written = written,
                            .n = &m->r->summary.verdicts[i][VERDICT_PASS] };

        if (x.check->compares || !ran(p, x.check->rule.id))
            continue;
        for (size_t k = 0; x.check->run && k < s->clusters.len; k++) {
            const struct cluster *c = s->clusters.items[k];

            if (map_get(&m->clusters, c->id) != p)
                take_back(&x, "", c->id);
        }
        if (x.check->run_app)
            take_back_apps(&x);
        for (size_t k = 0;
             x.check->run_assignment && k < s->access_assignments.len; k++) {
            const struct role_assignment *a = s->access_assignments.items[k];

            if (a->id && map_get(&m->assignments, a->id) != p)
                take_back(&x, "", a->id);
        }
        if (x.failed)
            return -1;
    }
    return 0;
}

/* ---- the findings of one audit ------------------------------------------------------ */

/* What no input owns may stand in several of them. NULL: no memory. */
static const char *
key_of(struct merge *m, const struct finding *f)
{
    return arena_printf(m->arena, "%s|%s|%s|%s|%d", f->rule->id, f->resource,
                        f->cluster ? f->cluster->id : "",
                        str_or(f->message, ""), (int)f->verdict);
}

static int
drop(struct merge *m, struct finding *f, size_t place, struct map *written)
{
    const char *key = arena_printf(m->arena, "%s|%s", f->rule->id, f->resource);

    m->r->summary.verdicts[place][f->verdict]--;
    return key ? map_put(written, key, f) : -1;
}

static int
keep(struct merge *m, struct finding *f, size_t place)
{
    f->rule = m->r->rules[place];
    if (f->cluster)
        f->cluster = map_get(&m->r->snapshot.cluster_by_id, f->cluster->id);
    return vec_push(&m->r->findings, f);
}

static int
take_finding(struct merge *m, struct merge_part *p, struct finding *f,
             struct map *seen, struct map *written)
{
    const struct merge_part *first;
    const char *key;
    size_t place;

    find_rule(m->r, f->rule->id, &place);
    if (check_find(f->rule->id)->compares)
        return counts(m, p, f) ? map_put(&m->compared, f->resource, f) : 0;
    if (!counts(m, p, f))
        return drop(m, f, place, written);
    if (is_in_cluster(f))
        return keep(m, f, place);
    key = key_of(m, f);
    first = key ? map_get(seen, key) : NULL;
    if (first && first != p)
        return drop(m, f, place, written);
    if (!key || map_put(seen, key, p) != 0)
        return -1;
    return keep(m, f, place);
}

static int
merge_part_findings(struct merge *m, struct merge_part *p, struct map *seen)
{
    struct vec *findings = &p->results.findings;
    struct map written = { 0 };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < findings->len; i++)
        rc = take_finding(m, p, findings->items[i], seen, &written);
    if (rc == 0)
        rc = take_back_passes(m, p, &written);
    map_free(&written);
    return rc;
}

/* ---- their order ------------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
    return str_cmp_fold(((const struct finding *)a)->resource,
                        ((const struct finding *)b)->resource);
}

/* By check as an audit writes them, then resource. */
static int
sort_findings(struct results *r)
{
    struct vec sorted = { 0 };

    if (vec_sort(&r->findings, compare) != 0)
        return -1;
    for (size_t place = 0; place < r->n_rules; place++) {
        for (size_t i = 0; i < r->findings.len; i++) {
            struct finding *f = r->findings.items[i];

            if (f->rule == r->rules[place] && vec_push(&sorted, f) != 0) {
                vec_free(&sorted);
                return -1;
            }
        }
    }
    vec_free(&r->findings);
    r->findings = sorted;
    return 0;
}

/* Checks that look at other clusters see those of all inputs now; whoever accepted
 * a finding accepts it still. */
static int
judge_anew(struct merge *m)
{
    struct results *r = m->r;

    for (size_t place = 0; place < r->n_rules; place++) {
        const struct check *check = check_find(r->rules[place]->id);
        size_t first = r->findings.len;

        if (!check->compares)
            continue;
        if (evaluate_check(r, place, check) != 0)
            return -1;
        for (size_t i = first; i < r->findings.len; i++) {
            struct finding *f = r->findings.items[i];
            const struct finding *was = map_get(&m->compared, f->resource);

            if (!was || was->verdict != f->verdict)
                continue;
            f->waiver = was->waiver;
            f->lapsed = was->lapsed;
            f->is_new = was->is_new;
            f->since = was->since;
        }
    }
    return 0;
}

int
merge_findings(struct merge *m)
{
    struct map seen = { 0 };
    int rc = merge_rules(m);

    for (size_t i = 0; rc == 0 && i < m->n; i++)
        rc = merge_part_findings(m, &m->parts[i], &seen);
    map_free(&seen);
    if (rc == 0)
        rc = judge_anew(m);
    return rc == 0 ? sort_findings(m->r) : -1;
}
