/* SPDX-License-Identifier: MIT */
/* route.c - which handler answers what. */
#include "kube.h"

#include <string.h>
#include <strings.h>

#define S "/subscriptions/*"
#define RG "/resourceGroups/*"
#define AKS "/providers/Microsoft.ContainerService/managedClusters"
#define MG "/providers/Microsoft.Management/managementGroups/*"

/* A star is one segment. Case does not matter, as at ARM. */
static const struct {
    const char *method;
    const char *pattern;
    enum service service;
    handler *handle;
} routes[] = {
    { "GET", "/metadata/endpoints", SERVICE_NONE, cloud_metadata },
    { "POST", "/*/oauth2/v2.0/token", SERVICE_ENTRA, entra_token },
    { "POST", "/adfs/oauth2/token", SERVICE_ENTRA, entra_token },
    { "GET", "/adfs/.well-known/openid-configuration", SERVICE_ENTRA,
      entra_openid },
    { "GET", "/*/v2.0/.well-known/openid-configuration", SERVICE_ENTRA,
      entra_openid },
    { "GET", "/metadata/identity/oauth2/token", SERVICE_IDENTITY,
      identity_imds },
    { "GET", "/msi/token", SERVICE_IDENTITY, identity_app_service },
    { "GET", "/tenants", SERVICE_ARM, arm_tenants },
    { "GET", "/subscriptions", SERVICE_ARM, arm_subscriptions },
    { "GET", S, SERVICE_ARM, arm_subscription },
    { "GET", S AKS, SERVICE_ARM, arm_clusters },
    { "GET", S RG AKS, SERVICE_ARM, arm_clusters },
    { "GET", S RG AKS "/*", SERVICE_ARM, arm_cluster },
    { "POST", S RG AKS "/*/listClusterUserCredential", SERVICE_ARM,
      arm_user_credential },
    { "POST", S RG AKS "/*/listClusterAdminCredential", SERVICE_ARM,
      arm_admin_credential },
    { "POST", S RG AKS "/*/runCommand", SERVICE_ARM, arm_run_command },
    { "GET", S RG AKS "/*/commandResults/*", SERVICE_ARM, arm_command_result },
    { "GET", S RG AKS "/*/maintenanceConfigurations", SERVICE_ARM,
      arm_maintenance },
    { "GET", S "/providers/Microsoft.Authorization/roleAssignments",
      SERVICE_ARM, arm_role_assignments },
    { "GET", S "/providers/Microsoft.Authorization/roleDefinitions",
      SERVICE_ARM, arm_role_definitions },
    { "GET", S "/providers/Microsoft.Authorization/roleDefinitions/*",
      SERVICE_ARM, arm_role_definition_get },
    { "GET", "/providers/Microsoft.Authorization/roleDefinitions/*",
      SERVICE_ARM, arm_role_definition_get },
    { "GET", S "/providers/Microsoft.Authorization/locks", SERVICE_ARM,
      arm_locks },
    { "PUT", S "/providers/Microsoft.Authorization/roleDefinitions/*",
      SERVICE_ARM, arm_role_definition },
    { "POST", "/providers/Microsoft.ResourceGraph/resources", SERVICE_ARM,
      arm_resource_graph },
    { "GET", MG, SERVICE_ARM, arm_group },
    { "GET", MG "/descendants", SERVICE_ARM, arm_descendants },
};

#define N_ROUTES (sizeof(routes) / sizeof(*routes))

/* Segment by segment; a slash at the end of the path is none. */
static bool
matches(const char *pattern, const char *path)
{
    while (*pattern == '/' && *path == '/') {
        size_t len = strcspn(++pattern, "/"), size = strcspn(++path, "/");
        bool any = len == 1 && *pattern == '*';

        if (size == 0 ||
            (!any && (len != size || strncasecmp(pattern, path, len) != 0)))
            return false;
        pattern += len;
        path += size;
    }
    return *pattern == '\0' && (*path == '\0' || strcmp(path, "/") == 0);
}

static bool
is_graph(const struct request *r)
{
    return strncasecmp(r->path, "/v1.0/", 6) == 0;
}

enum service
route_service(const struct request *r)
{
    if (is_graph(r))
        return SERVICE_GRAPH;
    if (strncmp(r->path, KUBE_PATH, strlen(KUBE_PATH)) == 0)
        return SERVICE_KUBE;
    for (size_t i = 0; i < N_ROUTES; i++) {
        if (matches(routes[i].pattern, r->path))
            return routes[i].service;
    }
    return SERVICE_ARM;
}

void
route(struct fake *f, const struct request *r, struct reply *reply)
{
    if (is_graph(r)) {
        graph_handle(f, r, reply);
        return;
    }
    if (strncmp(r->path, KUBE_PATH, strlen(KUBE_PATH)) == 0) {
        kube_handle(f, r, reply);
        return;
    }
    for (size_t i = 0; i < N_ROUTES; i++) {
        if (strcmp(r->method, routes[i].method) != 0 ||
            !matches(routes[i].pattern, r->path))
            continue;
        if (routes[i].service != SERVICE_ARM)
            token_misplaced(r, reply);
        routes[i].handle(f, r, reply);
        return;
    }
    reply_error(reply, 404, "InvalidResourceType",
                "The resource type could not be found: the fake does not play "
                "%s %s.",
                r->method, r->path);
    reply_problem(reply, "not played: %s %.200s", r->method, r->path);
}
