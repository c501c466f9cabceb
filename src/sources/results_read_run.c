/* SPDX-License-Identifier: MIT */
/* results_read_run.c - the audit of a results.json: when, what, how far. */
#include "sources/results_read_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/json.h"
#include "support/str.h"

/* ---- run -------------------------------------------------------------------- */

static int
read_part(void *arg, const struct members *m)
{
    struct run_part **next = arg;
    struct run_part *p = (*next)++;
    size_t code;

    if (members_text(m, "name", false, &p->name) != 0 ||
        members_text(m, "runId", false, &p->run_id) != 0 ||
        members_time(m, "startedAt", &p->started_at) != 0 ||
        members_time(m, "finishedAt", &p->finished_at) != 0 ||
        members_text(m, "version", false, &p->version) != 0 ||
        members_text(m, "cloud", false, &p->cloud) != 0 ||
        members_text(m, "tenantId", false, &p->tenant_id) != 0 ||
        members_text(m, "credential", false, &p->credential) != 0 ||
        members_text(m, "scope", false, &p->scope) != 0 ||
        members_text(m, "shard", false, &p->shard) != 0 ||
        members_bool(m, "complete", &p->complete) != 0 ||
        members_size(m, "exitCode", &code) != 0)
        return -1;
    p->exit_code = (int)code;
    return 0;
}

static int
read_parts(struct results_reader *r)
{
    const struct members *m = &r->members;
    size_t n = members_length(m, "mergedFrom");
    struct run_part *parts = arena_alloc(m->arena, (n + 1) * sizeof(*parts));

    if (!parts)
        return err_nomem(m->e);
    r->results->run.parts = parts;
    r->results->run.n_parts = n;
    return members_each(m, "mergedFrom", read_part, &parts);
}

static int
read_not_assessed(void *arg, const struct members *m)
{
    struct snapshot *s = arg;
    const char *part;

    if (members_text(m, "part", true, &part) != 0)
        return -1;
    if (str_eq(part, "kubeconfigs"))
        s->has_kubeconfigs = false;
    return 0;
}

static int
read_run_texts(const struct members *m, struct results *r)
{
    struct run *run = &r->run;
    const struct {
        const char *key;
        const char **text;
    } rows[] = {
        { "version", &run->version },
        { "cloud", &run->cloud },
        { "portal", &run->portal },
        { "tenantId", &run->tenant_id },
        { "credential", &run->credential },
        { "scope", &run->scope },
        { "shard", &run->shard },
        { "scopeLimit", &r->snapshot.scope_limit },
        { "failOn", &run->fail_on },
        { "production", &run->production },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (members_text(m, rows[i].key, false, rows[i].text) != 0)
            return -1;
    }
    return 0;
}

int
results_read_run(struct results_reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    struct run *run = &r->results->run;
    const struct members *m = &r->members;
    const char *id, *command;

    s->has_kubeconfigs = true;
    if (members_text(m, "id", true, &id) != 0 ||
        members_text(m, "command", true, &command) != 0 ||
        members_time(m, "startedAt", &run->started_at) != 0 ||
        members_time(m, "finishedAt", &run->finished_at) != 0 ||
        members_time(m, "takenAt", &s->taken_at) != 0 ||
        read_run_texts(m, r->results) != 0 ||
        members_texts(m, "filters", &run->filters) != 0 ||
        members_texts(m, "ownerTags", &run->owner_tags) != 0 ||
        members_texts(m, "environmentTags", &run->environment_tags) != 0 ||
        members_bool(m, "plan", &s->has_plan) != 0 ||
        members_bool(m, "interrupted", &s->interrupted) != 0 ||
        members_bool(m, "complete", &r->results->summary.complete) != 0 ||
        members_each(m, "notAssessed", read_not_assessed, s) != 0 ||
        read_parts(r) != 0)
        return -1;
    if (strlen(id) >= sizeof(run->id))
        return members_refuse(m, "id", "a GUID", id);
    snprintf(run->id, sizeof(run->id), "%s", id);
    s->kubeconfigs_only = str_eq(command, "kubeconfig");
    if (!s->kubeconfigs_only && !str_eq(command, "scan"))
        return members_refuse(m, "command", "scan or kubeconfig", command);
    /* Of each subscription the file says whether all its clusters were seen. */
    s->offline = true;
    return 0;
}

/* ---- summary ------------------------------------------------------------------ */

int
results_read_summary(struct results_reader *r)
{
    struct results *results = r->results;
    const struct members *m = &r->members;
    const struct rule **rules =
        arena_alloc(m->arena, CHECKS_MAX * sizeof(struct rule *));
    struct members below, counts;
    const json_t *checks, *value;
    const char *id;
    size_t code;

    if (!rules)
        return err_nomem(m->e);
    results->rules = rules;
    if (members_size(m, "exitCode", &code) != 0)
        return -1;
    results->summary.exit_code = (int)code;
    if (members_object(m, "checks", true, &checks) != 0)
        return -1;
    below = members_below(m, "checks", checks);
    json_object_foreach((json_t *)checks, id, value)
    {
        const struct rule *rule = r->how->find_rule(id);

        if (!rule || results->n_rules == CHECKS_MAX)
            return members_refuse(
                &below, NULL,
                "checks that this version of aksentra has (a newer one may "
                "have written the file)",
                id);
        if (map_put(&r->rules, rule->id, (void *)rule) != 0)
            return err_nomem(m->e);
        counts = members_below(&below, id, value);
        for (int i = 0; i < VERDICT_COUNT; i++) {
            if (members_size(&counts, verdict_name((enum verdict)i),
                             &results->summary.verdicts[results->n_rules][i]) !=
                0)
                return -1;
        }
        rules[results->n_rules++] = rule;
    }
    return 0;
}

/* ---- baseline ------------------------------------------------------------------- */

static const char *
change_word(int i)
{
    return change_name((enum change)i);
}

/* One of the two sides of a change. */
static int
read_side(struct results_reader *r, const struct members *m, const char *key,
          const struct record_cluster **ret)
{
    const struct members *top = m;
    struct record_cluster *c;
    const json_t *object;
    struct members below;
    int integration, readiness;

    if (members_object(m, key, false, &object) != 0)
        return -1;
    if (!object)
        return 0;
    c = arena_alloc(r->results->snapshot.arena, sizeof(*c));
    if (!c)
        return err_nomem(m->e);
    below = members_below(m, key, object);
    if (members_text(top, "id", true, &c->id) != 0 ||
        members_text(top, "name", true, &c->name) != 0 ||
        members_text(top, "subscriptionId", true, &c->subscription_id) != 0 ||
        members_text(top, "subscriptionName", false, &c->subscription_name) !=
            0 ||
        members_integration(&below, "integration", &integration) != 0 ||
        members_readiness(&below, "readiness", &readiness) != 0)
        return -1;
    c->integration = (enum integration)integration;
    c->readiness = (enum readiness)readiness;
    *ret = c;
    return 0;
}

static int
read_change(void *arg, const struct members *m)
{
    struct results_reader *r = arg;
    struct cluster_change *c = arena_alloc(m->arena, sizeof(*c));
    const char *id;
    int change;

    if (!c)
        return err_nomem(m->e);
    if (members_text(m, "id", true, &id) != 0 ||
        members_word(m, "change", change_word, CHANGE_COUNT, &change) != 0 ||
        members_tri(m, "newlyLegacy", &c->newly_legacy) != 0 ||
        members_text(m, "reason", false, &c->why) != 0 ||
        read_side(r, m, "was", &c->was) != 0 ||
        read_side(r, m, "is", &c->is) != 0)
        return -1;
    if (!c->was && !c->is)
        return members_refuse(m, "is", "an object where was is null", NULL);
    c->change = (enum change)change;
    if (map_put(&r->changes, id, c) != 0 || vec_push(&r->change_list, c) != 0)
        return err_nomem(m->e);
    return 0;
}

static int
read_counts(const struct members *m, struct audit_diff *d)
{
    const json_t *clusters, *findings;
    struct members below;

    if (members_object(m, "clusters", true, &clusters) != 0 ||
        members_object(m, "findings", true, &findings) != 0)
        return -1;
    below = members_below(m, "clusters", clusters);
    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (members_size(&below, change_name((enum change)i),
                         &d->by_change[i]) != 0)
            return -1;
    }
    below = members_below(m, "findings", findings);
    for (int i = 0; i < FINDING_CHANGE_COUNT; i++) {
        if (members_size(&below, finding_change_name((enum finding_change)i),
                         &d->by_finding[i]) != 0)
            return -1;
    }
    return members_size(m, "newlyLegacy", &d->newly_legacy);
}

/* Who made the comparison is not asked again: sums and changes are as written,
 * and of the earlier audit only what tells which it was. */
int
results_read_baseline(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct audit_record *was = audit_record_new(), *is = audit_record_new();
    struct audit_diff *d;

    if (!was || !is) {
        audit_record_free(was);
        audit_record_free(is);
        return err_nomem(m->e);
    }
    d = r->results->since = audit_diff_clusters(was, is);
    if (!d)
        return err_nomem(m->e);
    r->results->snapshot.has_baseline = true;
    if (members_text(m, "name", false, &was->name) != 0 ||
        members_text(m, "runId", false, &was->run_id) != 0 ||
        members_text(m, "finishedAt", true, &was->finished_at) != 0 ||
        members_bool(m, "complete", &was->complete) != 0 ||
        read_counts(m, d) != 0 ||
        members_each(m, "changed", read_change, r) != 0)
        return -1;
    return members_each(m, "missing", read_change, r);
}

static int
compare_changes(const void *a, const void *b)
{
    const struct cluster_change *x = a, *y = b;

    return str_cmp_fold(x->is ? x->is->id : x->was->id,
                        y->is ? y->is->id : y->was->id);
}

/* Unchanged ones stand with their cluster alone. */
static int
add_unchanged(struct results_reader *r, struct cluster *c)
{
    struct arena *arena = r->results->snapshot.arena;
    struct cluster_change *change = arena_alloc(arena, sizeof(*change));
    struct record_cluster *is = arena_alloc(arena, sizeof(*is));

    if (!change || !is)
        return -1;
    is->id = c->id;
    is->name = c->name;
    is->subscription_id = c->subscription->id;
    is->subscription_name = c->subscription->name;
    is->integration = c->integration;
    is->readiness = c->readiness;
    change->change = CHANGE_UNCHANGED;
    change->newly_legacy = TRI_NO;
    change->was = change->is = is;
    return vec_push(&r->change_list, change);
}

int
results_join_baseline(struct results_reader *r)
{
    struct audit_diff *d = r->results->since;
    const struct vec *clusters = &r->results->snapshot.clusters;

    if (!d)
        return 0;
    for (size_t i = 0; i < clusters->len; i++) {
        struct cluster *c = clusters->items[i];

        if (!c->since && add_unchanged(r, c) != 0)
            return -1;
    }
    if (vec_sort(&r->change_list, compare_changes) != 0)
        return -1;
    free(d->clusters);
    d->clusters = calloc(r->change_list.len + 1, sizeof(*d->clusters));
    d->n_clusters = 0;
    if (!d->clusters)
        return -1;
    for (size_t i = 0; i < r->change_list.len; i++)
        d->clusters[d->n_clusters++] =
            *(const struct cluster_change *)r->change_list.items[i];
    for (size_t i = 0; i < clusters->len; i++) {
        struct cluster *c = clusters->items[i];

        c->since = audit_diff_find(d, c->id);
    }
    return 0;
}

/* ---- coverage --------------------------------------------------------------------- */

struct entry {
    const char *kind, *id;
    struct coverage_view view;
};

static int
add_subscription(struct results_reader *r, const struct entry *x)
{
    const struct members *m = &r->members;
    struct subscription *sub =
        snapshot_subscription(&r->results->snapshot, x->id);

    if (!sub)
        return err_nomem(m->e);
    sub->status = x->view.status;
    sub->reason = x->view.reason;
    sub->remedy = x->view.remedy;
    if (members_bool(m, "allClusters", &sub->listed) != 0 ||
        members_text(m, "name", false, &sub->name) != 0 ||
        members_text(m, "state", false, &sub->state) != 0 ||
        members_text(m, "tenantId", false, &sub->tenant_id) != 0)
        return -1;
    return members_size(m, "clustersLeftOut", &sub->filtered);
}

static int
add_directory(struct results_reader *r, const struct entry *x)
{
    struct directory *d = &r->results->snapshot.directory;

    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        if (str_eq(x->id, directory_part_name((enum directory_part)i))) {
            d->views[i] = x->view;
            return 0;
        }
    }
    return members_refuse(&r->members, "id", "a part of the directory", x->id);
}

static int
add_entry(struct results_reader *r, const struct entry *x)
{
    struct snapshot *s = &r->results->snapshot;
    struct subscription *sub;

    if (str_eq(x->kind, "subscription"))
        return add_subscription(r, x);
    if (str_eq(x->kind, "directory"))
        return add_directory(r, x);
    if (str_eq(x->kind, "roleAssignments")) {
        sub = snapshot_subscription(s, x->id);
        if (!sub)
            return err_nomem(r->members.e);
        sub->role_assignments = x->view;
        return 0;
    }
    /* Said again with the cluster. */
    if (str_eq(x->kind, "cluster") || str_eq(x->kind, "bindings"))
        return 0;
    if (str_eq(x->kind, "part") && str_eq(x->id, "apps")) {
        s->directory.skipped = true;
        return 0;
    }
    if (str_eq(x->kind, "part") && str_eq(x->id, "bindings")) {
        s->no_bindings = true;
        return 0;
    }
    if (snapshot_add_coverage(s, x->kind, x->id, x->view.status, x->view.reason,
                              x->view.remedy) != 0)
        return err_nomem(r->members.e);
    return 0;
}

int
results_read_coverage(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct entry x = { 0 };
    int status;

    if (members_text(m, "kind", true, &x.kind) != 0 ||
        members_text(m, "id", false, &x.id) != 0 ||
        members_coverage(m, "status", &status) != 0 ||
        members_text(m, "reason", false, &x.view.reason) != 0 ||
        members_text(m, "remedy", false, &x.view.remedy) != 0)
        return -1;
    x.view.status = (enum coverage_status)status;
    return add_entry(r, &x);
}
