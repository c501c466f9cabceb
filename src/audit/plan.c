/* SPDX-License-Identifier: MIT */
/* plan.c - what an audit will ask. */
#include "audit/plan.h"

#include "checks/check.h"
#include "sources/arm.h"
#include "sources/arm_access.h"

#define APPLICATION_READ "Application.Read.All"
#define DIRECTORY_READ "Directory.Read.All"
#define POLICY_READ "Policy.Read.All"

static const struct plan_step known_steps[] = {
    { NEED_SUBSCRIPTIONS, PLAN_ARM,
      "GET /subscriptions?api-version=" ARM_SUBSCRIPTIONS_API,
      "once, and once for every further page",
      "Microsoft.Resources/subscriptions/read", "Reader" },
    { NEED_CLUSTERS, PLAN_ARM,
      "GET /subscriptions/{id}/providers/Microsoft.ContainerService/"
      "managedClusters?api-version=" ARM_CLUSTERS_API,
      "once for every subscription in scope, and once for every further page",
      "Microsoft.ContainerService/managedClusters/read", "Reader" },
    { NEED_APPLICATIONS | NEED_GRANTS, PLAN_GRAPH, "GET /v1.0/applications",
      "once for every 999 in the tenant", APPLICATION_READ, NULL },
    { NEED_APPLICATIONS | NEED_GRANTS, PLAN_GRAPH,
      "GET /v1.0/servicePrincipals", "once for every 999 in the tenant",
      APPLICATION_READ, NULL },
    { NEED_GRANTS, PLAN_GRAPH, "GET /v1.0/oauth2PermissionGrants",
      "once for every 999 in the tenant, where there are apps to judge",
      DIRECTORY_READ, NULL },
    { NEED_GRANTS, PLAN_GRAPH,
      "GET /v1.0/servicePrincipals(appId='{Graph}')/appRoleAssignedTo",
      "twice, and once for every further page, where there are apps to judge",
      APPLICATION_READ, NULL },
    { NEED_FEDERATED, PLAN_GRAPH,
      "GET /v1.0/applications?$filter=federatedIdentityCredentials/$count ne 0",
      "once for every 999, where there are apps to judge", APPLICATION_READ,
      NULL },
    { NEED_POLICIES, PLAN_GRAPH,
      "GET /v1.0/identity/conditionalAccess/policies",
      "once a page, where a cluster names a server app", POLICY_READ, NULL },
    { NEED_APPLICATIONS, PLAN_GRAPH,
      "GET /v1.0/directory/deletedItems/microsoft.graph.application",
      "once a page, where an app is gone", APPLICATION_READ, NULL },
    { NEED_OWNERS | NEED_FEDERATED | NEED_APPLICATIONS, PLAN_GRAPH,
      "POST /v1.0/$batch (owners, federated credentials, missing apps)",
      "once for every 20 look-ups; all of them are GET", APPLICATION_READ,
      NULL },
    { NEED_GROUPS, PLAN_GRAPH,
      "POST /v1.0/$batch (GET /groups/{id}, transitiveMembers, members)",
      "four look-ups for every admin group, 20 look-ups a request",
      DIRECTORY_READ, NULL },
    { NEED_ASSIGNMENTS, PLAN_ARM,
      "GET /subscriptions/{id}/providers/Microsoft.Authorization/"
      "roleAssignments?api-version=" ARM_AUTHORIZATION_API,
      "once a page for every subscription with clusters",
      "Microsoft.Authorization/roleAssignments/read", "Reader" },
    { NEED_ASSIGNMENTS, PLAN_ARM,
      "GET {roleDefinitionId}?api-version=" ARM_AUTHORIZATION_API,
      "once for every role that is assigned somewhere",
      "Microsoft.Authorization/roleDefinitions/read", "Reader" },
    { NEED_LOCKS, PLAN_ARM,
      "GET /subscriptions/{id}/providers/Microsoft.Authorization/"
      "locks?api-version=" ARM_LOCKS_API,
      "once a page for every subscription with clusters",
      "Microsoft.Authorization/locks/read", "Reader" },
    { NEED_MAINTENANCE, PLAN_ARM,
      "GET {cluster}/maintenanceConfigurations?api-version=" ARM_CLUSTERS_API,
      "once for every legacy cluster",
      "Microsoft.ContainerService/managedClusters/maintenanceConfigurations/"
      "read",
      "Reader" },
    { NEED_BINDINGS, PLAN_ARM,
      "POST {cluster}/listClusterUserCredential?api-version=" ARM_CLUSTERS_API,
      "once for every managed cluster",
      "Microsoft.ContainerService/managedClusters/listClusterUserCredential/"
      "action",
      "Azure Kubernetes Service Cluster User Role" },
    { NEED_ADMIN_CREDENTIAL, PLAN_ARM,
      "POST {cluster}/listClusterAdminCredential?api-version=" ARM_CLUSTERS_API,
      "once for every cluster that could not be read with less",
      "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/"
      "action",
      "Azure Kubernetes Service Cluster Admin Role" },
    { NEED_RUN_COMMAND, PLAN_ARM,
      "POST {cluster}/runCommand?api-version=" ARM_CLUSTERS_API,
      "once for every 1000 bindings of a cluster that could not be read with "
      "less",
      "Microsoft.ContainerService/managedClusters/runcommand/action",
      "Azure Kubernetes Service Cluster Admin Role" },
    { NEED_RUN_COMMAND, PLAN_ARM, "GET {cluster}/commandResults/{id}",
      "until the command has ended",
      "Microsoft.ContainerService/managedClusters/commandResults/read",
      "Azure Kubernetes Service Contributor Role" },
    { NEED_BINDINGS, PLAN_KUBERNETES,
      "GET /apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
      "once for every 500 in a cluster whose API server is asked",
      "Microsoft.ContainerService/managedClusters/rbac.authorization.k8s.io/"
      "clusterrolebindings/read",
      NULL },
    { NEED_BINDINGS, PLAN_KUBERNETES,
      "GET /apis/rbac.authorization.k8s.io/v1/rolebindings",
      "once for every 500 in a cluster whose API server is asked",
      "Microsoft.ContainerService/managedClusters/rbac.authorization.k8s.io/"
      "rolebindings/read",
      NULL },
    { NEED_PRINCIPALS, PLAN_GRAPH, "POST /v1.0/directoryObjects/getByIds",
      "once for every 1000 object ids that are named somewhere", DIRECTORY_READ,
      NULL },
    { NEED_PRINCIPALS, PLAN_GRAPH,
      "POST /v1.0/$batch (users, service principals, memberships)",
      "once for every 300 names, and for every 20 who are bound",
      DIRECTORY_READ, NULL },
    { NEED_PRINCIPALS, PLAN_GRAPH,
      "GET /v1.0/directory/deletedItems/microsoft.graph.user, .group",
      "once a page, where somebody named is gone", DIRECTORY_READ, NULL },
    { NEED_MEMBERS, PLAN_GRAPH, "GET /v1.0/groups/{id}/transitiveMembers",
      "once a page for admin groups of clusters that bind single admins too",
      DIRECTORY_READ, NULL },
};

_Static_assert(sizeof(known_steps) / sizeof(*known_steps) <= PLAN_STEPS_MAX,
               "raise PLAN_STEPS_MAX");

size_t
plan_steps(unsigned needs, const struct plan_step **steps, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof(known_steps) / sizeof(*known_steps); i++) {
        if ((needs & known_steps[i].need) && n < max)
            steps[n++] = &known_steps[i];
    }
    return n;
}

unsigned
plan_needs(bool no_apps, bool no_bindings, bool admin_credential,
           bool run_command)
{
    const struct snapshot s = {
        .directory.skipped = no_apps,
        .no_bindings = no_bindings,
    };
    unsigned needs = check_needs(&s);

    if ((needs & NEED_BINDINGS) && admin_credential)
        needs |= NEED_ADMIN_CREDENTIAL;
    if ((needs & NEED_BINDINGS) && run_command)
        needs |= NEED_RUN_COMMAND;
    return needs;
}
