/* SPDX-License-Identifier: MIT */
/* generate_access.c - bindings, people and role assignments of a generated
 * tenant, the same at every run: of ten principals six are users, one is a
 * guest, two are groups and one is a service principal. */
#include "kube.h"

#include <string.h>

enum { KINDS = 10 };

static void
principal_id(char out[40], unsigned n)
{
    snprintf(out, 40, "000000d0-0000-4000-8000-%012x", n);
}

static json_t *
subject_of(unsigned n)
{
    char name[64];

    if (n % KINDS < 6)
        snprintf(name, sizeof(name), "user%05u@contoso.example", n);
    else
        principal_id(name, n);
    return json_pack("{s:s, s:s, s:s}", "kind",
                     n % KINDS == 7 || n % KINDS == 8 ? "Group" : "User",
                     "apiGroup", "rbac.authorization.k8s.io", "name", name);
}

json_t *
generate_bindings(const struct fake *f, unsigned sub, size_t cluster,
                  const char *plural)
{
    unsigned principals = f->options.generate_principals;
    unsigned first = (unsigned)(sub * f->options.generate_clusters + cluster);
    bool spaced = strcmp(plural, "rolebindings") == 0;
    json_t *list = json_array();

    for (unsigned i = 0; i < f->options.generate_bindings / 2; i++) {
        unsigned n =
            (first * 131 + i * 7 + spaced) % (principals + !principals);
        json_t *meta =
            json_pack("{s:o, s:s, s:s}", "name",
                      json_sprintf("team-%03u-%s", i, spaced ? "edit" : "view"),
                      "uid", "00000000-0000-4000-8000-0000000000b2",
                      "creationTimestamp", "2024-03-01T08:00:00Z");

        if (spaced)
            json_object_set_new(meta, "namespace",
                                json_sprintf("team-%03u", i % 40));
        json_array_append_new(
            list, json_pack("{s:o, s:[o], s:{s:s, s:s, s:s}}", "metadata", meta,
                            "subjects", subject_of(n), "roleRef", "apiGroup",
                            "rbac.authorization.k8s.io", "kind", "ClusterRole",
                            "name", spaced ? "edit" : "view"));
    }
    return list;
}

static json_t *
user_of(unsigned n, const char *id)
{
    bool guest = n % KINDS == 6;

    return json_pack(
        "{s:s, s:s, s:o, s:o, s:b, s:o, s:s, s:i}", "@odata.type",
        "#microsoft.graph.user", "id", id, "displayName",
        json_sprintf("User %05u", n), "userPrincipalName",
        guest
            ? json_sprintf("guest%05u_fabrikam.example#EXT#@contoso.example", n)
            : json_sprintf("user%05u@contoso.example", n),
        "accountEnabled", n % 50 != 0, "mail",
        json_sprintf("user%05u@mail.example", n), "userType",
        guest ? "Guest" : "Member", "groupCount", (int)(n % 97));
}

void
generate_people(struct fake *f, json_t *graph)
{
    json_t *users = json_array();

    json_object_set_new(graph, "users", users);
    for (unsigned n = 0; n < f->options.generate_principals; n++) {
        char id[40];

        principal_id(id, n);
        if (n % KINDS < 7)
            json_array_append_new(users, user_of(n, id));
        else if (n % KINDS < 9)
            json_array_append_new(
                json_object_get(graph, "groups"),
                json_pack("{s:s, s:s, s:o, s:b, s:b, s:[], s:[{s:s, s:s}]}",
                          "@odata.type", "#microsoft.graph.group", "id", id,
                          "displayName", json_sprintf("Group %05u", n),
                          "securityEnabled", 1, "mailEnabled", 0, "groupTypes",
                          "members", "@odata.type", "#microsoft.graph.user",
                          "id", "000000d0-0000-4000-8000-000000000001"));
        else
            json_array_append_new(
                json_object_get(graph, "servicePrincipals"),
                json_pack(
                    "{s:s, s:s, s:o, s:o, s:b, s:s, s:s, s:[], s:[], s:i}",
                    "@odata.type", "#microsoft.graph.servicePrincipal", "id",
                    id, "appId",
                    json_sprintf("000000d1-0000-4000-8000-%012x", n),
                    "displayName", json_sprintf("pipeline-%05u", n),
                    "accountEnabled", 1, "servicePrincipalType", "Application",
                    "appOwnerOrganizationId", scenario_tenant_id(f),
                    "passwordCredentials", "keyCredentials", "groupCount",
                    (int)(n % 7)));
    }
}

/* Eight at each subscription, from owner to reader of Kubernetes. */
json_t *
generate_assignments(const struct fake *f, unsigned sub)
{
    static const char *const roles[] = {
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
        "b24988ac-6180-42a0-ab88-20f7382dd24c",
        "acdd72a7-3385-48ef-bd42-f606fba81ae7",
        "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
        "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
        "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
        "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
        "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
    };
    json_t *list = json_array();

    for (unsigned i = 0;
         i < sizeof(roles) / sizeof(*roles) && f->options.generate_principals;
         i++) {
        char id[40], scope[80];

        principal_id(id, (sub * 8 + i) % f->options.generate_principals);
        snprintf(scope, sizeof(scope),
                 "/subscriptions/00000000-0000-4000-9000-%012x", sub);
        json_array_append_new(
            list,
            json_pack("{s:o, s:s, s:o, s:{s:o, s:s, s:s, s:s}}", "id",
                      json_sprintf("%s/providers/Microsoft.Authorization/"
                                   "roleAssignments/%08x-0000-4000-8000-%012x",
                                   scope, sub, i),
                      "type", "Microsoft.Authorization/roleAssignments", "name",
                      json_sprintf("%08x-0000-4000-8000-%012x", sub, i),
                      "properties", "roleDefinitionId",
                      json_sprintf("%s/providers/Microsoft.Authorization/"
                                   "roleDefinitions/%s",
                                   scope, roles[i]),
                      "principalId", id, "principalType", "User", "scope",
                      scope));
    }
    return list;
}
