/* SPDX-License-Identifier: MIT */
/* arm.c - subscriptions, management groups and managed clusters. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* The segment after `name` in the path, malloc'd; NULL: none. */
static char *
segment(const struct request *r, const char *name)
{
    const char *place = r->path;
    size_t len = strlen(name);

    while ((place = strchr(place, '/'))) {
        place++;
        if (strncasecmp(place, name, len) == 0 && place[len] == '/')
            return text_format("%.*s", (int)strcspn(place + len + 1, "/"),
                               place + len + 1);
    }
    return NULL;
}

static long long
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The token bucket of one subscription's reads. False: empty. */
static bool
take_read(struct fake *f, const char *id, struct reply *reply)
{
    char left_text[32];
    long long now = now_ms(), then;
    double left;
    json_t *bucket;

    pthread_mutex_lock(&f->lock);
    bucket = json_object_get(f->buckets, id);
    left = bucket ? json_real_value(json_array_get(bucket, 0))
                  : (double)f->options.bucket;
    then = bucket ? json_integer_value(json_array_get(bucket, 1)) : now;
    left += (double)(now - then) / 1000 * (double)f->options.refill;
    if (left > (double)f->options.bucket)
        left = (double)f->options.bucket;
    left -= 1;
    json_object_set_new(
        f->buckets, id,
        json_pack("[f, I]", left < 0 ? 0 : left, (json_int_t)now));
    pthread_mutex_unlock(&f->lock);
    snprintf(left_text, sizeof(left_text), "%ld", left < 0 ? 0 : (long)left);
    reply_header(reply, "x-ms-ratelimit-remaining-subscription-reads",
                 left_text);
    return left >= 0 || !f->options.enforce_bucket;
}

/* What every ARM call checks. False: the reply is made. */
static bool
admit(struct fake *f, const struct request *r, struct reply *reply)
{
    reply_header(reply, "x-ms-request-id",
                 "00000000-0000-4000-8000-00000000f00d");
    reply_header(reply, "x-ms-correlation-request-id",
                 "00000000-0000-4000-8000-00000000f00e");
    if (!token_check(f, r, reply))
        return false;
    if (request_query(r, "api-version"))
        return true;
    reply_error(reply, 400, "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required "
                "for all requests.");
    snprintf(reply->problem, sizeof(reply->problem), "no api-version");
    return false;
}

static bool
knows_api_version(const struct request *r, struct reply *reply)
{
    static const char *const known[] = { "2020-01-01", "2022-11-01",
                                         "2023-02-01", "2023-11-01",
                                         "2024-02-01", "2024-09-01" };
    const char *asked = request_query(r, "api-version");

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (strcmp(asked, known[i]) == 0)
            return true;
    }
    reply_error(reply, 400, "NoRegisteredProviderFound",
                "No registered resource provider found for location "
                "'westeurope' and API version '%s' for type "
                "'managedClusters'. The supported api-versions are "
                "'2020-01-01, 2022-11-01, 2023-02-01, 2023-11-01, 2024-02-01, "
                "2024-09-01, 2024-09-02-preview'.",
                asked);
    return false;
}

/* The subscription of the path, when it may be read. NULL: the reply is made.
 */
static json_t *
find_subscription(struct fake *f, const struct request *r, struct reply *reply)
{
    char *id = segment(r, "subscriptions");
    json_t *sub = scenario_subscription(f, id);
    const char *access = json_string_value(json_object_get(sub, "access"));

    if (!sub) {
        reply_error(reply, 404, "SubscriptionNotFound",
                    "The subscription '%s' could not be found.", id ? id : "");
        free(id);
        return NULL;
    }
    if (!take_read(f, id, reply)) {
        reply_error(reply, 429, "SubscriptionRequestsThrottled",
                    "Number of requests for subscription '%s' exceeded the "
                    "limit. Please try again after '1' seconds.",
                    id);
        reply_header(reply, "Retry-After", "1");
        sub = NULL;
    } else if (access) {
        reply_status(reply, atoi(access));
        if (strcmp(access, "429") == 0)
            reply_header(reply, "Retry-After", "0");
        sub = NULL;
    }
    free(id);
    return sub;
}

/* Without what only the fake knows. */
static json_t *
public_subscription(const json_t *sub)
{
    json_t *copy = json_copy((json_t *)sub);

    json_object_del(copy, "clusters");
    json_object_del(copy, "generated");
    json_object_del(copy, "access");
    json_object_del(copy, "breaksAfterPage");
    return copy;
}

void
arm_subscriptions(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *list = json_array(), *sub;
    size_t i;

    if (!admit(f, r, reply)) {
        json_decref(list);
        return;
    }
    json_array_foreach(json_object_get(f->tenant, "subscriptions"), i, sub)
    {
        if (!json_is_true(json_object_get(sub, "unlisted")))
            json_array_append_new(list, public_subscription(sub));
    }
    reply_json(reply, 200,
               json_pack("{s:o, s:{s:s, s:i}}", "value", list, "count", "type",
                         "Total", "value", (int)json_array_size(list)));
}

void
arm_subscription(struct fake *f, const struct request *r, struct reply *reply)
{
    char *id = segment(r, "subscriptions");
    json_t *sub = scenario_subscription(f, id);

    if (admit(f, r, reply)) {
        if (sub)
            reply_json(reply, 200, public_subscription(sub));
        else
            reply_error(reply, 404, "SubscriptionNotFound",
                        "The subscription '%s' could not be found.", id);
    }
    free(id);
}

void
arm_tenants(struct fake *f, const struct request *r, struct reply *reply)
{
    if (!admit(f, r, reply))
        return;
    reply_json(reply, 200,
               json_pack("{s:[{s:o, s:s, s:s}]}", "value", "id",
                         json_sprintf("/tenants/%s", scenario_tenant_id(f)),
                         "tenantId", scenario_tenant_id(f), "displayName",
                         "Contoso"));
}

/* ---- clusters ------------------------------------------------------------- */

static size_t
count_clusters(const struct fake *f, const json_t *sub)
{
    if (json_object_get(sub, "generated"))
        return f->options.generate_clusters;
    return json_array_size(json_object_get(sub, "clusters"));
}

static void
add_page(const struct fake *f, const json_t *sub, size_t from, size_t to,
         struct text *out)
{
    const json_t *generated = json_object_get(sub, "generated");
    json_t *list = json_object_get(sub, "clusters");

    if (generated) {
        generate_page(f, (unsigned)json_integer_value(generated), from, to,
                      out);
        return;
    }
    text_addf(out, "{\"value\":[");
    for (size_t i = from; i < to; i++) {
        char *body = json_dumps(json_array_get(list, i), JSON_COMPACT);

        text_addf(out, "%s%s", i > from ? "," : "", body);
        free(body);
    }
    text_addf(out, "]");
}

/* The token of a page is the place of its first cluster, dressed up. */
static size_t
page_start(const struct request *r)
{
    const char *token = request_query(r, "$skipToken");
    size_t from = 0;

    if (token)
        sscanf(token, "page-%zu", &from);
    return from;
}

void
arm_clusters(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *sub, *breaks;
    size_t from = page_start(r), to, total;

    if (!admit(f, r, reply) || !knows_api_version(r, reply))
        return;
    sub = find_subscription(f, r, reply);
    if (!sub)
        return;
    breaks = json_object_get(sub, "breaksAfterPage");
    if (breaks && from > 0) {
        reply_status(reply, 500);
        return;
    }
    total = count_clusters(f, sub);
    to = from + f->options.page_size;
    if (to > total)
        to = total;
    if (from > total)
        from = total;
    add_page(f, sub, from, to, &reply->body);
    if (to < total)
        text_addf(&reply->body,
                  ",\"nextLink\":\"%s%s?api-version=%s&%%24skipToken=page-"
                  "%zu\"",
                  r->base, r->path, request_query(r, "api-version"), to);
    text_addf(&reply->body, "}");
    reply->status = 200;
}

/* New reference; NULL: there is none, and the reply is made. */
static json_t *
find_cluster(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *sub = find_subscription(f, r, reply), *found = NULL;
    char *name = segment(r, "managedClusters");
    char *group = segment(r, "resourceGroups");

    if (!sub) {
        free(name);
        free(group);
        return NULL;
    }
    for (size_t i = 0; !found && i < count_clusters(f, sub); i++) {
        const json_t *generated = json_object_get(sub, "generated");
        json_t *c =
            generated
                ? generate_cluster((unsigned)json_integer_value(generated), i)
                : json_incref(
                      json_array_get(json_object_get(sub, "clusters"), i));
        const char *own = json_string_value(json_object_get(c, "name"));

        if (own && name && strcasecmp(own, name) == 0)
            found = c;
        else
            json_decref(c);
    }
    if (!found)
        reply_error(reply, 404, "ResourceNotFound",
                    "The Resource 'Microsoft.ContainerService/"
                    "managedClusters/%s' under resource group '%s' was not "
                    "found.",
                    name, group ? group : "");
    free(name);
    free(group);
    return found;
}

void
arm_cluster(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *c;

    if (!admit(f, r, reply) || !knows_api_version(r, reply))
        return;
    c = find_cluster(f, r, reply);
    if (c)
        reply_json(reply, 200, c);
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
    json_t *c;

    if (!admit(f, r, reply) || !knows_api_version(r, reply))
        return;
    c = find_cluster(f, r, reply);
    if (!c)
        return;
    hand_out(reply, "clusterUser",
             kubeconfig_user(f, c, request_query(r, "format")));
    json_decref(c);
}

void
arm_admin_credential(struct fake *f, const struct request *r,
                     struct reply *reply)
{
    json_t *c;

    if (!admit(f, r, reply) || !knows_api_version(r, reply))
        return;
    c = find_cluster(f, r, reply);
    if (!c)
        return;
    if (json_is_true(json_object_get(json_object_get(c, "properties"),
                                     "disableLocalAccounts")))
        reply_error(reply, 400, "BadRequest",
                    "Getting static credential is not allowed because this "
                    "cluster is set to disable local accounts.");
    else
        hand_out(reply, "clusterAdmin", kubeconfig_admin(c));
    json_decref(c);
}

/* ---- management groups ------------------------------------------------------ */

static json_t *
find_group(struct fake *f, const struct request *r, struct reply *reply)
{
    char *name = segment(r, "managementGroups");
    json_t *group;
    size_t i;

    json_array_foreach(json_object_get(f->tenant, "managementGroups"), i, group)
    {
        const char *own = json_string_value(json_object_get(group, "name"));

        if (own && name && strcasecmp(own, name) == 0) {
            free(name);
            return group;
        }
    }
    reply_error(reply, 404, "NotFound",
                "The management group '%s' cannot be found.", name ? name : "");
    free(name);
    return NULL;
}

void
arm_group(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *group;

    if (!admit(f, r, reply))
        return;
    group = find_group(f, r, reply);
    if (group)
        reply_json(reply, 200,
                   json_pack("{s:O, s:s}", "name",
                             json_object_get(group, "name"), "type",
                             "Microsoft.Management/managementGroups"));
}

void
arm_descendants(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *group, *list, *id;
    size_t i;

    if (!admit(f, r, reply))
        return;
    group = find_group(f, r, reply);
    if (!group)
        return;
    list = json_array();
    json_array_foreach(json_object_get(group, "subscriptions"), i, id)
        json_array_append_new(
            list,
            json_pack("{s:o, s:s, s:O, s:{s:O}}", "id",
                      json_sprintf("/subscriptions/%s", json_string_value(id)),
                      "type",
                      "Microsoft.Management/managementGroups/"
                      "subscriptions",
                      "name", id, "properties", "displayName", id));
    reply_json(reply, 200, json_pack("{s:o}", "value", list));
}
