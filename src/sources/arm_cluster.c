/* SPDX-License-Identifier: MIT */
/* arm_cluster.c - one managed cluster's JSON becomes a struct cluster. */
#include "sources/arm_cluster.h"

#include <string.h>

#include "sources/aad_profile.h"
#include "sources/json_fields.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

#define CLUSTER_TYPE "Microsoft.ContainerService/managedClusters"

bool
arm_cluster_subscription(const json_t *body, char id[GUID_TEXT_SIZE])
{
    const char *resource = json_get_text(body, "id"), *text;
    size_t len;

    if (!resource || !arm_id_part(resource, "subscriptions", &text, &len) ||
        len >= GUID_TEXT_SIZE)
        return false;
    memcpy(id, text, len);
    id[len] = '\0';
    return guid_is(id);
}

static bool
is_managed_cluster(const json_t *body, const char *id)
{
    const char *type = json_get_text(body, "type");
    const char *name;
    size_t len;

    if (type)
        return str_eq_fold(type, CLUSTER_TYPE);
    return id && arm_id_part(id, "managedClusters", &name, &len);
}

static const char *
id_part(struct snapshot *s, const char *id, const char *part)
{
    const char *text;
    size_t len;

    if (!arm_id_part(id, part, &text, &len))
        return NULL;
    return arena_strndup(s->arena, text, len);
}

static bool
has_part(const char *id, const char *part)
{
    const char *text;
    size_t len;

    return arm_id_part(id, part, &text, &len);
}

/* The names that the id holds; they decide, whatever else the body says. */
static int
read_identity(struct snapshot *s, const char *id, struct cluster *c,
              struct err *e)
{
    const char *subscription = id_part(s, id, "subscriptions");

    if (!has_part(id, "subscriptions") ||
        (subscription && !guid_is(subscription)))
        return err_set(e, ERR_INPUT,
                       "id: expected /subscriptions/GUID/resourceGroups/..., "
                       "found \"%s\"",
                       id);
    if (!has_part(id, "managedClusters") || !has_part(id, "resourceGroups"))
        return err_set(e, ERR_INPUT,
                       "id: expected .../resourceGroups/NAME/.../"
                       "managedClusters/NAME, found \"%s\"",
                       id);
    c->id = arena_strdup(s->arena, id);
    c->name = id_part(s, id, "managedClusters");
    c->resource_group =
        arena_intern(s->arena, id_part(s, id, "resourceGroups"));
    if (subscription)
        c->subscription = snapshot_subscription(s, subscription);
    return c->id && c->name && c->resource_group && c->subscription
               ? 0
               : err_nomem(e);
}

static void
read_tags(struct fields *top)
{
    const json_t *tags = fields_object(top, "tags");
    struct cluster *c = top->cluster;
    const char *key;
    json_t *value;

    c->tags = arena_alloc(top->arena,
                          sizeof(*c->tags) * (json_object_size(tags) + 1));
    if (!c->tags) {
        top->out_of_memory = true;
        return;
    }
    json_object_foreach((json_t *)tags, key, value)
    {
        struct tag *tag = &c->tags[c->n_tags];

        if (json_is_null(value))
            continue;
        if (!json_is_string(value)) {
            fields_problem(top, key, "a string", value);
            continue;
        }
        tag->key = arena_intern(top->arena, key);
        tag->value = arena_intern(top->arena, json_string_value(value));
        if (!tag->key || !tag->value)
            top->out_of_memory = true;
        else
            c->n_tags++;
    }
}

static void
read_top(struct fields *top)
{
    struct cluster *c = top->cluster;
    struct fields sku = fields_below(top, "sku");
    struct fields identity = fields_below(top, "identity");

    c->location = fields_text(top, "location");
    c->sku_tier = fields_text(&sku, "tier");
    c->identity_type = fields_text(&identity, "type");
    c->identity_tenant_id = fields_text(&identity, "tenantId");
    read_tags(top);
    fields_join(top, &sku);
    fields_join(top, &identity);
}

static void
read_api_server(struct fields *properties)
{
    struct cluster *c = properties->cluster;
    struct fields access = fields_below(properties, "apiServerAccessProfile");
    const json_t *ranges = fields_array(&access, "authorizedIPRanges");

    c->authorized_ip_ranges = json_array_size(ranges);
    c->private_cluster = fields_tri(&access, "enablePrivateCluster");
    c->private_cluster_public_fqdn =
        fields_tri(&access, "enablePrivateClusterPublicFQDN");
    c->disable_run_command = fields_tri(&access, "disableRunCommand");
    fields_join(properties, &access);
}

static void
read_properties(struct fields *p)
{
    struct cluster *c = p->cluster;
    struct fields power = fields_below(p, "powerState");
    struct fields principal = fields_below(p, "servicePrincipalProfile");

    c->kubernetes_version = fields_text(p, "currentKubernetesVersion");
    if (!c->kubernetes_version)
        c->kubernetes_version = fields_text(p, "kubernetesVersion");
    c->provisioning_state = fields_text(p, "provisioningState");
    c->power_state = fields_text(&power, "code");
    c->fqdn = fields_text(p, "fqdn");
    c->private_fqdn = fields_text(p, "privateFQDN");
    c->portal_fqdn = fields_text(p, "azurePortalFQDN");
    c->node_resource_group = fields_text(p, "nodeResourceGroup");
    c->public_network_access = fields_text(p, "publicNetworkAccess");
    c->service_principal_client_id = fields_text(&principal, "clientId");
    c->enable_rbac = fields_tri(p, "enableRBAC");
    c->disable_local_accounts = fields_tri(p, "disableLocalAccounts");
    fields_join(p, &power);
    fields_join(p, &principal);
    read_api_server(p);
}

/* A body cut down by --query or `project` may simply lack the profile: absent
 * means "none" only where the rest of the cluster is there to see. */
static bool
is_whole(const json_t *properties, bool flattened)
{
    if (flattened)
        return json_get_fold(properties, "aadProfile", NULL) != NULL;
    return json_get_fold(properties, "provisioningState", NULL) ||
           json_get_fold(properties, "kubernetesVersion", NULL);
}

static void
read_profile(struct fields *p, bool flattened)
{
    struct cluster *c = p->cluster;

    if (!is_whole(p->object, flattened)) {
        c->aad.trouble = flattened
                             ? "the export does not hold aadProfile; export "
                               "whole clusters, without --query"
                             : "the reply holds no properties to judge by";
        return;
    }
    if (aad_profile_parse(p, &c->aad) != 0)
        p->out_of_memory = true;
}

static void
read_body(struct fields *top)
{
    json_t *inner = json_get_fold(top->object, "properties", NULL);
    struct fields properties = *top;

    read_top(top);
    if (inner && !json_is_object(inner)) {
        fields_problem(top, "properties", "an object", inner);
        top->cluster->aad.trouble = "properties is not an object";
        return;
    }
    properties.out_of_memory = false;
    if (inner) {
        properties.object = inner;
        properties.path = "properties.";
    }
    read_properties(&properties);
    read_profile(&properties, !inner);
    fields_join(top, &properties);
}

/* Resource Graph rows name the tenant; a managed identity lives in it. Only
 * where the subscription itself was not read. */
static void
guess_tenant(struct snapshot *s, const json_t *body, struct cluster *c)
{
    const char *tenant = json_get_text(body, "tenantId");

    if (c->subscription->tenant_id)
        return;
    if (tenant && guid_is(tenant) && !guid_is_zero(tenant))
        c->subscription->tenant_id = arena_intern(s->arena, tenant);
    else if (c->identity_tenant_id && guid_is(c->identity_tenant_id) &&
             !guid_is_zero(c->identity_tenant_id))
        c->subscription->tenant_id = c->identity_tenant_id;
}

int
arm_cluster_parse(struct snapshot *s, const json_t *body, const char *source,
                  struct cluster **ret, const char **other, struct err *e)
{
    const char *id = json_get_text(body, "id");
    struct cluster *c;
    struct fields top = { .arena = s->arena, .object = body, .path = "" };

    *ret = NULL;
    *other = json_get_text(body, "type");
    if (!json_is_object(body))
        return err_set(e, ERR_INPUT,
                       "expected an object that describes a resource, found "
                       "%s",
                       json_kind(body));
    if (!is_managed_cluster(body, id))
        return *other ? 0
                      : err_set(e, ERR_INPUT,
                                "expected a resource with id and type, found "
                                "an object without them");
    if (!id)
        return err_set(e, ERR_INPUT,
                       "expected the cluster's id as a string, found %s",
                       json_kind(json_get_fold(body, "id", NULL)));
    top.cluster = c = arena_alloc(s->arena, sizeof(*c));
    if (!c)
        return err_nomem(e);
    top.problems = &c->problems;
    if (read_identity(s, id, c, e) != 0)
        return -1;
    c->source = source;
    read_body(&top);
    guess_tenant(s, body, c);
    if (top.out_of_memory || cluster_classify(c, s->arena) != 0)
        return err_nomem(e);
    *ret = c;
    return 0;
}
