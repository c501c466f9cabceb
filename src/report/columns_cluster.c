/* SPDX-License-Identifier: MIT */
/* columns_cluster.c - the columns of the list of clusters. */
#include "report/columns.h"

#include <stddef.h>

#include "model/access.h"
#include "model/audit_diff.h"
#include "report/next_step.h"

static void
get_subscription(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster *c = item;

    (void)o;
    cell_set_text(cell, c->subscription->name);
}

static void
get_subscription_state(struct cell *cell, const struct overview *o,
                       const void *item)
{
    const struct cluster *c = item;

    (void)o;
    cell_set_text(cell, c->subscription->state);
}

static void
get_subscription_id(struct cell *cell, const struct overview *o,
                    const void *item)
{
    const struct cluster *c = item;

    (void)o;
    cell_set_text(cell, c->subscription->id);
}

static void
get_integration(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster *c = item;

    (void)o;
    cell_set_text(cell, integration_name(c->integration));
}

static void
get_readiness(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster *c = item;

    (void)o;
    cell_set_text(cell, readiness_name(c->readiness));
}

static void
set_tri(struct cell *cell, enum tri value)
{
    cell->empty = value == TRI_UNSET;
    cell->truth = value == TRI_YES;
}

static void
get_private(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_tri(cell, ((const struct cluster *)item)->private_cluster);
}

/* Azure speaks of local accounts by their absence. */
static void
get_local_accounts(struct cell *cell, const struct overview *o,
                   const void *item)
{
    const struct cluster *c = item;

    (void)o;
    set_tri(cell, c->disable_local_accounts);
    cell->truth = !cell->truth;
}

static void
get_azure_rbac(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_tri(cell, ((const struct cluster *)item)->aad.enable_azure_rbac);
}

static void
get_blockers(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_list(cell, &((const struct cluster *)item)->blockers);
}

static void
get_next_step(struct cell *cell, const struct overview *o, const void *item)
{
    cell_set_text(cell, next_step(item, overview_tally(o, item)->first));
}

static void
get_worst(struct cell *cell, const struct overview *o, const void *item)
{
    const struct finding *worst = overview_tally(o, item)->worst;

    cell_set_text(cell, worst ? severity_name(worst->rule->severity) : NULL);
}

static void
get_failures(struct cell *cell, const struct overview *o, const void *item)
{
    cell_set_number(cell, overview_tally(o, item)->failures);
}

static void
get_unknown(struct cell *cell, const struct overview *o, const void *item)
{
    cell_set_number(cell, overview_tally(o, item)->unknown);
}

static void
get_access_after(struct cell *cell, const struct overview *o, const void *item)
{
    const struct snapshot *s = &o->results->snapshot;
    const struct cluster *c = item;
    struct access a;
    char sentence[512];

    if (c->integration != INTEGRATION_LEGACY || s->no_bindings)
        return;
    if (access_after(s, c, &a) != 0) {
        cell->made.failed = true;
        return;
    }
    access_sentence(&a, sentence, sizeof(sentence));
    buf_adds(&cell->made, sentence);
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_since_baseline(struct cell *cell, const struct overview *o,
                   const void *item)
{
    const struct cluster *c = item;

    (void)o;
    if (c->since)
        cell_set_text(cell, change_name(c->since->change));
}

/* By which way, or that there was none. */
static void
get_bindings_read(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster_bindings *b =
        &((const struct cluster *)item)->bindings;

    if (o->results->snapshot.no_bindings)
        return;
    cell_set_text(cell, b->has_way ? binding_way_name(b->way)
                                   : coverage_status_name(b->status));
}

/* Only a cluster with Entra integration has admin groups to count. */
static void
get_admin_group_count(struct cell *cell, const struct overview *o,
                      const void *item)
{
    const struct aad_profile *p = &((const struct cluster *)item)->aad;

    (void)o;
    if (p->present)
        cell_set_number(cell, p->admin_group_object_ids.len);
}

static void
get_admin_groups(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_list(cell,
                  &((const struct cluster *)item)->aad.admin_group_object_ids);
}

static void
get_planned_groups(struct cell *cell, const struct overview *o,
                   const void *item)
{
    const struct planned_integration *p =
        ((const struct cluster *)item)->planned;

    (void)o;
    if (p)
        cell_set_list(cell, &p->admin_group_object_ids);
}

static void
get_shared(struct cell *cell, const struct overview *o, const void *item)
{
    const struct aad_profile *p = &((const struct cluster *)item)->aad;

    if (p->server_app_id || p->client_app_id)
        cell_set_number(cell, overview_shared_with(o, item));
}

static void
get_migration_group(struct cell *cell, const struct overview *o,
                    const void *item)
{
    size_t group = ((const struct cluster *)item)->migration_group;

    (void)o;
    if (group)
        cell_set_number(cell, group);
}

static void
get_portal(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster *c = item;

    portal_link(&cell->made, &o->results->run, c);
    cell_set_text(cell, buf_str(&cell->made));
    /* Where nothing is left to do nobody clicks, and a link costs the writer of
     * the workbook 2.7 KiB of memory whatever its length. */
    cell->plain = c->readiness == READINESS_MIGRATED;
}

#define TEXT_MEMBER(name) COLUMN_TEXT, .member = offsetof(struct cluster, name)

static const struct column columns[] = {
    { "Cluster", "name", 26, TEXT_MEMBER(name) },
    { "Resource group", "resourceGroup", 24, TEXT_MEMBER(resource_group) },
    { "Subscription", "subscriptionName", 24, COLUMN_TEXT,
      .get = get_subscription },
    { "Location", "location", 16, TEXT_MEMBER(location) },
    { "Owner", "owner", 18, TEXT_MEMBER(owner) },
    { "Environment", "environment", 13, TEXT_MEMBER(environment) },
    { "Integration", "integration", 12, COLUMN_TEXT, .get = get_integration },
    { "Readiness", "readiness", 15, COLUMN_TEXT, .get = get_readiness },
    { "Next step", "nextStep", 44, COLUMN_TEXT, .get = get_next_step },
    { "Blockers", "blockers", 20, COLUMN_TEXT, .get = get_blockers },
    { "Worst finding", "worstSeverity", 14, COLUMN_TEXT, .get = get_worst },
    { "Findings", "failures", 10, COLUMN_NUMBER, .get = get_failures },
    { "Unknown", "unknowns", 10, COLUMN_NUMBER, .get = get_unknown },
    { "Since baseline", "sinceBaseline", 14, COLUMN_TEXT,
      .get = get_since_baseline },
    { "Access after the migration", "accessAfter", 60, COLUMN_TEXT,
      .get = get_access_after, .wraps = true },
    { "Bindings read by", "bindingsWay", 18, COLUMN_TEXT,
      .get = get_bindings_read },
    { "Why", "integrationReason", 48, TEXT_MEMBER(integration_reason) },
    { "Kubernetes", "kubernetesVersion", 12, TEXT_MEMBER(kubernetes_version) },
    { "Tier", "skuTier", 11, TEXT_MEMBER(sku_tier) },
    { "Provisioning", "provisioningState", 14,
      TEXT_MEMBER(provisioning_state) },
    { "Power", "powerState", 11, TEXT_MEMBER(power_state) },
    { "Private", "enablePrivateCluster", 10, COLUMN_BOOL, .get = get_private },
    { "Local accounts", "localAccounts", 15, COLUMN_BOOL,
      .get = get_local_accounts },
    { "Azure RBAC", "enableAzureRBAC", 12, COLUMN_BOOL, .get = get_azure_rbac },
    { "Admin groups", "adminGroupCount", 14, COLUMN_NUMBER,
      .get = get_admin_group_count },
    { "Admin group ids", "adminGroupObjectIDs", 38, COLUMN_TEXT,
      .get = get_admin_groups },
    { "Planned group ids", "plannedAdminGroupObjectIDs", 38, COLUMN_TEXT,
      .get = get_planned_groups },
    { "Server app id", "serverAppID", 38, TEXT_MEMBER(aad.server_app_id) },
    { "Client app id", "clientAppID", 38, TEXT_MEMBER(aad.client_app_id) },
    { "Apps shared with", "sharedWith", 17, COLUMN_NUMBER, .get = get_shared },
    { "Migration group", "migrationGroup", 15, COLUMN_NUMBER,
      .get = get_migration_group },
    { "Tenant id", "tenantID", 38, TEXT_MEMBER(aad.tenant_id) },
    { "Subscription id", "subscriptionId", 38, COLUMN_TEXT,
      .get = get_subscription_id },
    { "Subscription state", "subscriptionState", 18, COLUMN_TEXT,
      .get = get_subscription_state },
    { "Portal", "portalUrl", 10, COLUMN_URL, .get = get_portal },
    { "Resource id", "id", 60, TEXT_MEMBER(id) },
};

static const struct vec *
items(const struct overview *o)
{
    return &o->results->snapshot.clusters;
}

const struct column_set cluster_columns = {
    .title = "Clusters",
    .columns = columns,
    .n = sizeof(columns) / sizeof(columns[0]),
    .items = items,
};
