/* SPDX-License-Identifier: MIT */
/* merge_findings.c - the findings of several audits: of one thing, those of the
 * audit whose entry of it counts. */
#include "audit/merge_private.h"

#include <stdint.h>
#include <string.h>

#include "audit/evaluate.h"
#include "checks/check.h"
#include "checks/registry.h"
#include "support/str.h"

/* ---- the checks that ran --------------------------------------------------------- */

const struct rule *
merge_find_rule(const struct results *r, const char *id, size_t *place)
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
            const struct rule *rule =
                merge_find_rule(from, (*c)->rule.id, &place);

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
bool
merge_tenant_counts(const struct merge *m, const struct merge_part *p,
                    const struct rule *rule)
{
    size_t place;

    for (const struct merge_part *newer = m->parts; newer < p; newer++) {
        if (str_eq_fold(newer->results.run.tenant_id,
                        p->results.run.tenant_id) &&
            merge_find_rule(&newer->results, rule->id, &place))
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
        return merge_tenant_counts(m, p, f->rule);
    if (is_subscription(f->resource, &id)) {
        owner = map_get(&m->role_views, id);
        return !owner || owner == p;
    }
    owner = map_get(&m->assignments, f->resource);
    return !owner || owner == p;
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
drop(struct merge *m, struct finding *f, size_t place,
     struct merge_dropped *dropped)
{
    const char *key = arena_printf(m->arena, "%s|%s", f->rule->id, f->resource);

    m->r->summary.verdicts[place][f->verdict]--;
    dropped->verdicts[place][f->verdict]++;
    return key ? map_put(&dropped->written, key, f) : -1;
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
             struct map *seen, struct merge_dropped *dropped)
{
    const struct merge_part *first;
    const char *key;
    size_t place;

    merge_find_rule(m->r, f->rule->id, &place);
    if (check_find(f->rule->id)->compares)
        return counts(m, p, f) ? map_put(&m->compared, f->resource, f) : 0;
    if (!counts(m, p, f))
        return drop(m, f, place, dropped);
    if (is_in_cluster(f))
        return keep(m, f, place);
    key = key_of(m, f);
    first = key ? map_get(seen, key) : NULL;
    if (first && first != p)
        return drop(m, f, place, dropped);
    if (!key || map_put(seen, key, p) != 0)
        return -1;
    return keep(m, f, place);
}

static int
merge_part_findings(struct merge *m, struct merge_part *p, struct map *seen)
{
    struct vec *findings = &p->results.findings;
    struct merge_dropped dropped = { 0 };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < findings->len; i++)
        rc = take_finding(m, p, findings->items[i], seen, &dropped);
    if (rc == 0)
        rc = merge_take_back(m, p, &dropped);
    map_free(&dropped.written);
    return rc;
}

/* ---- their order ------------------------------------------------------------------- */

/* A finding, and where an audit that saw all of it would have written it. */
struct placed {
    struct finding *finding;
    size_t rule;
    size_t thing;
};

static int
compare(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    if (x->thing != y->thing)
        return x->thing < y->thing ? -1 : 1;
    /* What is in one cluster stands as its audit wrote it. */
    return x->thing == SIZE_MAX
               ? str_cmp_fold(x->finding->resource, y->finding->resource)
               : 0;
}

static void
put_thing(struct merge *m, struct map *things, const char *resource,
          bool *failed)
{
    size_t *place = arena_alloc(m->arena, sizeof(*place));

    if (!place || !resource) {
        *failed = true;
        return;
    }
    *place = things->len;
    if (!map_get(things, resource) && map_put(things, resource, place) != 0)
        *failed = true;
}

/* Checks ask in this order; of what stands in no list after these. */
static int
list_things(struct merge *m, struct map *things)
{
    const struct snapshot *s = &m->r->snapshot;
    bool failed = false;

    for (size_t i = 0; i < s->clusters.len; i++)
        put_thing(m, things, ((const struct cluster *)s->clusters.items[i])->id,
                  &failed);
    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        put_thing(m, things, arena_printf(m->arena, "app:%s", a->app_id),
                  &failed);
    }
    for (size_t i = 0; i < s->access_assignments.len; i++) {
        const struct role_assignment *a = s->access_assignments.items[i];

        put_thing(m, things, str_or(a->id, a->scope), &failed);
    }
    for (size_t i = 0; i < s->kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = s->kubeconfigs.items[i];

        put_thing(m, things, arena_printf(m->arena, "%s#%s", c->file, c->name),
                  &failed);
    }
    return failed ? -1 : 0;
}

static struct placed *
place_finding(struct merge *m, const struct map *things, struct finding *f)
{
    struct placed *x = arena_alloc(m->arena, sizeof(*x));
    const size_t *thing = map_get(things, f->resource);

    if (!x)
        return NULL;
    if (!thing && f->cluster)
        thing = map_get(things, f->cluster->id);
    x->finding = f;
    merge_find_rule(m->r, f->rule->id, &x->rule);
    x->thing = thing ? *thing : SIZE_MAX;
    return x;
}

static int
sort_placed(struct merge *m, const struct map *things, struct vec *sorted)
{
    struct vec *findings = &m->r->findings;

    for (size_t i = 0; i < findings->len; i++) {
        struct placed *x = place_finding(m, things, findings->items[i]);

        if (!x || vec_push(sorted, x) != 0)
            return -1;
    }
    if (vec_sort(sorted, compare) != 0)
        return -1;
    for (size_t i = 0; i < findings->len; i++)
        findings->items[i] = ((struct placed *)sorted->items[i])->finding;
    return 0;
}

static int
sort_findings(struct merge *m)
{
    struct map things = { 0 };
    struct vec sorted = { 0 };
    int rc = list_things(m, &things);

    if (rc == 0)
        rc = sort_placed(m, &things, &sorted);
    map_free(&things);
    vec_free(&sorted);
    return rc;
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
    return rc == 0 ? sort_findings(m) : -1;
}
