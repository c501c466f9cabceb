/* SPDX-License-Identifier: MIT */
/* json_since.c - what changed since the baseline. */
#include "json/json_values.h"

#include "model/audit_diff.h"

json_t *
json_change_counts(const struct audit_diff *d)
{
    json_auto_t *o = json_object();

    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (json_put(o, change_name((enum change)i),
                     json_integer((json_int_t)d->by_change[i])) != 0)
            return NULL;
    }
    return json_incref(o);
}

json_t *
json_finding_change_counts(const struct audit_diff *d)
{
    json_auto_t *o = json_object();

    for (int i = 0; i < FINDING_CHANGE_COUNT; i++) {
        if (json_put(o, finding_change_name((enum finding_change)i),
                     json_integer((json_int_t)d->by_finding[i])) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
state_of(const struct record_cluster *c)
{
    json_auto_t *o = NULL;

    if (!c)
        return json_null();
    o = json_object();
    if (json_put(o, "integration",
                 json_from_text(integration_name(c->integration))) != 0 ||
        json_put(o, "readiness",
                 json_from_text(readiness_name(c->readiness))) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
json_from_change(const struct cluster_change *c)
{
    const struct record_cluster *any = c->is ? c->is : c->was;
    json_auto_t *o = json_object();

    if (json_put(o, "id", json_from_text(any->id)) != 0 ||
        json_put(o, "name", json_from_text(any->name)) != 0 ||
        json_put(o, "subscriptionId", json_from_text(any->subscription_id)) !=
            0 ||
        json_put(o, "subscriptionName",
                 json_from_text(any->subscription_name)) != 0 ||
        json_put(o, "change", json_from_text(change_name(c->change))) != 0 ||
        json_put(o, "newlyLegacy", json_from_tri(c->newly_legacy)) != 0 ||
        json_put(o, "was", state_of(c->was)) != 0 ||
        json_put(o, "is", state_of(c->is)) != 0 ||
        json_put(o, "reason", json_from_text(c->why)) != 0)
        return NULL;
    return json_incref(o);
}

/* Those that this audit has, the unchanged aside; or those that it has not. */
static json_t *
changes_of(const struct audit_diff *d, bool present)
{
    json_auto_t *list = json_array();

    for (size_t i = 0; list && i < d->n_clusters; i++) {
        const struct cluster_change *c = &d->clusters[i];

        if (present != (c->is != NULL) ||
            (present && c->change == CHANGE_UNCHANGED))
            continue;
        if (json_array_append_new(list, json_from_change(c)) != 0)
            return NULL;
    }
    return json_incref(list);
}

json_t *
json_from_baseline(const struct audit_diff *d)
{
    json_auto_t *o = NULL;

    if (!d)
        return json_null();
    o = json_object();
    if (json_put(o, "name", json_from_text(d->was->name)) != 0 ||
        json_put(o, "runId", json_from_text(d->was->run_id)) != 0 ||
        json_put(o, "finishedAt", json_from_text(d->was->finished_at)) != 0 ||
        json_put(o, "complete", json_boolean(d->was->complete)) != 0 ||
        json_put(o, "newlyLegacy", json_integer((json_int_t)d->newly_legacy)) !=
            0 ||
        json_put(o, "clusters", json_change_counts(d)) != 0 ||
        json_put(o, "findings", json_finding_change_counts(d)) != 0 ||
        json_put(o, "changed", changes_of(d, true)) != 0 ||
        json_put(o, "missing", changes_of(d, false)) != 0)
        return NULL;
    return json_incref(o);
}
