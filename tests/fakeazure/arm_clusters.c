/* SPDX-License-Identifier: MIT */
/* arm_clusters.c - managed clusters: lists, one, and their kubeconfigs. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

/* New reference: the api-versions of the scenario, or those of AKS. */
static json_t *
supported_versions(const struct fake *f)
{
    json_t *own = json_object_get(f->tenant, "apiVersions");

    if (json_is_array(own))
        return json_incref(own);
    return json_pack("[s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s]", "2020-11-01",
                     "2021-05-01", "2022-02-01", "2022-11-01", "2023-02-01",
                     "2023-06-01", "2023-11-01", "2024-01-01", "2024-02-01",
                     "2024-05-01", "2024-09-01", "2024-09-02-preview",
                     "2025-05-01", "2025-09-01", "2025-10-01", "2026-05-01");
}

static bool
knows_api_version(const struct fake *f, const struct request *r,
                  struct reply *reply)
{
    const char *asked = request_query(r, "api-version");
    json_t *versions = supported_versions(f), *version;
    struct text list = { 0 };
    bool known = false;
    size_t i;

    json_array_foreach(versions, i, version)
    {
        const char *text = json_string_value(version);

        known = known || (text && strcmp(text, asked) == 0);
        text_addf(&list, "%s%s", i ? ", " : "", text ? text : "");
    }
    if (!known)
        reply_error(reply, 400, "NoRegisteredProviderFound",
                    "No registered resource provider found for location "
                    "'westeurope' and API version '%s' for type "
                    "'managedClusters'. The supported api-versions are '%s'. "
                    "The supported locations are 'westeurope, northeurope'.",
                    asked, list.data ? list.data : "");
    text_free(&list);
    json_decref(versions);
    return known;
}

/* ---- lists -------------------------------------------------------------------- */

/* From `from` on, the next that lies in the group; the count when none does. */
static size_t
next_in_group(const struct fake *f, const json_t *sub, size_t from,
              const char *group)
{
    size_t total = bodies_count(f, sub);

    while (from < total && !bodies_in_group(sub, from, group))
        from++;
    return from;
}

static void
add_page(const struct fake *f, const struct request *r, const json_t *sub,
         const char *group, struct text *out)
{
    size_t total = bodies_count(f, sub);
    size_t at = next_in_group(f, sub, arm_page_start(r), group);
    char *link;

    text_addf(out, "{\"value\":[");
    for (unsigned n = 0; n < f->options.page_size && at < total; n++) {
        if (n > 0)
            text_addf(out, ",");
        bodies_add(f, sub, at, out);
        at = next_in_group(f, sub, at + 1, group);
    }
    text_addf(out, "]");
    if (at < total) {
        link = arm_next_link(r, at);
        text_addf(out, ",\"nextLink\":\"%s\"", link);
        free(link);
    }
    text_addf(out, "}");
}

/* A resource group of the fake is one that holds a cluster. */
static bool
has_group(const struct fake *f, const json_t *sub, const char *group,
          struct reply *reply)
{
    if (!group || next_in_group(f, sub, 0, group) < bodies_count(f, sub))
        return true;
    reply_error(reply, 404, "ResourceGroupNotFound",
                "Resource group '%s' could not be found.", group);
    return false;
}

/* A list that ends in an error after so many pages. */
static bool
is_broken(const struct fake *f, const struct request *r, const json_t *sub)
{
    const json_t *pages = json_object_get(sub, "breaksAfterPage");

    return pages && arm_page_start(r) >= (size_t)json_integer_value(pages) *
                                             f->options.page_size;
}

void
arm_clusters(struct fake *f, const struct request *r, struct reply *reply)
{
    char *group;
    json_t *sub;

    if (!arm_admit(f, r, reply) || !knows_api_version(f, r, reply))
        return;
    sub = arm_find_subscription(f, r, reply);
    if (!sub)
        return;
    if (is_broken(f, r, sub)) {
        reply_status(f, r, reply, 500, 0);
        return;
    }
    group = request_segment(r, "resourceGroups");
    if (has_group(f, sub, group, reply)) {
        add_page(f, r, sub, group, &reply->body);
        reply->status = 200;
    }
    free(group);
}

/* ---- one cluster ---------------------------------------------------------------- */

/* New reference; NULL: the reply is made. */
static json_t *
find_cluster(struct fake *f, const struct request *r, json_t *sub,
             struct reply *reply)
{
    char *name = request_segment(r, "managedClusters");
    char *group = request_segment(r, "resourceGroups");
    json_t *found = bodies_find(f, sub, group, name ? name : "");

    if (!found)
        reply_error(reply, 404, "ResourceNotFound",
                    "The Resource 'Microsoft.ContainerService/"
                    "managedClusters/%s' under resource group '%s' was not "
                    "found. For more details please go to "
                    "https://aka.ms/ARMResourceNotFoundFix",
                    name ? name : "", group ? group : "");
    free(name);
    free(group);
    return found;
}

json_t *
arm_ask_cluster(struct fake *f, const struct request *r, bool change,
                struct reply *reply)
{
    const char *state;
    json_t *sub;

    if (!arm_admit(f, r, reply) || !knows_api_version(f, r, reply))
        return NULL;
    sub = arm_find_subscription(f, r, reply);
    if (!sub)
        return NULL;
    state = json_string_value(json_object_get(sub, "state"));
    if (change && state && strcmp(state, "Disabled") == 0) {
        reply_error(
            reply, 409, "ReadOnlyDisabledSubscription",
            "The subscription '%s' is disabled and therefore marked as read "
            "only. You cannot perform any write actions on this subscription "
            "until it is re-enabled.",
            json_string_value(json_object_get(sub, "subscriptionId")));
        return NULL;
    }
    return find_cluster(f, r, sub, reply);
}

void
arm_cluster(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *c = arm_ask_cluster(f, r, false, reply);

    if (c)
        reply_json(reply, 200, c);
}

/* ---- kubeconfigs ------------------------------------------------------------------ */

/* Certificates are handed out to nobody when local accounts are off. */
static bool
refuse_static(const json_t *cluster, struct reply *reply)
{
    const json_t *p = json_object_get(cluster, "properties");

    if (!json_is_true(json_object_get(p, "disableLocalAccounts")))
        return false;
    reply_error(reply, 400, "BadRequest",
                "Getting static credential is not allowed because this cluster "
                "is set to disable local accounts.");
    return true;
}

static void
hand_out(struct reply *reply, const char *name, char *value)
{
    reply_json(reply, 200,
               json_pack("{s:[{s:s, s:s}]}", "kubeconfigs", "name", name,
                         "value", value));
    free(value);
}

void
arm_user_credential(struct fake *f, const struct request *r,
                    struct reply *reply)
{
    json_t *c = arm_ask_cluster(f, r, true, reply);
    bool integrated = json_is_object(
        json_object_get(json_object_get(c, "properties"), "aadProfile"));

    if (c && (integrated || !refuse_static(c, reply)))
        hand_out(reply, "clusterUser",
                 kubeconfig_user(f, c, request_query(r, "format")));
    json_decref(c);
}

void
arm_admin_credential(struct fake *f, const struct request *r,
                     struct reply *reply)
{
    json_t *c = arm_ask_cluster(f, r, true, reply);

    if (c && !refuse_static(c, reply))
        hand_out(reply, "clusterAdmin", kubeconfig_admin(f, c));
    json_decref(c);
}
