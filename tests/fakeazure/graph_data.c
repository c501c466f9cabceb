/* SPDX-License-Identifier: MIT */
/* graph_data.c - the directory of a scenario. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define GRAPH_APP "00000003-0000-0000-c000-000000000000"
#define GRAPH_PRINCIPAL "00000003-0000-4000-8000-0000000000a1"
#define MICROSOFT "f8cdef31-a31e-4b4a-93e4-5f571e91255a"

json_t *
graph_list(const struct fake *f, const char *name)
{
    return json_object_get(json_object_get(f->tenant, "graph"), name);
}

json_t *
graph_find(const json_t *list, const char *member, const char *value)
{
    json_t *item;
    size_t i;

    json_array_foreach((json_t *)list, i, item)
    {
        const char *own = json_string_value(json_object_get(item, member));

        if (own && value && strcasecmp(own, value) == 0)
            return item;
    }
    return NULL;
}

int
graph_access(const struct fake *f, const char *kind)
{
    const json_t *access =
        json_object_get(json_object_get(f->tenant, "graph"), "access");
    const char *status = json_string_value(json_object_get(access, kind));

    return status ? atoi(status) : 0;
}

/* As aksentra takes it, so that an audit of the scenario can be repeated. */
static time_t
today(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");

    return fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
}

/* "+20d" is twenty days from now. */
static void
complete_date(json_t *holder, const char *key, const char *text)
{
    char *end, date[32];
    long days = strtol(text + 1, &end, 10);
    time_t when = today() + days * 86400;
    struct tm tm;

    if (strcmp(end, "d") != 0 || !gmtime_r(&when, &tm))
        return;
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S.1234567Z", &tm);
    json_object_set_new(holder, key, json_string(date));
}

static void
complete_dates(json_t *value)
{
    const char *key;
    void *next;
    json_t *item;
    size_t i;

    json_array_foreach(value, i, item) complete_dates(item);
    json_object_foreach_safe(value, next, key, item)
    {
        const char *text = json_string_value(item);

        if (text && *text == '+')
            complete_date(value, key, text);
        else
            complete_dates(item);
    }
}

/* What clients look a principal up by: its appId and the identifier URIs. */
static void
complete_names(json_t *principals, const json_t *applications)
{
    json_t *principal;
    size_t i;

    json_array_foreach(principals, i, principal)
    {
        json_t *app_id = json_object_get(principal, "appId");
        const json_t *app =
            graph_find(applications, "appId", json_string_value(app_id));
        json_t *names = json_pack("[O]", app_id);

        json_array_extend(names, json_object_get(app, "identifierUris"));
        json_object_set_new(principal, "servicePrincipalNames", names);
    }
}

void
graph_complete(struct fake *f)
{
    static const char *const lists[] = {
        "applications",
        "servicePrincipals",
        "appRoleAssignments",
        "oauth2PermissionGrants",
        "groups",
        "users",
        "deletedItems",
        "conditionalAccessPolicies",
    };
    json_t *graph = json_object_get(f->tenant, "graph");
    json_t *principals;

    if (!graph) {
        graph = json_object();
        json_object_set_new(f->tenant, "graph", graph);
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        if (!json_object_get(graph, lists[i]))
            json_object_set_new(graph, lists[i], json_array());
    }
    principals = json_object_get(graph, "servicePrincipals");
    if (!graph_find(principals, "appId", GRAPH_APP))
        json_array_append_new(
            principals,
            json_pack("{s:s, s:s, s:s, s:s, s:b, s:s, s:b, s:s, s:[], s:[]}",
                      "id", GRAPH_PRINCIPAL, "appId", GRAPH_APP, "displayName",
                      "Microsoft Graph", "appDisplayName", "Microsoft Graph",
                      "accountEnabled", 1, "appOwnerOrganizationId", MICROSOFT,
                      "appRoleAssignmentRequired", 0, "servicePrincipalType",
                      "Application", "passwordCredentials", "keyCredentials"));
    complete_names(principals, json_object_get(graph, "applications"));
    complete_dates(graph);
}
