/* SPDX-License-Identifier: MIT */
/* overview.c - sums that more than one report shows. */
#include "report/overview.h"

#include <stdlib.h>
#include <string.h>

#include "model/audit_diff.h"
#include "support/memory.h"

const struct not_assessed *
overview_not_assessed(const struct snapshot *s, size_t *n)
{
    static const struct not_assessed parts[] = {
        { "kubeconfigs",
          "Kubeconfig files on people's machines and in pipelines",
          "--kubeconfig" },
    };

    *n = s->has_kubeconfigs ? 0 : sizeof(parts) / sizeof(*parts);
    return parts;
}

void
overview_headline(struct buf *out, const struct summary *s)
{
    size_t legacy = s->by_integration[INTEGRATION_LEGACY];

    if (s->clusters == 0)
        buf_adds(out, "No cluster is in scope.");
    else if (legacy == 0 && s->clusters == 1)
        buf_adds(out, "The one cluster seen is not legacy.");
    else if (legacy == 0)
        buf_addf(out, "None of the %zu clusters seen is legacy.", s->clusters);
    else
        buf_addf(out, "%zu of %zu cluster%s still use%s legacy integration.",
                 legacy, s->clusters, s->clusters == 1 ? "" : "s",
                 legacy == 1 ? "s" : "");
}

static const struct tally nothing;

/* A blocking failure first, then those that make readiness action-needed. */
static int
urgency(const struct rule *rule)
{
    if (rule->blocks)
        return 2 * SEVERITY_COUNT + (int)rule->severity;
    if (rule->severity >= SEVERITY_HIGH && !rule->is_the_question &&
        !rule->is_history)
        return SEVERITY_COUNT + (int)rule->severity;
    return rule->is_the_question || rule->is_history ? -1 : (int)rule->severity;
}

static void
count_failure(struct tally *t, const struct finding *f)
{
    t->failures++;
    if (!t->worst || f->rule->severity > t->worst->rule->severity)
        t->worst = f;
    if (!t->first || urgency(f->rule) > urgency(t->first->rule))
        t->first = f;
}

static void
count_for(struct overview *o, const struct cluster *c, const struct finding *f)
{
    struct tally *t = map_get(&o->by_cluster, c->id);

    if (!t)
        return;
    if (f->verdict == VERDICT_FAIL)
        count_failure(t, f);
    else
        t->unknown++;
}

/* A finding about an app counts for every cluster that names it. */
static void
count(struct overview *o)
{
    const struct vec *findings = &o->results->findings;

    for (size_t i = 0; i < findings->len; i++) {
        const struct finding *f = findings->items[i];

        if (f->waiver || !finding_needs_attention(f))
            continue;
        if (f->cluster)
            count_for(o, f->cluster, f);
        for (const struct app_user *u = f->app ? f->app->users : NULL; u;
             u = u->next)
            count_for(o, u->cluster, f);
    }
}

/* ---- findings by cluster ------------------------------------------------- */

/* Calls `tell` for each cluster that a finding concerns. */
static void
each_concerned(struct overview *o,
               void (*tell)(struct tally *t, const struct finding *f))
{
    const struct vec *findings = &o->results->findings;

    for (size_t i = 0; i < findings->len; i++) {
        const struct finding *f = findings->items[i];
        struct tally *t;

        if (!finding_needs_attention(f))
            continue;
        t = f->cluster ? map_get(&o->by_cluster, f->cluster->id) : NULL;
        if (t)
            tell(t, f);
        for (const struct app_user *u = f->app ? f->app->users : NULL; u;
             u = u->next) {
            t = map_get(&o->by_cluster, u->cluster->id);
            if (t)
                tell(t, f);
        }
    }
}

static void
count_finding(struct tally *t, const struct finding *f)
{
    (void)f;
    t->n_findings++;
}

static void
list_finding(struct tally *t, const struct finding *f)
{
    t->findings[t->n_findings++] = f;
}

static int
list_findings(struct overview *o)
{
    size_t n = o->results->snapshot.clusters.len, total = 0;

    each_concerned(o, count_finding);
    for (size_t i = 0; i < n; i++)
        total += o->tallies[i].n_findings;
    o->finding_rows = calloc(total + 1, sizeof(*o->finding_rows));
    if (!o->finding_rows)
        return -1;
    total = 0;
    for (size_t i = 0; i < n; i++) {
        o->tallies[i].findings = o->finding_rows + total;
        total += o->tallies[i].n_findings;
        o->tallies[i].n_findings = 0;
    }
    each_concerned(o, list_finding);
    return 0;
}

/* ---- subjects ------------------------------------------------------------ */

static size_t
count_subjects(const struct snapshot *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        for (size_t b = 0; b < c->bindings.n; b++) {
            if (!c->bindings.items[b].system)
                n += c->bindings.items[b].n_subjects;
        }
    }
    return n;
}

static int
add_subjects(struct overview *o, const struct cluster *c,
             const struct binding *b)
{
    for (size_t i = 0; i < b->n_subjects && !b->system; i++) {
        struct subject_at *at = &o->subject_rows[o->subjects.len];

        *at = (struct subject_at){ c, b, &b->subjects[i] };
        if (vec_push(&o->subjects, at) != 0)
            return -1;
    }
    return 0;
}

static int
list_subjects(struct overview *o)
{
    const struct snapshot *s = &o->results->snapshot;

    o->subject_rows = calloc(count_subjects(s) + 1, sizeof(*o->subject_rows));
    if (!o->subject_rows)
        return -1;
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        for (size_t b = 0; b < c->bindings.n; b++) {
            if (add_subjects(o, c, &c->bindings.items[b]) != 0)
                return -1;
        }
    }
    return 0;
}

static int
compare_changes(const void *a, const void *b)
{
    return (int)((const struct cluster_change *)a)->change -
           (int)((const struct cluster_change *)b)->change;
}

/* They are sorted by id already. */
static int
list_changes(struct overview *o)
{
    const struct audit_diff *d = o->results->since;

    for (size_t i = 0; d && i < d->n_clusters; i++) {
        if (d->clusters[i].change != CHANGE_UNCHANGED &&
            vec_push(&o->changes, &d->clusters[i]) != 0)
            return -1;
    }
    return vec_sort(&o->changes, compare_changes);
}

int
overview_init(struct overview *o, const struct results *r, struct err *e)
{
    const struct vec *clusters = &r->snapshot.clusters;

    memory_forget();
    memset(o, 0, sizeof(*o));
    o->results = r;
    o->tallies = calloc(clusters->len + 1, sizeof(*o->tallies));
    if (!o->tallies)
        return err_nomem(e);
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        if (map_put(&o->by_cluster, c->id, &o->tallies[i]) != 0) {
            overview_free(o);
            return err_nomem(e);
        }
    }
    count(o);
    if (list_findings(o) != 0 || list_subjects(o) != 0 ||
        list_changes(o) != 0 ||
        migration_waves_make(&o->waves, clusters) != 0) {
        overview_free(o);
        return err_nomem(e);
    }
    return 0;
}

void
overview_free(struct overview *o)
{
    free(o->tallies);
    free(o->subject_rows);
    free(o->finding_rows);
    migration_waves_free(&o->waves);
    vec_free(&o->subjects);
    vec_free(&o->changes);
    map_free(&o->by_cluster);
    memset(o, 0, sizeof(*o));
}

const struct tally *
overview_tally(const struct overview *o, const struct cluster *c)
{
    const struct tally *t = map_get(&o->by_cluster, c->id);

    return t ? t : &nothing;
}

/* Others that name the app as server or client app. */
static size_t
users_of(const struct overview *o, const char *app_id)
{
    const struct app *a =
        directory_find_app(&o->results->snapshot.directory, app_id);
    size_t n = 0;

    for (const struct app_user *u = a ? a->users : NULL; u; u = u->next)
        n += (u->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT)) != 0;
    return n > 0 ? n - 1 : 0;
}

size_t
overview_shared_with(const struct overview *o, const struct cluster *c)
{
    size_t server = users_of(o, c->aad.server_app_id);
    size_t client = users_of(o, c->aad.client_app_id);

    return server > client ? server : client;
}
