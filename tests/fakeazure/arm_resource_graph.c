/* SPDX-License-Identifier: MIT */
/* arm_resource_graph.c - POST /providers/Microsoft.ResourceGraph/resources: rows of
 * managed clusters, for the one kind of query that is asked here. What may not be
 * read is left out without a word, as Resource Graph does. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS_DEFAULT 100
#define ROWS_MAX 1000
#define SUBSCRIPTIONS_MAX 1000
/* "Guidance for throttled requests in Azure Resource Graph": 15 queries in every
 * window of five seconds. */
#define QUOTA 15
#define WINDOW_MS 5000

static long long
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* False: the window's queries are spent. */
static bool
take_query(struct fake *f, struct reply *reply)
{
    long long now = now_ms(), since = now, used = 0;
    json_t *window;
    char text[32];

    pthread_mutex_lock(&f->lock);
    window = json_object_get(f->buckets, "resource-graph");
    if (window) {
        since = json_integer_value(json_array_get(window, 0));
        used = json_integer_value(json_array_get(window, 1));
    }
    if (now - since >= WINDOW_MS) {
        since = now;
        used = 0;
    }
    used++;
    json_object_set_new(
        f->buckets, "resource-graph",
        json_pack("[I, I]", (json_int_t)since, (json_int_t)used));
    pthread_mutex_unlock(&f->lock);
    snprintf(text, sizeof(text), "%lld", used < QUOTA ? QUOTA - used : 0LL);
    reply_header(reply, "x-ms-user-quota-remaining", text);
    snprintf(text, sizeof(text), "00:00:%02lld",
             (since + WINDOW_MS - now + 999) / 1000);
    reply_header(reply, "x-ms-user-quota-resets-after", text);
    return used <= QUOTA;
}

/* ---- rows ----------------------------------------------------------------------- */

/* Only the properties that the query names; those that are not there are null, as
 * bag_pack() makes them. */
static json_t *
project(json_t *properties, const char *query)
{
    static const char mark[] = ", properties.";
    json_t *out, *value;

    if (!strstr(query, "bag_pack("))
        return json_incref(properties);
    out = json_object();
    for (const char *at = strstr(query, mark); at; at = strstr(at, mark)) {
        char name[64];
        size_t n;

        at += strlen(mark);
        n = strcspn(at, ",)");
        snprintf(name, sizeof(name), "%.*s", (int)n, at);
        value = json_object_get(properties, name);
        json_object_set_new(out, name,
                            value ? json_incref(value) : json_null());
    }
    return out;
}

static json_t *
row_of(const struct fake *f, const json_t *sub, size_t i, const char *query)
{
    static const char *const same[] = { "id",   "name", "location",
                                        "tags", "sku",  "identity" };
    struct text text = { 0 };
    json_t *body, *row = json_object();

    bodies_add(f, sub, i, &text);
    body = json_loadb(text.data, text.len, JSON_DECODE_ANY, NULL);
    text_free(&text);
    for (size_t k = 0; k < sizeof(same) / sizeof(*same); k++) {
        json_t *value = json_object_get(body, same[k]);

        json_object_set_new(row, same[k],
                            value ? json_incref(value) : json_null());
    }
    json_object_set_new(
        row, "type", json_string("microsoft.containerservice/managedclusters"));
    json_object_set(row, "subscriptionId",
                    json_object_get(sub, "subscriptionId"));
    json_object_set_new(row, "properties",
                        project(json_object_get(body, "properties"), query));
    json_decref(body);
    return row;
}

/* The clusters of the subscription that the caller may read. */
static size_t
visible(const struct fake *f, const json_t *sub)
{
    return sub && !json_object_get(sub, "access") ? bodies_count(f, sub) : 0;
}

/* The rows from `from` on; how many there are in all. */
static size_t
add_rows(const struct fake *f, const json_t *ids, const char *query,
         size_t from, size_t top, json_t *rows)
{
    size_t total = 0, k;
    json_t *id;

    json_array_foreach((json_t *)ids, k, id)
    {
        const json_t *sub = scenario_subscription(f, json_string_value(id));
        size_t n = visible(f, sub);

        for (size_t i = 0; i < n; i++, total++) {
            if (total >= from && total < from + top)
                json_array_append_new(rows, row_of(f, sub, i, query));
        }
    }
    return total;
}

/* ---- the query ------------------------------------------------------------------- */

static bool
refuse(const json_t *ids, const char *query, long long top, struct reply *reply)
{
    if (!query ||
        !strstr(query, "microsoft.containerservice/managedclusters")) {
        reply_error(reply, 400, "BadRequest",
                    "Please provide below info when asking for support: the "
                    "query is not one that the fake knows.");
        reply_problem(reply, "Resource Graph: not a query for clusters");
        return true;
    }
    if (json_array_size(ids) == 0 || json_array_size(ids) > SUBSCRIPTIONS_MAX ||
        top < 1 || top > ROWS_MAX) {
        reply_error(reply, 400, "BadRequest",
                    "Please provide below info when asking for support.");
        reply_problem(reply, "Resource Graph: %zu subscriptions, $top %lld",
                      json_array_size(ids), top);
        return true;
    }
    return false;
}

static void
answer(const struct fake *f, const json_t *body, struct reply *reply)
{
    const json_t *ids = json_object_get(body, "subscriptions");
    const json_t *options = json_object_get(body, "options");
    const char *query = json_string_value(json_object_get(body, "query"));
    const char *token =
        json_string_value(json_object_get(options, "$skipToken"));
    const json_t *asked = json_object_get(options, "$top");
    long long top = asked ? json_integer_value(asked) : ROWS_DEFAULT;
    json_t *rows, *out;
    size_t from = 0, total, n;

    if (refuse(ids, query, top, reply))
        return;
    if (token)
        sscanf(token, "rows-%zu", &from);
    rows = json_array();
    total = add_rows(f, ids, query, from, (size_t)top, rows);
    n = json_array_size(rows);
    out = json_pack("{s:I, s:I, s:s, s:o, s:[]}", "totalRecords",
                    (json_int_t)total, "count", (json_int_t)n,
                    "resultTruncated", "false", "data", rows, "facets");
    if (from + n < total) {
        char *next = text_format("rows-%zu", from + n);

        json_object_set_new(out, "$skipToken", json_string(next));
        free(next);
    }
    reply_json(reply, 200, out);
}

void
arm_resource_graph(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *body;

    if (!arm_admit(f, r, reply))
        return;
    if (!take_query(f, reply)) {
        reply_error(reply, 429, "RateLimiting",
                    "Please provide below info when asking for support: client "
                    "application has been throttled and should not attempt to "
                    "repeat the request until an amount of time has elapsed.");
        reply_header(reply, "Retry-After", "5");
        return;
    }
    body = json_loadb(r->body.data ? r->body.data : "", r->body.len, 0, NULL);
    answer(f, body, reply);
    json_decref(body);
}
