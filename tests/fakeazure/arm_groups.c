/* SPDX-License-Identifier: MIT */
/* arm_groups.c - management groups ("Management Groups - Get Descendants"). */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_ID "/providers/Microsoft.Management/managementGroups/%s"
#define MAX_DEPTH 6 /* as at Azure */

static json_t *
find_group(struct fake *f, const struct request *r, struct reply *reply)
{
    char *name = request_segment(r, "managementGroups");
    json_t *group = scenario_group(f, name);

    if (!group)
        reply_error(reply, 404, "NotFound",
                    "The management group '%s' cannot be found.",
                    name ? name : "");
    free(name);
    return group;
}

static const char *
display_name(const json_t *item, const char *name)
{
    const char *own = json_string_value(json_object_get(item, "displayName"));

    return own ? own : name;
}

void
arm_group(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *name;
    json_t *group;

    if (!arm_admit(f, r, reply))
        return;
    group = find_group(f, r, reply);
    if (!group)
        return;
    name = json_string_value(json_object_get(group, "name"));
    reply_json(reply, 200,
               json_pack("{s:o, s:s, s:s, s:{s:s, s:s}}", "id",
                         json_sprintf(GROUP_ID, name), "type",
                         "Microsoft.Management/managementGroups", "name", name,
                         "properties", "tenantId", scenario_tenant_id(f),
                         "displayName", display_name(group, name)));
}

static void
add_descendant(json_t *list, json_t *id, const char *type, const char *name,
               const char *display, const char *parent)
{
    json_array_append_new(list, json_pack("{s:o, s:s, s:s, s:{s:s, s:{s:o}}}",
                                          "id", id, "type", type, "name", name,
                                          "properties", "displayName", display,
                                          "parent", "id",
                                          json_sprintf(GROUP_ID, parent)));
}

/* Both forms of the type are met; the scenario may ask for the other one. */
static const char *
subscription_type(const json_t *group)
{
    const char *own =
        json_string_value(json_object_get(group, "subscriptionType"));

    return own ? own : "Microsoft.Management/managementGroups/subscriptions";
}

static void
add_below(const struct fake *f, const json_t *group, int depth, json_t *list)
{
    const char *parent = json_string_value(json_object_get(group, "name"));
    const json_t *item;
    size_t i;

    json_array_foreach(json_object_get(group, "groups"), i, item)
    {
        const char *name = json_string_value(item);
        const json_t *child = scenario_group(f, name);

        if (!child)
            continue;
        add_descendant(list, json_sprintf(GROUP_ID, name),
                       "Microsoft.Management/managementGroups", name,
                       display_name(child, name), parent);
        if (depth < MAX_DEPTH)
            add_below(f, child, depth + 1, list);
    }
    json_array_foreach(json_object_get(group, "subscriptions"), i, item)
    {
        const char *id = json_string_value(item);

        if (id)
            add_descendant(list, json_sprintf("/subscriptions/%s", id),
                           subscription_type(group), id,
                           display_name(scenario_subscription(f, id), id),
                           parent);
    }
}

void
arm_descendants(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *group, *list;

    if (!arm_admit(f, r, reply))
        return;
    group = find_group(f, r, reply);
    if (!group)
        return;
    list = json_array();
    add_below(f, group, 1, list);
    reply_json(reply, 200, arm_page(r, list, f->options.page_size));
    json_decref(list);
}
