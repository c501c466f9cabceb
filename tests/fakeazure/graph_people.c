/* SPDX-License-Identifier: MIT */
/* graph_people.c - principals by their ids, and the groups that one is in. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define IDS_MAX 1000

static const struct {
    const char *list;
    const char *type;
} kinds[] = {
    { "users", "user" },
    { "groups", "group" },
    { "servicePrincipals", "servicePrincipal" },
};

static bool
is_wanted(const json_t *types, const char *type)
{
    for (size_t i = 0; i < json_array_size(types); i++) {
        if (strcasecmp(json_string_value(json_array_get(types, i)), type) == 0)
            return true;
    }
    return json_array_size(types) == 0;
}

/* Of a user, the members that Graph shows unless it is asked for others. */
static json_t *
shown(const json_t *item, const char *type)
{
    static const char *const hidden[] = { "accountEnabled", "userType",
                                          "groupCount", "members", NULL };
    json_t *copy = json_copy((json_t *)item);
    char name[64];

    snprintf(name, sizeof(name), "#microsoft.graph.%s", type);
    json_object_set_new(copy, "@odata.type", json_string(name));
    for (const char *const *h = hidden; *h; h++) {
        if (strcmp(type, "user") == 0 || strcmp(*h, "accountEnabled") != 0)
            json_object_del(copy, *h);
    }
    return copy;
}

void
graph_get_by_ids(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *body =
        json_loadb(r->body.data ? r->body.data : "", r->body.len, 0, NULL);
    const json_t *ids = json_object_get(body, "ids");
    const json_t *types = json_object_get(body, "types");
    size_t n = json_array_size(ids);
    json_t *list = json_array();
    int denied = graph_access(f, "directoryObjects");

    if (denied) {
        graph_status(f, reply, denied);
    } else if (n == 0 || n > IDS_MAX) {
        graph_refuse(f, reply, 400, "Request_BadRequest",
                     "The number of ids must be between 1 and 1000.");
        reply_problem(reply, "getByIds with %zu ids", n);
    } else {
        for (size_t i = 0; i < n; i++) {
            const char *id = json_string_value(json_array_get(ids, i));

            for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
                json_t *item =
                    graph_find(graph_list(f, kinds[k].list), "id", id);

                if (item && is_wanted(types, kinds[k].type))
                    json_array_append_new(list, shown(item, kinds[k].type));
            }
        }
        reply_json(reply, 200, json_pack("{s:O}", "value", list));
    }
    json_decref(list);
    json_decref(body);
}

static bool
holds(const json_t *group, const char *id)
{
    return graph_find(json_object_get(group, "members"), "id", id) != NULL;
}

/* So many groups as the scenario says ("groupCount"), or those that hold the
 * object, themselves or by groups in them. New reference. */
json_t *
graph_member_of(const struct fake *f, const json_t *item)
{
    const json_t *count = json_object_get(item, "groupCount");
    const char *id = json_string_value(json_object_get(item, "id"));
    json_t *list = json_array(), *group;
    size_t i;

    for (json_int_t n = 0; n < json_integer_value(count); n++)
        json_array_append_new(
            list,
            json_pack(
                "{s:s, s:o}", "@odata.type", "#microsoft.graph.group", "id",
                json_sprintf("000000d9-0000-4000-8000-%012x", (unsigned)n)));
    json_array_foreach(graph_list(f, "groups"), i, group)
    {
        json_t *members;

        if (count)
            break;
        members = graph_members(f, group, true, NULL);
        if (holds(group, id) || graph_find(members, "id", id))
            json_array_append(list, group);
        json_decref(members);
    }
    return list;
}
