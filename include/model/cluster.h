/* SPDX-License-Identifier: MIT */
/* cluster.h - subscriptions and managed clusters as plain values.
 *
 * All texts live in the arena of the snapshot that holds the value. NULL means
 * that Azure did not say; ids keep the casing that Azure gave. Field names
 * follow Microsoft.ContainerService/managedClusters, api-version 2024-09-01. */
#ifndef AKSENTRA_MODEL_CLUSTER_H
#define AKSENTRA_MODEL_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/binding.h"
#include "model/verdict.h"
#include "support/arena.h"

struct tag {
    const char *key;
    const char *value;
};

struct text_list {
    const char **items;
    size_t len;
};

struct subscription {
    const char *id; /* the GUID */
    const char *name;
    const char *tenant_id;
    const char *state; /* Enabled, Warned, PastDue, Disabled, Deleted */
    enum coverage_status status;
    const char *reason; /* why not audited whole; NULL when audited */
    const char *remedy; /* what would make it known; may be NULL */
    size_t clusters;    /* seen, in scope */
    size_t filtered;    /* seen, left out by --include and the like */
    bool exported;      /* offline: an empty list of its clusters was there */
    bool listed;        /* offline: a file named after it lists its clusters */
    struct coverage_view role_assignments; /* at, above and below it */
    struct coverage_view locks;
};

/* properties.aadProfile. */
struct aad_profile {
    bool present; /* there, not null, and something in it */
    enum tri managed;
    enum tri enable_azure_rbac;
    const char *server_app_id; /* "" is read as absent */
    const char *client_app_id;
    const char *tenant_id;
    struct text_list admin_group_object_ids;
    /* Why the profile cannot be judged ("aadProfile.managed: expected a
     * boolean, found a string"); NULL: it was read whole. */
    const char *trouble;
};

/* The admin groups that --plan names for a cluster. */
struct planned_integration {
    const char *rule; /* its name, or its place in the file */
    struct text_list admin_group_object_ids;
    const char *tenant_id;      /* NULL: the subscription's */
    enum tri enable_azure_rbac; /* TRI_UNSET: the plan does not say */
};

struct cluster_change;

struct cluster {
    const char *id;
    const char *name;
    const char *resource_group;
    const char *location;
    struct subscription *subscription; /* never NULL */
    struct tag *tags;
    size_t n_tags;

    struct aad_profile aad;
    enum integration integration;
    const char *integration_reason;

    const char *kubernetes_version; /* the current one, else the wanted one */
    const char *sku_tier;
    const char *provisioning_state;
    const char *power_state;
    const char *fqdn;
    const char *private_fqdn;
    const char *portal_fqdn;
    const char *node_resource_group;
    const char *identity_type;
    const char *identity_tenant_id;
    const char *service_principal_client_id; /* "msi": managed identity */
    const char *public_network_access;
    size_t authorized_ip_ranges;
    enum tri enable_rbac;
    enum tri disable_local_accounts;
    enum tri private_cluster;
    enum tri private_cluster_public_fqdn;
    enum tri disable_run_command;

    /* Members that could not be read, e.g. "properties.enableRBAC: expected a
     * boolean, found a string". */
    struct text_list problems;

    const struct planned_integration *planned; /* NULL: --plan names none */

    /* Of tags, filled in once: nobody else looks at tags for these. NULL: no
     * such tag has a value. */
    const char *owner;
    const char *environment;
    /* By its environment. One that is not known counts as production: nothing
     * unknown is taken for harmless. */
    bool production;

    const char *source; /* the file it came from; NULL: a live audit */

    /* Which group of clusters that share an app it belongs to, from 1; 0: it
     * shares none. Such clusters are best migrated together. */
    size_t migration_group;

    struct cluster_bindings bindings;
    const char *read_only_lock; /* at or above it: its ARM id; NULL: none */
    struct coverage_view maintenance;
    size_t maintenance_windows;
    /* One line each, sorted: "default: Sunday 01:00-03:00 UTC"; of one that
     * could not be read the line says why. */
    struct text_list maintenance_texts;

    const struct cluster_change *since; /* model/audit_diff.h; NULL: none */

    /* Filled in by the evaluation. */
    enum readiness readiness;
    struct text_list blockers; /* ids of checks, in order */
};

/* The value of a tag, key without case; NULL: no such tag. Borrowed. */
const char *cluster_tag(const struct cluster *c, const char *key);

/* The names of tags that usually say who owns a cluster (owner, ownedBy, team,
 * contact, costCenterOwner) and what it is for (environment, env, stage). */
extern const struct text_list cluster_owner_tags;
extern const struct text_list cluster_environment_tags;

/* Fills in c->owner and c->environment from the first tag of each list that has
 * a value; keys without case. */
void cluster_read_tags(struct cluster *c, const struct text_list *owner_tags,
                       const struct text_list *environment_tags);

/* By the place of the id, without case: for vec_sort(). */
int cluster_compare(const void *a, const void *b);

/* By id, without case: for vec_sort(). */
int subscription_compare(const void *a, const void *b);

/* Decides c->integration and the reason from c->aad, as design section 3 says:
 * managed: true decides; a profile that is not managed and names a server or
 * client app is legacy; nothing in it is none; anything else is unknown. The
 * reason is made in `arena`. -1: out of memory. */
int cluster_classify(struct cluster *c, struct arena *arena);

/* A managed profile that still names apps, or one that says neither: the cases
 * that AKS itself never writes. */
bool aad_profile_is_contradictory(const struct aad_profile *p);

/* The parts of an ARM id, e.g. part "resourceGroups" of
 * /subscriptions/S/resourcegroups/RG/providers/...: the segment after the one
 * named. False: no such part. *text is not NUL-terminated. */
bool arm_id_part(const char *id, const char *part, const char **text,
                 size_t *len);

#endif
