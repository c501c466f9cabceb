/* SPDX-License-Identifier: MIT */
/* graph_route.c - which part of the directory a path of Graph is about. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "/v1.0/KIND[(appId='x')|/ID][/REST]" in its parts. */
struct target {
    char kind[64];
    char *key; /* NULL: the collection */
    bool by_app_id;
    const char *rest; /* behind the key, without the slash; "" */
};

static void
split(const struct request *r, struct target *t)
{
    const char *p = r->path + strlen("/v1.0/");
    size_t len = strcspn(p, "/(");

    memset(t, 0, sizeof(*t));
    snprintf(t->kind, sizeof(t->kind), "%.*s", (int)len, p);
    p += len;
    if (strncasecmp(p, "(appId='", 8) == 0) {
        p += 8;
        len = strcspn(p, "'");
        t->key = text_format("%.*s", (int)len, p);
        t->by_app_id = true;
        p += len;
        p += strcspn(p, "/");
    } else if (*p == '/') {
        len = strcspn(++p, "/");
        t->key = text_format("%.*s", (int)len, p);
        p += len;
    }
    t->rest = *p == '/' ? p + 1 : "";
}

/* ---- applications and service principals --------------------------------- */

/* Role assignments of one principal, or on one resource. */
static void
role_assignments(struct fake *f, const struct request *r, struct reply *reply,
                 const char *member, const char *id)
{
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach(graph_list(f, "appRoleAssignments"), i, item)
    {
        const char *own = json_string_value(json_object_get(item, member));

        if (own && strcasecmp(own, id) == 0)
            json_array_append(list, item);
    }
    graph_collection(r, reply, list);
    json_decref(list);
}

static void
answer_member_of(struct fake *f, const struct request *r, struct reply *reply,
                 const json_t *item)
{
    json_t *groups = graph_member_of(f, item);

    graph_collection(r, reply, groups);
    json_decref(groups);
}

static void
answer_app(struct fake *f, const struct request *r, struct reply *reply,
           const struct target *t)
{
    const json_t *list = graph_list(f, t->kind);
    json_t *item = graph_find(list, t->by_app_id ? "appId" : "id", t->key);
    const char *id = json_string_value(json_object_get(item, "id"));
    json_t *none = json_array();

    if (!item)
        graph_not_found(f, reply, t->key);
    else if (!*t->rest)
        graph_object(r, reply, item);
    else if (strcmp(t->rest, "owners") == 0 ||
             strcmp(t->rest, "federatedIdentityCredentials") == 0)
        graph_collection(r, reply,
                         json_object_get(item, t->rest)
                             ? json_object_get(item, t->rest)
                             : none);
    else if (strncmp(t->rest, "transitiveMemberOf", 18) == 0)
        answer_member_of(f, r, reply, item);
    else if (strcmp(t->rest, "appRoleAssignments") == 0)
        role_assignments(f, r, reply, "principalId", id);
    else if (strcmp(t->rest, "appRoleAssignedTo") == 0)
        role_assignments(f, r, reply, "resourceId", id);
    else
        graph_not_found(f, reply, t->rest);
    json_decref(none);
}

/* ---- groups -------------------------------------------------------------- */

static void
answer_group(struct fake *f, const struct request *r, struct reply *reply,
             const struct target *t)
{
    json_t *group = graph_find(graph_list(f, "groups"), "id", t->key);
    bool transitive = strncmp(t->rest, "transitiveMembers", 17) == 0;
    const char *cast = strchr(t->rest, '/');
    const char *count = strstr(t->rest, "$count");
    char kind[64];
    json_t *members;

    if (!group) {
        graph_not_found(f, reply, t->key);
        return;
    }
    if (!*t->rest) {
        graph_object(r, reply, group);
        return;
    }
    snprintf(kind, sizeof(kind), "%.*s", cast ? (int)strcspn(cast + 1, "/") : 0,
             cast ? cast + 1 : "");
    members = graph_members(f, group, transitive,
                            *kind && *kind != '$' ? kind : NULL);
    if (count)
        graph_count(r, reply, members);
    else
        graph_collection(r, reply, members);
    json_decref(members);
}

/* ---- the rest ------------------------------------------------------------ */

static void
answer_deleted(struct fake *f, const struct request *r, struct reply *reply,
               const struct target *t)
{
    /* Of "directory/deletedItems/X", X is the rest. */
    json_t *list = json_array(), *item;
    size_t i;

    if (strncasecmp(t->rest, "microsoft.graph.", 16) != 0) {
        item = graph_find(graph_list(f, "deletedItems"), "id", t->rest);
        if (item)
            graph_object(r, reply, item);
        else
            graph_not_found(f, reply, t->rest);
        json_decref(list);
        return;
    }
    json_array_foreach(graph_list(f, "deletedItems"), i, item)
    {
        const char *type =
            json_string_value(json_object_get(item, "@odata.type"));

        if (type && strcasecmp(type + 1, t->rest) == 0)
            json_array_append(list, item);
    }
    graph_collection(r, reply, list);
    json_decref(list);
}

static bool
is_kind_of_list(const char *kind)
{
    static const char *const kinds[] = { "applications", "servicePrincipals",
                                         "oauth2PermissionGrants", "groups",
                                         "users" };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(kinds[i], kind) == 0)
            return true;
    }
    return false;
}

static void
answer_target(struct fake *f, const struct request *r, struct reply *reply,
              const struct target *t)
{
    int denied = graph_access(f, t->kind);
    json_t *item;

    if (denied) {
        graph_status(f, reply, denied);
    } else if (is_kind_of_list(t->kind) && !t->key) {
        graph_collection(r, reply, graph_list(f, t->kind));
    } else if (strcmp(t->kind, "applications") == 0 ||
               strcmp(t->kind, "servicePrincipals") == 0) {
        answer_app(f, r, reply, t);
    } else if (strcmp(t->kind, "groups") == 0) {
        answer_group(f, r, reply, t);
    } else if (strcmp(t->kind, "users") == 0) {
        item = graph_find(graph_list(f, "users"), "id", t->key);
        if (!item)
            item =
                graph_find(graph_list(f, "users"), "userPrincipalName", t->key);
        if (item && strncmp(t->rest, "transitiveMemberOf", 18) == 0)
            answer_member_of(f, r, reply, item);
        else if (item && !*t->rest)
            graph_object(r, reply, item);
        else
            graph_not_found(f, reply, t->key);
    } else if (strcmp(t->kind, "directory") == 0 && t->key &&
               strcmp(t->key, "deletedItems") == 0) {
        answer_deleted(f, r, reply, t);
    } else if (strcmp(t->kind, "identity") == 0 &&
               strcmp(t->rest, "policies") == 0) {
        graph_collection(r, reply, graph_list(f, "conditionalAccessPolicies"));
    } else {
        graph_refuse(f, reply, 400, "BadRequest",
                     "Resource not found for the segment: the fake does not "
                     "play it.");
        reply_problem(reply, "not played: %.200s", r->path);
    }
}

void
graph_answer(struct fake *f, const struct request *r, struct reply *reply)
{
    struct target t;

    if (strcmp(r->method, "GET") != 0) {
        graph_refuse(f, reply, 405, "Request_BadRequest",
                     "Specified HTTP method is not allowed for the request "
                     "target.");
        reply_problem(reply, "%s %.200s: only reads are played", r->method,
                      r->path);
        return;
    }
    split(r, &t);
    answer_target(f, r, reply, &t);
    free(t.key);
}

void
graph_handle(struct fake *f, const struct request *r, struct reply *reply)
{
    if (!token_check(f, r, reply))
        return;
    reply_header(reply, "x-ms-resource-unit", "1");
    if (strcasecmp(r->path, "/v1.0/$batch") == 0)
        graph_batch(f, r, reply);
    else if (strcasecmp(r->path, "/v1.0/directoryObjects/getByIds") == 0 &&
             strcmp(r->method, "POST") == 0)
        graph_get_by_ids(f, r, reply);
    else
        graph_answer(f, r, reply);
}
