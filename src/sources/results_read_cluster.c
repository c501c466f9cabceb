/* SPDX-License-Identifier: MIT */
/* results_read_cluster.c - a cluster of results.json. */
#include "sources/results_read_private.h"

#include "support/json.h"
#include "support/str.h"

static int
read_profile(const struct members *m, struct aad_profile *p)
{
    const json_t *profile;
    struct members below;

    if (members_text(m, "aadProfileProblem", false, &p->trouble) != 0 ||
        members_object(m, "aadProfile", false, &profile) != 0)
        return -1;
    p->present = profile != NULL;
    if (!profile)
        return 0;
    below = members_below(m, "aadProfile", profile);
    if (members_tri(&below, "managed", &p->managed) != 0 ||
        members_tri(&below, "enableAzureRBAC", &p->enable_azure_rbac) != 0 ||
        members_text(&below, "serverAppID", false, &p->server_app_id) != 0 ||
        members_text(&below, "clientAppID", false, &p->client_app_id) != 0 ||
        members_text(&below, "tenantID", false, &p->tenant_id) != 0)
        return -1;
    return members_texts(&below, "adminGroupObjectIDs",
                         &p->admin_group_object_ids);
}

static int
read_plan(const struct members *m, struct cluster *c)
{
    struct planned_integration *p;
    const json_t *planned;
    struct members below;

    if (members_object(m, "planned", false, &planned) != 0)
        return -1;
    if (!planned)
        return 0;
    p = arena_alloc(m->arena, sizeof(*p));
    if (!p)
        return err_nomem(m->e);
    c->planned = p;
    below = members_below(m, "planned", planned);
    if (members_text(&below, "rule", false, &p->rule) != 0 ||
        members_text(&below, "tenantID", false, &p->tenant_id) != 0 ||
        members_tri(&below, "enableAzureRBAC", &p->enable_azure_rbac) != 0)
        return -1;
    return members_texts(&below, "adminGroupObjectIDs",
                         &p->admin_group_object_ids);
}

static int
read_tags(const struct members *m, struct cluster *c)
{
    const json_t *tags, *value;
    const char *key;

    if (members_object(m, "tags", true, &tags) != 0)
        return -1;
    c->tags =
        arena_alloc(m->arena, (json_object_size(tags) + 1) * sizeof(*c->tags));
    if (!c->tags)
        return err_nomem(m->e);
    json_object_foreach((json_t *)tags, key, value)
    {
        struct tag *tag = &c->tags[c->n_tags++];

        if (!json_is_string(value) && !json_is_null(value))
            return members_refuse(m, "tags", "texts", json_kind(value));
        tag->key = arena_intern(m->arena, key);
        tag->value = arena_intern(m->arena, json_string_value(value));
        if (!tag->key || (json_is_string(value) && !tag->value))
            return err_nomem(m->e);
    }
    return 0;
}

static int
read_texts(const struct members *m, struct cluster *c)
{
    const struct {
        const char *key;
        const char **text;
    } rows[] = {
        { "resourceGroup", &c->resource_group },
        { "integrationReason", &c->integration_reason },
        { "location", &c->location },
        { "owner", &c->owner },
        { "environment", &c->environment },
        { "kubernetesVersion", &c->kubernetes_version },
        { "skuTier", &c->sku_tier },
        { "provisioningState", &c->provisioning_state },
        { "powerState", &c->power_state },
        { "fqdn", &c->fqdn },
        { "privateFQDN", &c->private_fqdn },
        { "azurePortalFQDN", &c->portal_fqdn },
        { "nodeResourceGroup", &c->node_resource_group },
        { "identityType", &c->identity_type },
        { "identityTenantId", &c->identity_tenant_id },
        { "servicePrincipalClientId", &c->service_principal_client_id },
        { "publicNetworkAccess", &c->public_network_access },
        { "source", &c->source },
        { "readOnlyLock", &c->read_only_lock },
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
read_subscription(struct results *r, const struct members *m, struct cluster *c)
{
    const char *id, *name, *state;

    if (members_text(m, "subscriptionId", true, &id) != 0 ||
        members_text(m, "subscriptionName", false, &name) != 0 ||
        members_text(m, "subscriptionState", false, &state) != 0)
        return -1;
    c->subscription = snapshot_subscription(&r->snapshot, id);
    if (!c->subscription)
        return err_nomem(m->e);
    if (name)
        c->subscription->name = name;
    if (state)
        c->subscription->state = state;
    return 0;
}

struct cluster *
results_add_cluster(struct results *r, const struct members *m)
{
    struct snapshot *s = &r->snapshot;
    struct cluster *c = arena_alloc(s->arena, sizeof(*c));
    int integration, readiness;

    if (!c) {
        err_nomem(m->e);
        return NULL;
    }
    if (members_text(m, "id", true, &c->id) != 0 ||
        members_text(m, "name", true, &c->name) != 0 ||
        members_integration(m, "integration", &integration) != 0 ||
        members_readiness(m, "readiness", &readiness) != 0 ||
        members_bool(m, "production", &c->production) != 0 ||
        read_subscription(r, m, c) != 0 || read_profile(m, &c->aad) != 0 ||
        read_texts(m, c) != 0 || read_switches(m, c) != 0)
        return NULL;
    if (map_get(&s->cluster_by_id, c->id)) {
        members_refuse(m, "id", "a cluster that is not there yet", c->id);
        return NULL;
    }
    c->integration = (enum integration)integration;
    c->readiness = (enum readiness)readiness;
    if (snapshot_add_cluster(s, c) == 0)
        return c;
    err_nomem(m->e);
    return NULL;
}

/* ---- how its bindings were read ------------------------------------------- */

static const char *
way_word(int i)
{
    return binding_way_name((enum binding_way)i);
}

static int
read_way(void *arg, const struct members *m)
{
    struct cluster_bindings *b = arg;
    struct way_attempt *attempt;
    int way;

    if (members_word(m, "way", way_word, WAY_COUNT, &way) != 0)
        return -1;
    attempt = &b->attempts[way];
    if (members_text(m, "reason", true, &attempt->reason) != 0 ||
        members_text(m, "remedy", false, &attempt->remedy) != 0)
        return -1;
    return members_bool(m, "tried", &attempt->tried);
}

static int
read_fates(const struct members *m, struct cluster_bindings *b)
{
    const json_t *fates;
    struct members below;

    if (members_object(m, "subjects", true, &fates) != 0)
        return -1;
    below = members_below(m, "subjects", fates);
    for (int i = 0; i < FATE_COUNT; i++) {
        if (members_size(&below, fate_name((enum fate)i), &b->fates[i]) != 0)
            return -1;
    }
    return 0;
}

static int
read_bindings(const struct members *m, struct cluster_bindings *b)
{
    const json_t *object;
    struct members below;
    const char *way;
    size_t count;
    int status, place;

    if (members_object(m, "bindings", true, &object) != 0)
        return -1;
    below = members_below(m, "bindings", object);
    if (members_coverage(&below, "status", &status) != 0 ||
        members_text(&below, "reason", false, &b->reason) != 0 ||
        members_text(&below, "remedy", false, &b->remedy) != 0 ||
        members_text(&below, "way", false, &way) != 0 ||
        members_size(&below, "count", &count) != 0 ||
        members_size(&below, "system", &b->n_system) != 0 ||
        members_each(&below, "otherWays", read_way, b) != 0 ||
        read_fates(&below, b) != 0)
        return -1;
    b->status = (enum coverage_status)status;
    b->has_way = way != NULL;
    if (way) {
        if (members_word(&below, "way", way_word, WAY_COUNT, &place) != 0)
            return -1;
        b->way = (enum binding_way)place;
    }
    if (b->n_system > count)
        return members_refuse(&below, "system", "at most as many as count",
                              "more");
    /* Those that are not of Kubernetes follow, in a list of their own. */
    b->n_unlisted = count;
    b->items =
        arena_alloc(m->arena, (count - b->n_system + 1) * sizeof(*b->items));
    return b->items ? 0 : err_nomem(m->e);
}

/* ---- the whole -------------------------------------------------------------- */

static int
read_maintenance(const struct members *m, struct cluster *c)
{
    const json_t *object;
    struct members below;
    int status;

    if (members_object(m, "maintenance", true, &object) != 0)
        return -1;
    below = members_below(m, "maintenance", object);
    if (members_coverage(&below, "status", &status) != 0 ||
        members_text(&below, "reason", false, &c->maintenance.reason) != 0 ||
        members_text(&below, "remedy", false, &c->maintenance.remedy) != 0)
        return -1;
    c->maintenance.status = (enum coverage_status)status;
    if (members_length(m, "maintenanceWindows") > 0 &&
        members_texts(m, "maintenanceWindows", &c->maintenance_texts) != 0)
        return -1;
    return 0;
}

static int
read_change(struct results_reader *r, struct cluster *c)
{
    const struct members *m = &r->members;
    const char *change;

    if (members_text(m, "sinceBaseline", false, &change) != 0)
        return -1;
    c->since = change ? map_get(&r->changes, c->id) : NULL;
    if (!change || c->since || str_eq(change, change_name(CHANGE_UNCHANGED)))
        return 0;
    return members_refuse(m, "sinceBaseline", "a change that is in baseline",
                          change);
}

int
results_read_cluster(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct cluster *c = results_add_cluster(r->results, m);
    long group;

    if (!c || read_plan(m, c) != 0 || read_tags(m, c) != 0 ||
        read_maintenance(m, c) != 0 || read_bindings(m, &c->bindings) != 0 ||
        read_change(r, c) != 0 || members_texts(m, "blockers", &c->blockers) ||
        members_texts(m, "problems", &c->problems) != 0 ||
        members_size(m, "authorizedIPRangeCount", &c->authorized_ip_ranges) !=
            0 ||
        members_count(m, "migrationGroup", &group) != 0)
        return -1;
    c->migration_group = group > 0 ? (size_t)group : 0;
    if (c->migration_group > r->results->snapshot.groups)
        r->results->snapshot.groups = c->migration_group;
    return 0;
}
