/* SPDX-License-Identifier: MIT */
/* scenario.c - loads a tenant from its folder. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DEFAULT_PAGE_SIZE 10

static void
die(const struct fake *f, const char *what)
{
    fprintf(stderr, "fakeazure: %s/tenant.json: %s\n", f->options.scenario,
            what);
    exit(1);
}

/* New reference; NULL: the file is not there, and not needed. */
static json_t *
load(const char *dir, const char *name, bool needed)
{
    char *path = text_format("%s/%s", dir, name);
    json_error_t error;
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

    if (!value && (needed || error.line > 0)) {
        fprintf(stderr, "fakeazure: %s:%d:%d: %s\n", path, error.line,
                error.column, error.text);
        exit(1);
    }
    free(path);
    return value;
}

/* "clusters": "clusters/x.json" becomes the list that the file holds. */
static void
load_clusters(struct fake *f, json_t *sub)
{
    json_t *name = json_object_get(sub, "clusters");

    if (!json_is_string(json_object_get(sub, "subscriptionId")))
        die(f, "a subscription without subscriptionId");
    if (json_is_string(name))
        json_object_set_new(
            sub, "clusters",
            load(f->options.scenario, json_string_value(name), true));
    else if (!name)
        json_object_set_new(sub, "clusters", json_array());
    if (!json_is_array(json_object_get(sub, "clusters")))
        die(f, "clusters: expected a list, or a file that holds one");
}

static void
load_faults(struct fake *f)
{
    json_t *faults = load(f->options.scenario, "faults.json", false), *fault;
    size_t i;

    json_array_foreach(faults, i, fault)
        fault_add_json(f, fault, f->options.scenario);
    json_decref(faults);
}

/* "graph": "graph.json" becomes what the file holds. */
static void
load_part(struct fake *f, const char *part)
{
    json_t *name = json_object_get(f->tenant, part);

    if (json_is_string(name))
        json_object_set_new(
            f->tenant, part,
            load(f->options.scenario, json_string_value(name), true));
}

static void
load_folder(struct fake *f)
{
    json_t *sub, *size;
    size_t i;

    f->tenant = load(f->options.scenario, "tenant.json", true);
    if (!scenario_tenant_id(f))
        die(f, "tenantId is missing");
    json_array_foreach(json_object_get(f->tenant, "subscriptions"), i, sub)
        load_clusters(f, sub);
    size = json_object_get(f->tenant, "pageSize");
    if (f->options.page_size == 0 && json_integer_value(size) > 0)
        f->options.page_size = (unsigned)json_integer_value(size);
    load_part(f, "graph");
    load_part(f, "kube");
    load_part(f, "authorization");
    load_faults(f);
}

void
scenario_load(struct fake *f)
{
    if (f->options.scenario)
        load_folder(f);
    else
        generate_tenant(f);
    graph_complete(f);
    if (f->options.page_size == 0)
        f->options.page_size = DEFAULT_PAGE_SIZE;
}

/* The object of a list whose member has this value. */
static json_t *
find(const struct fake *f, const char *list, const char *member,
     const char *value)
{
    json_t *item;
    size_t i;

    json_array_foreach(json_object_get(f->tenant, list), i, item)
    {
        const char *own = json_string_value(json_object_get(item, member));

        if (own && value && strcasecmp(own, value) == 0)
            return item;
    }
    return NULL;
}

json_t *
scenario_subscription(const struct fake *f, const char *id)
{
    return find(f, "subscriptions", "subscriptionId", id);
}

json_t *
scenario_client(const struct fake *f, const char *id)
{
    return find(f, "clients", "clientId", id);
}

json_t *
scenario_group(const struct fake *f, const char *name)
{
    return find(f, "managementGroups", "name", name);
}

const char *
scenario_tenant_id(const struct fake *f)
{
    return json_string_value(json_object_get(f->tenant, "tenantId"));
}

const char *
scenario_object_id(const struct fake *f)
{
    const json_t *client =
        json_array_get(json_object_get(f->tenant, "clients"), 0);
    const char *oid = json_string_value(json_object_get(client, "oid"));

    return oid ? oid : "00000000-0000-4000-8000-0000000000a1";
}
