/* SPDX-License-Identifier: MIT */
/* arm_access.c - role assignments and definitions, locks, maintenance windows.
 */
#include "kube.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PAGE = 100 };

static json_t *
list_of(const struct fake *f, const char *name)
{
    return json_object_get(json_object_get(f->tenant, "authorization"), name);
}

static const char *
scope_of(const json_t *item)
{
    const char *scope = json_string_value(
        json_object_get(json_object_get(item, "properties"), "scope"));

    return scope ? scope : "";
}

/* At, above or below the subscription: what a list without a filter shows. */
static bool
shows(const json_t *item, const char *subscription)
{
    const char *scope = scope_of(item);
    char own[80];
    size_t len;

    snprintf(own, sizeof(own), "/subscriptions/%s", subscription);
    len = strlen(own);
    if (strncasecmp(scope, "/subscriptions/", 15) != 0)
        return true;
    return strncasecmp(scope, own, len) == 0 &&
           (scope[len] == '/' || scope[len] == '\0');
}

void
arm_role_assignments(struct fake *f, const struct request *r,
                     struct reply *reply)
{
    char *id = request_segment(r, "subscriptions");
    json_t *list = json_array(), *item, *sub;
    unsigned number;
    size_t i;

    if (arm_admit(f, r, reply) && (sub = arm_find_subscription(f, r, reply))) {
        json_array_foreach(list_of(f, "roleAssignments"), i, item)
        {
            if (shows(item, id))
                json_array_append(list, item);
        }
        if (generate_number(sub, &number)) {
            json_t *more = generate_assignments(f, number);

            json_array_extend(list, more);
            json_decref(more);
        }
        reply_json(reply, 200, arm_page(r, list, PAGE));
    }
    json_decref(list);
    free(id);
}

/* ---- definitions --------------------------------------------------------- */

#define AKS "Microsoft.ContainerService/managedClusters/"

/* The built-in ones that matter here, shortened to what does. */
static const struct built_in {
    const char *id;
    const char *name;
    const char *action, *not_action, *data, *not_data;
} built_in[] = {
    { "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", "*", NULL, NULL, NULL },
    { "b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", "*",
      "Microsoft.Authorization/*/Write", NULL, NULL },
    { "acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", "*/read", NULL, NULL,
      NULL },
    { "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
      "Azure Kubernetes Service Cluster Admin Role",
      AKS "listClusterAdminCredential/action", NULL, NULL, NULL },
    { "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
      "Azure Kubernetes Service Cluster User Role",
      AKS "listClusterUserCredential/action", NULL, NULL, NULL },
    { "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8",
      "Azure Kubernetes Service Contributor Role",
      "Microsoft.ContainerService/managedClusters/write", NULL, NULL, NULL },
    { "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
      "Azure Kubernetes Service RBAC Cluster Admin",
      AKS "listClusterUserCredential/action", NULL, AKS "*", NULL },
    { "3498e952-d568-435e-9b2c-8d77e338d7f7",
      "Azure Kubernetes Service RBAC Admin",
      AKS "listClusterUserCredential/action", NULL, AKS "*",
      AKS "resourcequotas/write" },
    { "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
      "Azure Kubernetes Service RBAC Writer",
      AKS "listClusterUserCredential/action", NULL, AKS "pods/*", NULL },
    { "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
      "Azure Kubernetes Service RBAC Reader",
      AKS "listClusterUserCredential/action", NULL, AKS "pods/read", NULL },
};

static json_t *
one_or_none(const char *text)
{
    return text ? json_pack("[s]", text) : json_array();
}

static json_t *
body_of(const char *path, const struct built_in *role)
{
    return json_pack(
        "{s:s, s:s, s:s, s:{s:s, s:s, s:[{s:o, s:o, s:o, s:o}], s:[s]}}", "id",
        path, "type", "Microsoft.Authorization/roleDefinitions", "name",
        role->id, "properties", "roleName", role->name, "type", "BuiltInRole",
        "permissions", "actions", one_or_none(role->action), "notActions",
        one_or_none(role->not_action), "dataActions", one_or_none(role->data),
        "notDataActions", one_or_none(role->not_data), "assignableScopes", "/");
}

void
arm_role_definition_get(struct fake *f, const struct request *r,
                        struct reply *reply)
{
    const char *slash = strrchr(r->path, '/');
    const char *id = slash ? slash + 1 : "";
    json_t *own;
    size_t i;

    if (!arm_admit(f, r, reply))
        return;
    for (i = 0; i < sizeof(built_in) / sizeof(*built_in); i++) {
        if (strcasecmp(built_in[i].id, id) == 0) {
            reply_json(reply, 200, body_of(r->path, &built_in[i]));
            return;
        }
    }
    json_array_foreach(list_of(f, "roleDefinitions"), i, own)
    {
        const char *name = json_string_value(json_object_get(own, "name"));

        if (name && strcasecmp(name, id) == 0) {
            reply_json(reply, 200, json_incref(own));
            return;
        }
    }
    reply_error(reply, 404, "RoleDefinitionDoesNotExist",
                "The specified role definition with ID '%s' does not exist.",
                id);
}

void
arm_role_definitions(struct fake *f, const struct request *r,
                     struct reply *reply)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof(built_in) / sizeof(*built_in); i++) {
        char *path = text_format("%s/%s", r->path, built_in[i].id);

        json_array_append_new(list, body_of(path, &built_in[i]));
        free(path);
    }
    json_array_extend(list, list_of(f, "roleDefinitions"));
    if (arm_admit(f, r, reply) && arm_find_subscription(f, r, reply))
        reply_json(reply, 200, arm_page(r, list, PAGE));
    json_decref(list);
}

/* ---- locks, windows ------------------------------------------------------ */

void
arm_locks(struct fake *f, const struct request *r, struct reply *reply)
{
    char *id = request_segment(r, "subscriptions");
    json_t *list = json_array(), *item;
    char own[80];
    size_t i;

    snprintf(own, sizeof(own), "/subscriptions/%s/", id ? id : "");
    if (arm_admit(f, r, reply) && arm_find_subscription(f, r, reply)) {
        json_array_foreach(list_of(f, "locks"), i, item)
        {
            const char *lock = json_string_value(json_object_get(item, "id"));

            if (lock && strncasecmp(lock, own, strlen(own)) == 0)
                json_array_append(list, item);
        }
        reply_json(reply, 200, arm_page(r, list, PAGE));
    }
    json_decref(list);
    free(id);
}

void
arm_maintenance(struct fake *f, const struct request *r, struct reply *reply)
{
    char *name = request_segment(r, "managedClusters");
    json_t *windows =
        json_object_get(list_of(f, "maintenance"), name ? name : "");
    json_t *none = json_array();

    if (arm_admit(f, r, reply) && arm_find_subscription(f, r, reply))
        reply_json(reply, 200, arm_page(r, windows ? windows : none, PAGE));
    json_decref(none);
    free(name);
}
