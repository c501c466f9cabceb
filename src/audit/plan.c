/* SPDX-License-Identifier: MIT */
/* plan.c - what an audit will ask. */
#include "audit/plan.h"

#include "checks/check.h"
#include "sources/arm.h"

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
