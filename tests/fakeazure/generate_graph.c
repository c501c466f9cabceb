/* SPDX-License-Identifier: MIT */
/* generate_graph.c - a directory of any size, the same at every run: pairs of
 * server and client app that clusters name, left-over pairs, and unrelated
 * apps. */
#include "graph.h"
#include "kube.h"

#define TENANT "00000000-0000-4000-8000-00000000ffff"
#define GRAPH_APP "00000003-0000-0000-c000-000000000000"
#define GRAPH_PRINCIPAL "00000003-0000-4000-8000-0000000000a1"
#define DIRECTORY_READ_ROLE "7ab1d382-f21e-4acd-a863-ba3e13f7da61"

struct ids {
    char app[40], object[40], principal[40], scope[40], key[40];
};

static void
name_ids(struct ids *ids, unsigned family, unsigned n)
{
    snprintf(ids->app, sizeof(ids->app), "%08x-0000-4000-b000-%012x", family,
             n);
    snprintf(ids->object, sizeof(ids->object), "%08x-0001-4000-b000-%012x",
             family, n);
    snprintf(ids->principal, sizeof(ids->principal),
             "%08x-0002-4000-b000-%012x", family, n);
    snprintf(ids->scope, sizeof(ids->scope), "%08x-0003-4000-b000-%012x",
             family, n);
    snprintf(ids->key, sizeof(ids->key), "%08x-0004-4000-b000-%012x", family,
             n);
}

static json_t *
add_application(json_t *graph, const struct ids *ids, const char *name)
{
    json_t *app = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:[], s:n, s:n, s:[], s:[], s:[], s:{s:[]},"
        " s:{s:[]}, s:{s:[]}, s:[{s:s, s:s, s:s}]}",
        "id", ids->object, "appId", ids->app, "displayName", name,
        "createdDateTime", "2021-03-01T08:00:00Z", "signInAudience",
        "AzureADMyOrg", "identifierUris", "groupMembershipClaims",
        "isFallbackPublicClient", "requiredResourceAccess",
        "passwordCredentials", "keyCredentials", "web", "redirectUris",
        "publicClient", "redirectUris", "api", "oauth2PermissionScopes",
        "owners", "id", ids->scope, "displayName", "Owner", "userPrincipalName",
        "owner@contoso.example");

    json_array_append_new(json_object_get(graph, "applications"), app);
    json_array_append_new(
        json_object_get(graph, "servicePrincipals"),
        json_pack("{s:s, s:s, s:s, s:b, s:s, s:b, s:s, s:[], s:[]}", "id",
                  ids->principal, "appId", ids->app, "displayName", name,
                  "accountEnabled", 1, "appOwnerOrganizationId", TENANT,
                  "appRoleAssignmentRequired", 0, "servicePrincipalType",
                  "Application", "passwordCredentials", "keyCredentials"));
    return app;
}

static void
make_server(json_t *graph, json_t *app, const struct ids *ids, const char *name)
{
    json_object_set_new(app, "groupMembershipClaims", json_string("All"));
    json_object_set_new(app, "identifierUris",
                        json_pack("[o]", json_sprintf("https://%s", name)));
    json_object_set_new(app, "passwordCredentials",
                        json_pack("[{s:s, s:s, s:s, s:s, s:n}]", "displayName",
                                  "AKSPassword", "endDateTime",
                                  "2299-12-30T23:00:00Z", "hint", "Hnt",
                                  "keyId", ids->key, "secretText"));
    json_object_set_new(
        app, "api",
        json_pack("{s:[{s:s, s:s, s:b}]}", "oauth2PermissionScopes", "id",
                  ids->scope, "value", "user_impersonation", "isEnabled", 1));
    json_object_set_new(
        app, "requiredResourceAccess",
        json_pack("[{s:s, s:[{s:s, s:s}, {s:s, s:s}, {s:s, s:s}]}]",
                  "resourceAppId", GRAPH_APP, "resourceAccess", "id",
                  "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type", "Scope", "id",
                  "06da0dbc-49e2-44d2-8312-53f166ab848a", "type", "Scope", "id",
                  DIRECTORY_READ_ROLE, "type", "Role"));
    json_array_append_new(json_object_get(graph, "appRoleAssignments"),
                          json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", ids->key,
                                    "appRoleId", DIRECTORY_READ_ROLE,
                                    "principalId", ids->principal,
                                    "principalType", "ServicePrincipal",
                                    "resourceId", GRAPH_PRINCIPAL));
    json_array_append_new(
        json_object_get(graph, "oauth2PermissionGrants"),
        json_pack("{s:s, s:s, s:s, s:n, s:s, s:s}", "id", ids->key, "clientId",
                  ids->principal, "consentType", "AllPrincipals", "principalId",
                  "resourceId", GRAPH_PRINCIPAL, "scope",
                  " User.Read Directory.Read.All"));
}

static void
make_client(json_t *graph, json_t *app, const struct ids *ids,
            const struct ids *server, const char *name)
{
    json_object_set_new(
        app, "publicClient",
        json_pack("{s:[o]}", "redirectUris", json_sprintf("https://%s", name)));
    json_object_set_new(app, "requiredResourceAccess",
                        json_pack("[{s:s, s:[{s:s, s:s}]}]", "resourceAppId",
                                  server->app, "resourceAccess", "id",
                                  server->scope, "type", "Scope"));
    json_array_append_new(
        json_object_get(graph, "oauth2PermissionGrants"),
        json_pack("{s:s, s:s, s:s, s:n, s:s, s:s}", "id", ids->key, "clientId",
                  ids->principal, "consentType", "AllPrincipals", "principalId",
                  "resourceId", server->principal, "scope",
                  "user_impersonation"));
}

static void
add_pairs(json_t *graph, const char *prefix, unsigned family, unsigned pairs)
{
    for (unsigned i = 0; i < pairs; i++) {
        struct ids server, client;
        char name[64];

        name_ids(&server, family, i);
        name_ids(&client, family + 1, i);
        snprintf(name, sizeof(name), "%s%uServer", prefix, i);
        make_server(graph, add_application(graph, &server, name), &server,
                    name);
        snprintf(name, sizeof(name), "%s%uClient", prefix, i);
        make_client(graph, add_application(graph, &client, name), &client,
                    &server, name);
    }
}

void
generate_graph(struct fake *f)
{
    json_t *graph = json_pack("{s:[], s:[], s:[], s:[], s:[]}", "applications",
                              "servicePrincipals", "appRoleAssignments",
                              "oauth2PermissionGrants", "groups");

    json_object_set_new(f->tenant, "graph", graph);
    add_pairs(graph, "aks", GENERATED_SERVERS, f->options.generate_apps / 2);
    add_pairs(graph, "old", 0xb10, f->options.generate_left_overs / 2);
    for (unsigned i = 0; i < f->options.generate_noise; i++) {
        struct ids ids;
        char name[64];

        name_ids(&ids, 0xc10, i);
        snprintf(name, sizeof(name), "tool-%u", i);
        add_application(graph, &ids, name);
    }
    generate_people(f, graph);
    /* The admin group of each subscription's managed clusters. */
    for (unsigned i = 0; i < f->options.generate_subscriptions; i++)
        json_array_append_new(
            json_object_get(graph, "groups"),
            json_pack("{s:o, s:o, s:b, s:b, s:[], s:[{s:s, s:o}]}", "id",
                      json_sprintf("%08x-0000-4000-c000-000000000001", i),
                      "displayName", json_sprintf("aks-admins-%u", i),
                      "securityEnabled", 1, "mailEnabled", 0, "groupTypes",
                      "members", "@odata.type", "#microsoft.graph.user", "id",
                      json_sprintf("%08x-0000-4000-c100-000000000001", i)));
}
