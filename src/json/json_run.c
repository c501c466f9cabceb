/* SPDX-License-Identifier: MIT */
/* json_run.c - the audit itself and its sums. */
#include "json/json_values.h"

static json_t *
not_assessed(const struct snapshot *s)
{
    json_t *list = json_array();
    size_t n;
    const struct not_assessed *parts = overview_not_assessed(s, &n);

    for (size_t i = 0; list && i < n; i++) {
        const struct not_assessed *part = &parts[i];

        if (json_array_append_new(list,
                                  json_pack("{s:s, s:s}", "part", part->part,
                                            "what", part->what)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *
merged_from(const struct run *run)
{
    json_auto_t *list = json_array();

    for (size_t i = 0; i < run->n_parts; i++) {
        const struct run_part *p = &run->parts[i];
        json_auto_t *o = json_object();

        if (json_put(o, "name", json_from_text(p->name)) != 0 ||
            json_put(o, "runId", json_from_text(p->run_id)) != 0 ||
            json_put(o, "startedAt", json_from_time(p->started_at)) != 0 ||
            json_put(o, "finishedAt", json_from_time(p->finished_at)) != 0 ||
            json_put(o, "version", json_from_text(p->version)) != 0 ||
            json_put(o, "cloud", json_from_text(p->cloud)) != 0 ||
            json_put(o, "tenantId", json_from_text(p->tenant_id)) != 0 ||
            json_put(o, "credential", json_from_text(p->credential)) != 0 ||
            json_put(o, "scope", json_from_text(p->scope)) != 0 ||
            json_put(o, "shard", json_from_text(p->shard)) != 0 ||
            json_put(o, "complete", json_boolean(p->complete)) != 0 ||
            json_put(o, "exitCode", json_integer(p->exit_code)) != 0 ||
            json_array_append_new(list, json_incref(o)) != 0)
            return NULL;
    }
    return json_incref(list);
}

json_t *
json_from_run(const struct results *r)
{
    const struct run *run = &r->run;
    json_auto_t *o = json_object();

    if (json_put(o, "id", json_from_text(run->id)) != 0 ||
        json_put(o, "command",
                 json_string(r->snapshot.kubeconfigs_only ? "kubeconfig"
                                                          : "scan")) != 0 ||
        json_put(o, "startedAt", json_from_time(run->started_at)) != 0 ||
        json_put(o, "finishedAt", json_from_time(run->finished_at)) != 0 ||
        json_put(o, "takenAt", json_from_time(r->snapshot.taken_at)) != 0 ||
        json_put(o, "version", json_from_text(run->version)) != 0 ||
        json_put(o, "cloud", json_from_text(run->cloud)) != 0 ||
        json_put(o, "portal", json_from_text(run->portal)) != 0 ||
        json_put(o, "tenantId", json_from_text(run->tenant_id)) != 0 ||
        json_put(o, "credential", json_from_text(run->credential)) != 0 ||
        json_put(o, "scope", json_from_text(run->scope)) != 0 ||
        json_put(o, "shard", json_from_text(run->shard)) != 0 ||
        json_put(o, "scopeLimit", json_from_text(r->snapshot.scope_limit)) !=
            0 ||
        json_put(o, "filters", json_from_list(&run->filters)) != 0 ||
        json_put(o, "plan", json_boolean(r->snapshot.has_plan)) != 0 ||
        json_put(o, "failOn", json_from_text(run->fail_on)) != 0 ||
        json_put(o, "ownerTags", json_from_list(&run->owner_tags)) != 0 ||
        json_put(o, "environmentTags",
                 json_from_list(&run->environment_tags)) != 0 ||
        json_put(o, "production", json_from_text(run->production)) != 0 ||
        json_put(o, "interrupted", json_boolean(r->snapshot.interrupted)) !=
            0 ||
        json_put(o, "complete", json_boolean(r->summary.complete)) != 0 ||
        json_put(o, "mergedFrom", merged_from(run)) != 0 ||
        json_put(o, "notAssessed", not_assessed(&r->snapshot)) != 0)
        return NULL;
    return json_incref(o);
}

static int
put_count(json_t *object, const char *key, size_t n)
{
    return json_put(object, key, json_integer((json_int_t)n));
}

static json_t *
readiness_counts(const struct summary *s)
{
    json_auto_t *o = json_object();

    for (int i = 0; i < READINESS_COUNT; i++) {
        if (put_count(o, readiness_name((enum readiness)i),
                      s->by_readiness[i]) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
failure_counts(const struct summary *s)
{
    json_auto_t *o = json_object();

    for (int i = SEVERITY_COUNT - 1; i >= 0; i--) {
        if (put_count(o, severity_name((enum severity)i), s->failures[i]) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
subscription_counts(const struct summary *s)
{
    json_auto_t *o = json_object();

    if (put_count(o, "total", s->subscriptions) != 0)
        return NULL;
    for (int i = 0; i < COVERAGE_COUNT; i++) {
        if (put_count(o, coverage_status_name((enum coverage_status)i),
                      s->by_status[i]) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
verdict_counts(const size_t counts[VERDICT_COUNT])
{
    json_auto_t *o = json_object();

    for (int i = 0; i < VERDICT_COUNT; i++) {
        if (put_count(o, verdict_name((enum verdict)i), counts[i]) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
check_counts(const struct results *r)
{
    json_auto_t *o = json_object();

    for (size_t i = 0; i < r->n_rules; i++) {
        if (json_put(o, r->rules[i]->id,
                     verdict_counts(r->summary.verdicts[i])) != 0)
            return NULL;
    }
    return json_incref(o);
}

json_t *
json_from_summary(const struct results *r)
{
    const struct summary *s = &r->summary;
    json_auto_t *o = json_object();

    if (put_count(o, "clusters", s->clusters) != 0)
        return NULL;
    for (int i = 0; i < INTEGRATION_COUNT; i++) {
        if (put_count(o, integration_name((enum integration)i),
                      s->by_integration[i]) != 0)
            return NULL;
    }
    if (json_put(o, "readiness", readiness_counts(s)) != 0 ||
        json_put(o, "findings", failure_counts(s)) != 0 ||
        put_count(o, "waived", s->waived) != 0 ||
        json_put(o, "subscriptions", subscription_counts(s)) != 0 ||
        json_put(o, "checks", check_counts(r)) != 0 ||
        json_put(o, "exitCode", json_integer(s->exit_code)) != 0 ||
        json_put(o, "exitReason", json_from_text(s->exit_reason)) != 0)
        return NULL;
    return json_incref(o);
}
