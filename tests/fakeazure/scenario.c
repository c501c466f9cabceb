/* SPDX-License-Identifier: MIT */
/* scenario.c - loads a tenant from its folder. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static json_t *
load(const char *dir, const char *name, bool needed)
{
    char *path = text_format("%s/%s", dir, name);
    json_error_t error;
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

    if (!value && (needed || error.line > 0)) {
        fprintf(stderr, "fakeazure: %s:%d: %s\n", path, error.line, error.text);
        exit(1);
    }
    free(path);
    return value;
}

/* "clusters": "clusters/x.json" becomes the list that the file holds. */
static void
load_clusters(struct fake *f)
{
    json_t *sub;
    size_t i;

    json_array_foreach(json_object_get(f->tenant, "subscriptions"), i, sub)
    {
        json_t *name = json_object_get(sub, "clusters");

        if (json_is_string(name))
            json_object_set_new(
                sub, "clusters",
                load(f->options.scenario, json_string_value(name), true));
        else if (!json_is_array(name))
            json_object_set_new(sub, "clusters", json_array());
    }
}

void
scenario_load(struct fake *f)
{
    json_t *faults, *fault;
    size_t i;

    if (!f->options.scenario) {
        generate_tenant(f);
        return;
    }
    f->tenant = load(f->options.scenario, "tenant.json", true);
    load_clusters(f);
    if (json_is_integer(json_object_get(f->tenant, "pageSize")))
        f->options.page_size = (unsigned)json_integer_value(
            json_object_get(f->tenant, "pageSize"));
    faults = load(f->options.scenario, "faults.json", false);
    json_array_foreach(faults, i, fault) fault_add_json(f, fault);
    json_decref(faults);
}

json_t *
scenario_subscription(const struct fake *f, const char *id)
{
    json_t *sub;
    size_t i;

    json_array_foreach(json_object_get(f->tenant, "subscriptions"), i, sub)
    {
        const char *own =
            json_string_value(json_object_get(sub, "subscriptionId"));

        if (own && id && strcasecmp(own, id) == 0)
            return sub;
    }
    return NULL;
}

const char *
scenario_tenant_id(const struct fake *f)
{
    return json_string_value(json_object_get(f->tenant, "tenantId"));
}
