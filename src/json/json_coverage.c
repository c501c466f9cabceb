/* SPDX-License-Identifier: MIT */
/* json_coverage.c - what was seen of everything in scope. */
#include "json/json_values.h"

#include "support/buf.h"

json_t *
json_coverage(const char *kind, const char *id, enum coverage_status status,
              const char *reason, const char *remedy)
{
    json_auto_t *o = json_object();

    if (json_put(o, "kind", json_from_text(kind)) != 0 ||
        json_put(o, "id", json_from_text(id)) != 0 ||
        json_put(o, "status", json_from_text(coverage_status_name(status))) !=
            0 ||
        json_put(o, "reason", json_from_text(reason)) != 0 ||
        json_put(o, "remedy", json_from_text(remedy)) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
json_subscription_coverage(const struct snapshot *s,
                           const struct subscription *sub)
{
    json_t *o = json_coverage("subscription", sub->id, sub->status, sub->reason,
                              sub->remedy);

    if (json_put(o, "allClusters",
                 json_boolean(!s->kubeconfigs_only &&
                              subscription_is_whole(s, sub))) != 0 ||
        json_put(o, "name", json_from_text(sub->name)) != 0 ||
        json_put(o, "state", json_from_text(sub->state)) != 0 ||
        json_put(o, "tenantId", json_from_text(sub->tenant_id)) != 0 ||
        json_put(o, "clustersLeftOut",
                 json_integer((json_int_t)sub->filtered)) != 0) {
        json_decref(o);
        return NULL;
    }
    return o;
}

json_t *
json_cluster_coverage(const struct cluster *c)
{
    auto_buf reason = { 0 };

    for (size_t i = 0; i < c->problems.len; i++)
        buf_addf(&reason, "%s%s", i ? "; " : "", c->problems.items[i]);
    if (!buf_ok(&reason))
        return NULL;
    if (c->problems.len == 0)
        return json_coverage("cluster", c->id, COVERAGE_AUDITED, NULL, NULL);
    return json_coverage("cluster", c->id, COVERAGE_PARTIAL, buf_str(&reason),
                         NULL);
}
