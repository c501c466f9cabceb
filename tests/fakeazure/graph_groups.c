/* SPDX-License-Identifier: MIT */
/* graph_groups.c - who is in a group. */
#include "graph.h"

#include <string.h>
#include <strings.h>

/* The object behind a reference: the full one, where the directory has it. */
static json_t *
resolve(const struct fake *f, json_t *member)
{
    static const char *const lists[] = { "users", "groups",
                                         "servicePrincipals" };
    const char *id = json_string_value(json_object_get(member, "id"));

    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        json_t *found = graph_find(graph_list(f, lists[i]), "id", id);

        if (found) {
            json_t *copy = json_copy(found);

            json_object_set(copy, "@odata.type",
                            json_object_get(member, "@odata.type"));
            return copy;
        }
    }
    return json_incref(member);
}

static bool
is_kind(const json_t *member, const char *kind)
{
    const char *type =
        json_string_value(json_object_get(member, "@odata.type"));

    return !kind || (type && strcasecmp(type + (*type == '#'), kind) == 0);
}

/* Groups may hold one another: each counts once. */
static void
collect(const struct fake *f, const json_t *group, bool transitive, json_t *all)
{
    json_t *member;
    size_t i;

    json_array_foreach(json_object_get(group, "members"), i, member)
    {
        const char *id = json_string_value(json_object_get(member, "id"));
        json_t *object;

        if (graph_find(all, "id", id))
            continue;
        object = resolve(f, member);
        json_array_append_new(all, object);
        if (transitive && is_kind(member, "microsoft.graph.group"))
            collect(f, graph_find(graph_list(f, "groups"), "id", id), true,
                    all);
    }
}

json_t *
graph_members(const struct fake *f, const json_t *group, bool transitive,
              const char *kind)
{
    json_t *all = json_array(), *list = json_array(), *member;
    size_t i;

    collect(f, group, transitive, all);
    json_array_foreach(all, i, member)
    {
        if (is_kind(member, kind))
            json_array_append(list, member);
    }
    json_decref(all);
    return list;
}
