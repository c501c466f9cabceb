/* SPDX-License-Identifier: MIT */
/* role.h - Azure role assignments and definitions, as far as they give access
 * to a cluster: who can take a credential, and who is let in by Azure RBAC for
 * Kubernetes authorization.
 *
 * Sources: "Understand Azure role definitions"; "Azure built-in roles"; AKS docs
 * "Limit access to kubeconfig", "Use Azure RBAC for Kubernetes". */
#ifndef AKSENTRA_MODEL_ROLE_H
#define AKSENTRA_MODEL_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/cluster.h"
#include "model/principal.h"

/* The roles of Azure RBAC for Kubernetes; the same ids in every tenant. */
#define ROLE_RBAC_CLUSTER_ADMIN "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"
#define ROLE_RBAC_ADMIN "3498e952-d568-435e-9b2c-8d77e338d7f7"
#define ROLE_RBAC_WRITER "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb"
#define ROLE_RBAC_READER "7f6c6a51-bcf8-42ba-9220-52d62157d7db"

/* What a role gives on a cluster; a set of bits. */
enum role_power {
    POWER_ADMIN_CREDENTIAL = 1 << 0, /* listClusterAdminCredential */
    POWER_USER_CREDENTIAL = 1 << 1,  /* listClusterUserCredential */
    POWER_RUN_COMMAND = 1 << 2,
    POWER_UPDATE = 1 << 3,        /* managedClusters/write: can migrate it */
    POWER_KUBERNETES = 1 << 4,    /* some data action: Azure RBAC lets in */
    POWER_KUBERNETES_ALL = 1 << 5 /* all of them: cluster-admin */
};

/* One of the permissions of a definition; patterns with * in them. */
struct role_permission {
    struct text_list actions;
    struct text_list not_actions;
    struct text_list data_actions;
    struct text_list not_data_actions;
};

struct role_definition {
    const char *id;   /* the GUID */
    const char *path; /* ARM id, as an assignment gave it */
    const char *name; /* roleName; NULL: not read */
    bool read;
    bool gone;          /* ARM does not know it */
    const char *reason; /* why it is not known */
    bool custom;
    unsigned powers; /* enum role_power; nothing unless read */
};

struct role_assignment {
    const char *id;
    const char *principal_id;
    const char *principal_type; /* as ARM says it: User, Group, ... */
    const char *scope;
    const struct role_definition *role;
    const char *condition;             /* NULL: none */
    const struct subscription *listed; /* in whose list it was */
    const struct principal *principal; /* NULL: not looked up */
    size_t clusters;                   /* of the audit that it reaches */
};

/* What was seen of the assignments of a subscription. */
struct role_view {
    enum coverage_status status; /* AUDITED: all of them */
    const char *reason;
    const char *remedy;
};

/* Whether a pattern of actions takes an action: * stands for any text, slashes
 * too; case does not matter. */
bool role_pattern_matches(const char *pattern, const char *action);

/* What these permissions give, what is taken away taken away. */
unsigned role_powers(const struct role_permission *permissions, size_t n);

/* Whether an assignment at this scope, seen in the list of the cluster's
 * subscription, reaches the cluster or something in it. */
bool role_reaches(const struct role_assignment *a, const struct cluster *c);
/* Whether it is below the cluster: a namespace. */
bool role_is_below(const struct role_assignment *a, const struct cluster *c);

/* "tenant", "management group", "subscription", "resource group", "cluster",
 * "namespace", "resource" */
const char *role_scope_level(const char *scope);

/* The name of one power ("adminCredential"), by its place from 0; *is_there says
 * whether the set holds it. NULL: there are no more. */
const char *role_power_name(size_t place, unsigned powers, bool *is_there);

/* "take the admin credential, ...", appended. */
void role_describe_powers(struct buf *out, unsigned powers);

/* By scope, role and principal: for vec_sort(). */
int role_assignment_compare(const void *a, const void *b);

#endif
