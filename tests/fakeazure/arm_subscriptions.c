/* SPDX-License-Identifier: MIT */
/* arm_subscriptions.c - subscriptions and tenants. */
#include "fake.h"

#include <stdlib.h>

/* Without what only the fake knows. New reference. */
static json_t *
public_subscription(const json_t *sub)
{
    static const char *const own[] = { "clusters", "generated", "access",
                                       "breaksAfterPage", "unlisted" };
    json_t *copy = json_copy((json_t *)sub);

    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        json_object_del(copy, own[i]);
    return copy;
}

void
arm_subscriptions(struct fake *f, const struct request *r, struct reply *reply)
{
    const json_t *size = json_object_get(f->tenant, "subscriptionPageSize");
    json_t *list, *body, *sub;
    size_t i;

    if (!arm_admit(f, r, reply))
        return;
    list = json_array();
    json_array_foreach(json_object_get(f->tenant, "subscriptions"), i, sub)
    {
        if (!json_is_true(json_object_get(sub, "unlisted")))
            json_array_append_new(list, public_subscription(sub));
    }
    body = arm_page(r, list, (size_t)json_integer_value(size));
    json_object_set_new(body, "count",
                        json_pack("{s:s, s:i}", "type", "Total", "value",
                                  (int)json_array_size(list)));
    json_decref(list);
    reply_json(reply, 200, body);
}

void
arm_subscription(struct fake *f, const struct request *r, struct reply *reply)
{
    char *id = request_segment(r, "subscriptions");
    json_t *sub = scenario_subscription(f, id);

    if (arm_admit(f, r, reply)) {
        if (sub)
            reply_json(reply, 200, public_subscription(sub));
        else
            reply_status(f, r, reply, 404, 0);
    }
    free(id);
}

void
arm_tenants(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *id = scenario_tenant_id(f);
    const char *name =
        json_string_value(json_object_get(f->tenant, "displayName"));

    if (!arm_admit(f, r, reply))
        return;
    reply_json(reply, 200,
               json_pack("{s:[{s:o, s:s, s:s, s:s, s:s}]}", "value", "id",
                         json_sprintf("/tenants/%s", id), "tenantId", id,
                         "displayName", name ? name : "Contoso", "countryCode",
                         "NL", "tenantCategory", "Home"));
}
