/* SPDX-License-Identifier: MIT */
/* results_clusters.c - the clusters of a results.json. */
#include "sources/results_clusters.h"

#include <stdio.h>
#include <string.h>

#include "sources/results_file.h"
#include "sources/results_members.h"
#include "support/json.h"
#include "support/json_stream.h"
#include "support/str.h"

struct reader {
    struct results *results;
    struct members members; /* of the value at hand */
    const char *finished_at;
    bool has_schema, has_clusters;
};

/* ---- one cluster ----------------------------------------------------------- */

static int
read_profile(struct reader *r, struct aad_profile *p)
{
    const json_t *profile;
    struct members m;

    if (members_object(&r->members, "aadProfile", false, &profile) != 0)
        return -1;
    p->present = profile != NULL;
    if (!profile)
        return 0;
    m = members_below(&r->members, "aadProfile", profile);
    if (members_tri(&m, "managed", &p->managed) != 0 ||
        members_tri(&m, "enableAzureRBAC", &p->enable_azure_rbac) != 0 ||
        members_text(&m, "serverAppID", false, &p->server_app_id) != 0 ||
        members_text(&m, "clientAppID", false, &p->client_app_id) != 0 ||
        members_text(&m, "tenantID", false, &p->tenant_id) != 0)
        return -1;
    return 0;
}

static int
read_texts(const struct members *m, struct cluster *c)
{
    const struct {
        const char *key;
        const char **text;
    } rows[] = {
        { "integrationReason", &c->integration_reason },
        { "location", &c->location },
        { "kubernetesVersion", &c->kubernetes_version },
        { "skuTier", &c->sku_tier },
        { "provisioningState", &c->provisioning_state },
        { "powerState", &c->power_state },
        { "fqdn", &c->fqdn },
        { "privateFQDN", &c->private_fqdn },
        { "azurePortalFQDN", &c->portal_fqdn },
        { "owner", &c->owner },
        { "environment", &c->environment },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (members_text(m, rows[i].key, false, rows[i].text) != 0)
            return -1;
    }
    return 0;
}

static int
read_switches(const struct members *m, struct cluster *c)
{
    const struct {
        const char *key;
        enum tri *value;
    } rows[] = {
        { "enableRBAC", &c->enable_rbac },
        { "disableLocalAccounts", &c->disable_local_accounts },
        { "enablePrivateCluster", &c->private_cluster },
        { "enablePrivateClusterPublicFQDN", &c->private_cluster_public_fqdn },
        { "disableRunCommand", &c->disable_run_command },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (members_tri(m, rows[i].key, rows[i].value) != 0)
            return -1;
    }
    return 0;
}

static int
read_subscription_of(struct reader *r, struct cluster *c)
{
    const struct members *m = &r->members;
    const char *id, *name;

    if (members_text(m, "subscriptionId", true, &id) != 0 ||
        members_text(m, "subscriptionName", false, &name) != 0)
        return -1;
    c->subscription = snapshot_subscription(&r->results->snapshot, id);
    if (!c->subscription)
        return err_nomem(m->e);
    if (name)
        c->subscription->name = name;
    return 0;
}

static int
read_cluster(struct reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    struct cluster *c = arena_alloc(s->arena, sizeof(*c));
    int integration, readiness;

    if (!c)
        return err_nomem(m->e);
    if (members_text(m, "id", true, &c->id) != 0 ||
        members_text(m, "name", true, &c->name) != 0 ||
        members_text(m, "resourceGroup", false, &c->resource_group) != 0 ||
        members_integration(m, "integration", &integration) != 0 ||
        members_readiness(m, "readiness", &readiness) != 0 ||
        read_subscription_of(r, c) != 0 || read_profile(r, &c->aad) != 0 ||
        read_texts(m, c) != 0 || read_switches(m, c) != 0)
        return -1;
    if (map_get(&s->cluster_by_id, c->id))
        return members_refuse(m, "id", "a cluster that is not there yet",
                              c->id);
    c->integration = (enum integration)integration;
    c->readiness = (enum readiness)readiness;
    return snapshot_add_cluster(s, c) == 0 ? 0 : err_nomem(m->e);
}

/* ---- the rest -------------------------------------------------------------- */

static int
read_run(struct reader *r)
{
    struct run *run = &r->results->run;
    const struct members *m = &r->members;

    if (members_text(m, "finishedAt", true, &r->finished_at) != 0 ||
        members_text(m, "cloud", false, &run->cloud) != 0 ||
        members_text(m, "portal", false, &run->portal) != 0 ||
        members_text(m, "tenantId", false, &run->tenant_id) != 0)
        return -1;
    return 0;
}

/* What could not be read may hold any cluster. */
static int
read_coverage(struct reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    const char *kind, *id, *reason, *remedy;
    struct subscription *sub;
    int status;

    if (members_text(m, "kind", true, &kind) != 0 ||
        members_text(m, "id", false, &id) != 0 ||
        members_text(m, "reason", false, &reason) != 0 ||
        members_text(m, "remedy", false, &remedy) != 0 ||
        members_coverage(m, "status", &status) != 0)
        return -1;
    if (!id || coverage_is_complete((enum coverage_status)status))
        return 0;
    if (str_eq(kind, "subscription")) {
        sub = snapshot_subscription(s, id);
        if (!sub)
            return err_nomem(m->e);
        subscription_mark(sub, (enum coverage_status)status, reason, remedy);
    } else if (str_eq(kind, "subscriptions") ||
               str_eq(kind, "management-group") || str_eq(kind, "file")) {
        if (snapshot_add_coverage(s, kind, id, (enum coverage_status)status,
                                  reason, remedy) != 0)
            return err_nomem(m->e);
    }
    return 0;
}

static bool
wants(void *arg, const char *key)
{
    (void)arg;
    return str_eq(key, "schema") || str_eq(key, "run") ||
           str_eq(key, "coverage") || str_eq(key, "clusters");
}

static int
take_member(struct reader *r, const char *key, const json_t *value)
{
    bool is_list = str_eq(key, "coverage") || str_eq(key, "clusters");

    if (is_list) {
        r->has_clusters |= str_eq(key, "clusters");
        return json_is_array(value)
                   ? 0
                   : members_refuse(&r->members, NULL, "an array",
                                    json_kind(value));
    }
    if (str_eq(key, "run"))
        return json_is_object(value)
                   ? read_run(r)
                   : members_refuse(&r->members, NULL, "an object",
                                    json_kind(value));
    r->has_schema = str_eq(json_string_value(value), RESULTS_SCHEMA);
    return r->has_schema
               ? 0
               : members_refuse(&r->members, NULL, "\"" RESULTS_SCHEMA "\"",
                                json_string_value(value));
}

static int
take_value(void *arg, const char *key, size_t place, const json_t *value,
           struct err *e)
{
    struct reader *r = arg;
    struct members *m = &r->members;

    m->e = e;
    m->object = value;
    if (place == JSON_MEMBER) {
        snprintf(m->path, sizeof(m->path), "%s", key);
        return take_member(r, key, value);
    }
    snprintf(m->path, sizeof(m->path), "%s[%zu]", key, place);
    if (!json_is_object(value))
        return members_refuse(m, NULL, "an object", json_kind(value));
    return str_eq(key, "clusters") ? read_cluster(r) : read_coverage(r);
}

int
results_clusters_read(struct results *r, const char *path,
                      const char **finished_at, struct err *e)
{
    struct reader reader = {
        .results = r,
        .members = { .file = path, .arena = r->snapshot.arena },
    };
    const struct json_listener listener = { wants, take_value, &reader };
    struct err why = { 0 };

    if (json_stream_read(path, RESULTS_FILE_LIMIT, &listener, &why) != 0)
        return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                       why.text);
    if (!reader.has_schema || !reader.has_clusters || !reader.finished_at)
        return err_set(e, ERR_USAGE,
                       "%s: expected a results.json of aksentra (schema, run, "
                       "clusters), found no %s",
                       path,
                       !reader.has_schema     ? "schema"
                       : !reader.has_clusters ? "clusters"
                                              : "run");
    *finished_at = reader.finished_at;
    return 0;
}
