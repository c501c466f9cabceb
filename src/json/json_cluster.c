/* SPDX-License-Identifier: MIT */
/* json_cluster.c - one cluster, with everything that is known of it. */
#include "json/json_values.h"

#include "model/audit_diff.h"
#include "report/columns.h"
#include "report/next_step.h"
#include "support/str.h"

static json_t *
tags_of(const struct cluster *c)
{
    json_auto_t *o = json_object();

    for (size_t i = 0; i < c->n_tags; i++) {
        if (json_put(o, c->tags[i].key, json_from_text(c->tags[i].value)) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
profile_of(const struct aad_profile *p)
{
    json_auto_t *o = NULL;

    if (!p->present)
        return json_null();
    o = json_object();
    if (json_put(o, "managed", json_from_tri(p->managed)) != 0 ||
        json_put(o, "enableAzureRBAC", json_from_tri(p->enable_azure_rbac)) !=
            0 ||
        json_put(o, "serverAppID", json_from_text(p->server_app_id)) != 0 ||
        json_put(o, "clientAppID", json_from_text(p->client_app_id)) != 0 ||
        json_put(o, "tenantID", json_from_text(p->tenant_id)) != 0 ||
        json_put(o, "adminGroupObjectIDs",
                 json_from_list(&p->admin_group_object_ids)) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
plan_of(const struct planned_integration *p)
{
    json_auto_t *o = NULL;

    if (!p)
        return json_null();
    o = json_object();
    if (json_put(o, "rule", json_from_text(p->rule)) != 0 ||
        json_put(o, "adminGroupObjectIDs",
                 json_from_list(&p->admin_group_object_ids)) != 0 ||
        json_put(o, "tenantID", json_from_text(p->tenant_id)) != 0 ||
        json_put(o, "enableAzureRBAC", json_from_tri(p->enable_azure_rbac)) !=
            0)
        return NULL;
    return json_incref(o);
}

static json_t *
portal_url(const struct run *run, const struct cluster *c)
{
    auto_buf link = { 0 };

    portal_link(&link, run, c);
    if (!buf_ok(&link))
        return NULL;
    return link.len > 0 ? json_from_text(buf_str(&link)) : json_null();
}

static int
put_texts(json_t *o, const struct cluster *c)
{
    const struct {
        const char *key;
        const char *value;
    } texts[] = {
        { "location", c->location },
        { "owner", c->owner },
        { "environment", c->environment },
        { "kubernetesVersion", c->kubernetes_version },
        { "skuTier", c->sku_tier },
        { "provisioningState", c->provisioning_state },
        { "powerState", c->power_state },
        { "fqdn", c->fqdn },
        { "privateFQDN", c->private_fqdn },
        { "azurePortalFQDN", c->portal_fqdn },
        { "nodeResourceGroup", c->node_resource_group },
        { "identityType", c->identity_type },
        { "identityTenantId", c->identity_tenant_id },
        { "servicePrincipalClientId", c->service_principal_client_id },
        { "publicNetworkAccess", c->public_network_access },
        { "source", c->source },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (json_put(o, texts[i].key, json_from_text(texts[i].value)) != 0)
            return -1;
    }
    return 0;
}

static int
put_switches(json_t *o, const struct cluster *c)
{
    const struct {
        const char *key;
        enum tri value;
    } switches[] = {
        { "enableRBAC", c->enable_rbac },
        { "disableLocalAccounts", c->disable_local_accounts },
        { "enablePrivateCluster", c->private_cluster },
        { "enablePrivateClusterPublicFQDN", c->private_cluster_public_fqdn },
        { "disableRunCommand", c->disable_run_command },
    };

    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        if (json_put(o, switches[i].key, json_from_tri(switches[i].value)) != 0)
            return -1;
    }
    return json_put(o, "authorizedIPRangeCount",
                    json_integer((json_int_t)c->authorized_ip_ranges));
}

/* Who it is. */
static int
put_identity(json_t *o, const struct cluster *c)
{
    if (json_put(o, "id", json_from_text(c->id)) != 0 ||
        json_put(o, "name", json_from_text(c->name)) != 0 ||
        json_put(o, "subscriptionId", json_from_text(c->subscription->id)) !=
            0 ||
        json_put(o, "subscriptionName",
                 json_from_text(c->subscription->name)) != 0 ||
        json_put(o, "subscriptionState",
                 json_from_text(c->subscription->state)) != 0 ||
        json_put(o, "resourceGroup", json_from_text(c->resource_group)) != 0 ||
        json_put(o, "tags", tags_of(c)) != 0)
        return -1;
    return 0;
}

/* An empty list says that there is none: only a whole one may. */
static json_t *
windows_of(const struct cluster *c)
{
    if (c->maintenance.status != COVERAGE_AUDITED &&
        c->maintenance_texts.len == 0)
        return json_null();
    return json_from_list(&c->maintenance_texts);
}

/* What is thought of it. */
static int
put_judgement(json_t *o, const struct overview *all, const struct cluster *c)
{
    const struct tally *tally = overview_tally(all, c);

    if (json_put(o, "integration",
                 json_from_text(integration_name(c->integration))) != 0 ||
        json_put(o, "integrationReason",
                 json_from_text(c->integration_reason)) != 0 ||
        json_put(o, "readiness",
                 json_from_text(readiness_name(c->readiness))) != 0 ||
        json_put(o, "blockers", json_from_list(&c->blockers)) != 0 ||
        json_put(o, "nextStep", json_from_text(next_step(c, tally->first))) !=
            0 ||
        json_put(o, "sinceBaseline",
                 c->since ? json_from_text(change_name(c->since->change))
                          : json_null()) != 0 ||
        json_put(o, "sharedWith",
                 json_integer((json_int_t)overview_shared_with(all, c))) != 0 ||
        json_put(o, "migrationGroup",
                 c->migration_group
                     ? json_integer((json_int_t)c->migration_group)
                     : json_null()) != 0)
        return -1;
    return 0;
}

json_t *
json_from_cluster(const struct overview *o, const struct cluster *c)
{
    json_auto_t *object = json_object();

    if (put_identity(object, c) != 0 || put_judgement(object, o, c) != 0 ||
        json_put(object, "aadProfile", profile_of(&c->aad)) != 0 ||
        json_put(object, "aadProfileProblem", json_from_text(c->aad.trouble)) !=
            0 ||
        json_put(object, "planned", plan_of(c->planned)) != 0 ||
        put_texts(object, c) != 0 || put_switches(object, c) != 0 ||
        json_put(object, "production", json_boolean(c->production)) != 0 ||
        json_put(object, "readOnlyLock", json_from_text(c->read_only_lock)) !=
            0 ||
        json_put(object, "maintenanceWindows", windows_of(c)) != 0 ||
        json_put(object, "maintenance", json_view(&c->maintenance)) != 0 ||
        json_put(object, "bindings", json_bindings_of(c)) != 0 ||
        json_put(object, "accessAfter",
                 json_access_after(&o->results->snapshot, c)) != 0 ||
        json_put(object, "problems", json_from_list(&c->problems)) != 0 ||
        json_put(object, "portalUrl", portal_url(&o->results->run, c)) != 0)
        return NULL;
    return json_incref(object);
}
