/* SPDX-License-Identifier: MIT */
/* results_read_finding.c - a finding of results.json, and what it rests on. */
#include "sources/results_read_private.h"

#include <string.h>

#include "support/json.h"
#include "support/str.h"

static int
read_evidence(const struct members *m, struct finding *f)
{
    const json_t *object, *value;
    struct evidence *list;
    const char *key;

    if (members_object(m, "evidence", true, &object) != 0)
        return -1;
    if (json_object_size(object) == 0)
        return 0;
    list = arena_alloc(m->arena, json_object_size(object) * sizeof(*list));
    if (!list)
        return err_nomem(m->e);
    f->evidence = list;
    json_object_foreach((json_t *)object, key, value)
    {
        struct members below = members_below(m, "evidence", object);

        list->field = arena_intern(m->arena, key);
        if (!list->field)
            return err_nomem(m->e);
        if (members_text(&below, key, false, &list->value) != 0)
            return -1;
        list++;
        f->n_evidence++;
    }
    return 0;
}

static int
read_waiver(const struct members *m, const char *key, const struct waiver **ret)
{
    const json_t *object;
    struct members below;
    struct waiver *w;

    if (members_object(m, key, false, &object) != 0)
        return -1;
    if (!object)
        return 0;
    w = arena_alloc(m->arena, sizeof(*w));
    if (!w)
        return err_nomem(m->e);
    *ret = w;
    below = members_below(m, key, object);
    if (members_text(&below, "owner", false, &w->owner) != 0 ||
        members_text(&below, "reason", false, &w->reason) != 0)
        return -1;
    return members_text(&below, "expires", false, &w->expires);
}

static int
read_commands(const struct members *m, struct finding *f)
{
    const json_t *object;
    struct members below;

    if (members_object(m, "remediation", false, &object) != 0)
        return -1;
    if (!object)
        return 0;
    below = members_below(m, "remediation", object);
    return members_texts(&below, "commands", &f->commands);
}

/* ---- what it is about --------------------------------------------------------- */

/* The cluster is its resource, or what stands before the # of it; else it is
 * named apart. */
static int
find_cluster(struct results_reader *r, struct finding *f)
{
    const struct members *m = &r->members;
    const struct map *clusters = &r->results->snapshot.cluster_by_id;
    const char *id, *hash;

    if (members_text(m, "cluster", false, &id) != 0)
        return -1;
    if (id) {
        f->cluster = map_get(clusters, id);
        return f->cluster
                   ? 0
                   : members_refuse(m, "cluster", "a cluster of this file", id);
    }
    f->cluster = map_get(clusters, f->resource);
    hash = strchr(f->resource, '#');
    if (!f->cluster && hash) {
        id = arena_strndup(m->arena, f->resource, (size_t)(hash - f->resource));
        if (!id)
            return err_nomem(m->e);
        f->cluster = map_get(clusters, id);
    }
    return 0;
}

/* The severity of the version that judged it stays. */
static int
find_rule(struct results_reader *r, struct finding *f)
{
    const struct members *m = &r->members;
    struct results *results = r->results;
    const struct rule **places = (const struct rule **)results->rules;
    struct rule *copy;
    const char *id;
    int severity;

    if (members_text(m, "check", true, &id) != 0 ||
        members_severity(m, "severity", &severity) != 0)
        return -1;
    f->rule = map_get(&r->rules, id);
    if (!f->rule)
        return members_refuse(m, "check", "a check of summary.checks", id);
    if ((int)f->rule->severity == severity)
        return 0;
    copy = arena_alloc(m->arena, sizeof(*copy));
    if (!copy || map_put(&r->rules, f->rule->id, copy) != 0)
        return err_nomem(m->e);
    *copy = *f->rule;
    copy->severity = (enum severity)severity;
    for (size_t i = 0; i < results->n_rules; i++) {
        if (places[i] == f->rule)
            places[i] = copy;
    }
    f->rule = copy;
    return 0;
}

static const char *
since_word(int i)
{
    return finding_since_name((enum finding_since)i);
}

static int
read_since(const struct members *m, struct finding *f)
{
    const char *text;
    int since;

    if (members_text(m, "sinceBaseline", false, &text) != 0)
        return -1;
    if (!text)
        return 0;
    if (members_word(m, "sinceBaseline", since_word, SINCE_COUNT, &since) != 0)
        return -1;
    f->since = (enum finding_since)since;
    return 0;
}

int
results_read_finding(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct finding *f = arena_alloc(m->arena, sizeof(*f));
    const char *tenant;
    int verdict;

    if (!f)
        return err_nomem(m->e);
    if (find_rule(r, f) != 0 || members_verdict(m, "verdict", &verdict) != 0 ||
        members_text(m, "resource", true, &f->resource) != 0 ||
        members_text(m, "message", false, &f->message) != 0 ||
        members_text(m, "tenantId", false, &tenant) != 0 ||
        members_tri(m, "isNew", &f->is_new) != 0 || read_since(m, f) != 0 ||
        read_evidence(m, f) != 0 || read_commands(m, f) != 0 ||
        read_waiver(m, "waiver", &f->waiver) != 0 ||
        read_waiver(m, "expiredWaiver", &f->lapsed) != 0 ||
        find_cluster(r, f) != 0)
        return -1;
    f->verdict = (enum verdict)verdict;
    if (str_has_prefix_fold(f->resource, "app:"))
        f->app = results_find_app(&r->results->snapshot,
                                  f->resource + strlen("app:"), tenant);
    return vec_push(&r->results->findings, f) == 0 ? 0 : err_nomem(m->e);
}
