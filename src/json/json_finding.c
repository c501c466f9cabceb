/* SPDX-License-Identifier: MIT */
/* json_finding.c - one finding, with what it rests on and what mends it. */
#include "json/json_values.h"

#include <string.h>

#include "support/str.h"

static json_t *
evidence_of(const struct finding *f)
{
    json_auto_t *o = json_object();

    for (size_t i = 0; i < f->n_evidence; i++) {
        if (json_put(o, f->evidence[i].field,
                     json_from_text(f->evidence[i].value)) != 0)
            return NULL;
    }
    return json_incref(o);
}

/* There is nothing to mend where a rule does not speak of the resource. */
static json_t *
remediation_of(const struct finding *f)
{
    json_auto_t *o = NULL;

    if (f->verdict == VERDICT_NOT_APPLICABLE)
        return json_null();
    o = json_object();
    if (json_put(o, "text", json_from_text(f->rule->fix)) != 0 ||
        json_put(o, "commands", json_from_list(&f->commands)) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
waiver_of(const struct waiver *w)
{
    json_auto_t *o = json_object();

    if (json_put(o, "owner", json_from_text(w->owner)) != 0 ||
        json_put(o, "reason", json_from_text(w->reason)) != 0 ||
        json_put(o, "expires", json_from_text(w->expires)) != 0)
        return NULL;
    return json_incref(o);
}

/* The cluster that a finding is about is mostly its resource, or what stands
 * before the # of it. */
static const char *
cluster_apart(const struct finding *f)
{
    size_t len;

    if (!f->cluster)
        return NULL;
    len = strlen(f->cluster->id);
    if (str_has_prefix_fold(f->resource, f->cluster->id) &&
        (f->resource[len] == '\0' || f->resource[len] == '#'))
        return NULL;
    return f->cluster->id;
}

json_t *
json_from_finding(const struct finding *f)
{
    json_auto_t *o = json_object();
    const char *cluster = cluster_apart(f);

    if (json_put(o, "check", json_from_text(f->rule->id)) != 0 ||
        json_put(o, "severity",
                 json_from_text(severity_name(f->rule->severity))) != 0 ||
        json_put(o, "verdict", json_from_text(verdict_name(f->verdict))) != 0 ||
        json_put(o, "resource", json_from_text(f->resource)) != 0 ||
        json_put(o, "message", json_from_text(f->message)) != 0 ||
        json_put(o, "evidence", evidence_of(f)) != 0 ||
        json_put(o, "remediation", remediation_of(f)) != 0)
        return NULL;
    if ((cluster && json_put(o, "cluster", json_from_text(cluster)) != 0) ||
        (f->app && f->app->tenant_id &&
         json_put(o, "tenantId", json_from_text(f->app->tenant_id)) != 0) ||
        json_put(o, "isNew", json_from_tri(f->is_new)) != 0 ||
        json_put(o, "sinceBaseline",
                 json_from_text(finding_since_name(f->since))) != 0 ||
        (f->waiver && json_put(o, "waiver", waiver_of(f->waiver)) != 0) ||
        (f->lapsed && json_put(o, "expiredWaiver", waiver_of(f->lapsed)) != 0))
        return NULL;
    return json_incref(o);
}
