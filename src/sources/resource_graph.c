/* SPDX-License-Identifier: MIT */
/* resource_graph.c - one query of Azure Resource Graph, page by page. */
#include "sources/resource_graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/arm_cluster.h"
#include "sources/azure_error.h"
#include "support/json.h"
#include "support/str.h"

/* Of the properties only what struct cluster has: a page of whole ones would be
 * ten times as long. $skipToken is given only where the id is among the columns, and
 * pages do not overlap where the order is fixed. */
static const char query_text[] =
    "Resources"
    " | where type =~ 'microsoft.containerservice/managedclusters'"
    " | project id, name, type, location, resourceGroup, subscriptionId, tags, "
    "sku,"
    " identity, properties = bag_pack("
    "'aadProfile', properties.aadProfile, "
    "'apiServerAccessProfile', properties.apiServerAccessProfile, "
    "'azurePortalFQDN', properties.azurePortalFQDN, "
    "'currentKubernetesVersion', properties.currentKubernetesVersion, "
    "'disableLocalAccounts', properties.disableLocalAccounts, "
    "'enableRBAC', properties.enableRBAC, "
    "'fqdn', properties.fqdn, "
    "'kubernetesVersion', properties.kubernetesVersion, "
    "'nodeResourceGroup', properties.nodeResourceGroup, "
    "'powerState', properties.powerState, "
    "'privateFQDN', properties.privateFQDN, "
    "'provisioningState', properties.provisioningState, "
    "'publicNetworkAccess', properties.publicNetworkAccess, "
    "'servicePrincipalProfile', properties.servicePrincipalProfile)"
    " | order by id asc";

/* More pages than a batch can have clusters: AKS allows 5,000 a subscription ("Quotas,
 * virtual machine size restrictions, and region availability"). */
enum { PAGES_MAX = RESOURCE_GRAPH_BATCH * 5000 / RESOURCE_GRAPH_ROWS };

struct query {
    struct resource_graph_query q;
    struct subscription *subscriptions[RESOURCE_GRAPH_BATCH];
    struct map asked;    /* the same, by id */
    struct vec clusters; /* struct cluster * */
    struct vec tokens;   /* char *, of the pages asked for so far */
};

static void
query_free(struct query *q)
{
    for (size_t i = 0; i < q->tokens.len; i++)
        free(q->tokens.items[i]);
    vec_free(&q->tokens);
    vec_free(&q->clusters);
    map_free(&q->asked);
    free(q);
}

static void
finish(struct query *q, const char *trouble)
{
    q->q.ended(q->q.arg, q->subscriptions, q->q.n, &q->clusters, trouble);
    query_free(q);
}

/* ---- asking --------------------------------------------------------------------- */

/* The caller frees it; NULL: no memory. */
static char *
body_of(const struct query *q)
{
    const char *token =
        q->tokens.len ? q->tokens.items[q->tokens.len - 1] : NULL;
    json_auto_t *ids = json_array();
    json_auto_t *body = NULL;

    for (size_t i = 0; i < q->q.n; i++) {
        if (json_array_append_new(ids, json_string(q->subscriptions[i]->id)) !=
            0)
            return NULL;
    }
    body =
        json_pack("{s:O, s:s, s:{s:i, s:s, s:s*}}", "subscriptions", ids,
                  "query", query_text, "options", "$top", RESOURCE_GRAPH_ROWS,
                  "resultFormat", "objectArray", "$skipToken", token);
    return json_write(body, JSON_COMPACT);
}

static void page_done(struct http *h, const struct http_reply *r);

static int
ask(struct query *q, struct err *e)
{
    static const char *const headers[] = { "Content-Type: application/json",
                                           NULL };
    const struct arm *arm = q->q.arm;
    char *body = body_of(q), *url = NULL;
    int rc = -1;

    if (body && asprintf(&url,
                         "%s/providers/Microsoft.ResourceGraph/resources"
                         "?api-version=" RESOURCE_GRAPH_API,
                         arm->endpoint) > 0) {
        const struct http_request request = {
            .method = "POST",
            .url = url,
            .headers = headers,
            .body = body,
            .body_len = strlen(body),
            /* Its quota is the user's, whatever the subscriptions. */
            .lane = "resource-graph",
            .gate = arm->gate,
            .done = page_done,
            .arg = q,
        };

        rc = http_submit(arm->http, &request, e);
    } else {
        err_nomem(e);
    }
    free(url);
    free(body);
    return rc;
}

/* ---- the answer ------------------------------------------------------------------ */

static int
take_row(struct query *q, const json_t *row, struct err *e)
{
    struct cluster *c;
    char subscription[GUID_TEXT_SIZE];
    const char *other;

    if (arm_cluster_subscription(row, subscription) &&
        !map_get(&q->asked, subscription))
        return err_set(e, ERR_INPUT,
                       "it is of a subscription that was not asked for: %s",
                       json_get_text(row, "id"));
    if (arm_cluster_parse(q->q.snapshot, row, NULL, &c, &other, e) != 0)
        return -1;
    if (!c)
        return err_set(e, ERR_INPUT, "expected a managed cluster, found %s",
                       other);
    return vec_push(&q->clusters, c) == 0 ? 0 : err_nomem(e);
}

static int
take_rows(struct query *q, const json_t *page, struct err *e)
{
    const json_t *rows = json_object_get(page, "data");
    struct err why = { 0 };
    size_t i;
    json_t *row;

    if (!json_is_array(rows))
        return err_set(e, ERR_INPUT, "data: expected an array, found %s",
                       rows ? json_kind(rows) : "nothing");
    json_array_foreach(rows, i, row)
    {
        if (take_row(q, row, &why) != 0)
            return err_set(e, why.code, "row %zu: %s", q->clusters.len + 1,
                           why.text);
    }
    return 0;
}

/* All are there, as many as it says itself. */
static int
check_total(const struct query *q, const json_t *page, struct err *e)
{
    const json_t *total = json_object_get(page, "totalRecords");
    const char *truncated = json_get_text(page, "resultTruncated");

    if (str_eq_fold(truncated, "true"))
        return err_set(e, ERR_INPUT,
                       "the answer was cut short (resultTruncated) and has no "
                       "$skipToken for the rest");
    if (!json_is_integer(total))
        return err_set(e, ERR_INPUT,
                       "totalRecords: expected a number, found %s",
                       total ? json_kind(total) : "nothing");
    if ((size_t)json_integer_value(total) != q->clusters.len)
        return err_set(e, ERR_INPUT, "expected %lld rows in all, found %zu",
                       (long long)json_integer_value(total), q->clusters.len);
    return 0;
}

/* 1: there is one more page, and it is asked for. */
static int
next_page(struct query *q, const json_t *page, struct err *e)
{
    const char *token = json_get_text(page, "$skipToken");
    char *copy;

    if (str_empty(token))
        return check_total(q, page, e);
    for (size_t i = 0; i < q->tokens.len; i++) {
        if (str_eq(q->tokens.items[i], token))
            return err_set(e, ERR_INPUT,
                           "page %zu has a $skipToken that an earlier one had, "
                           "too",
                           q->tokens.len + 1);
    }
    if (q->tokens.len >= PAGES_MAX)
        return err_set(e, ERR_LIMIT, "no end after %d pages", PAGES_MAX);
    copy = strdup(token);
    if (!copy || vec_push(&q->tokens, copy) != 0) {
        free(copy);
        return err_nomem(e);
    }
    return ask(q, e) == 0 ? 1 : -1;
}

static int
take_page(struct query *q, const struct http_reply *r, struct err *e)
{
    json_auto_t *page = NULL;

    if (r->failure != HTTP_OK || r->status != 200)
        return azure_error_set(e, r);
    page = json_read(r->body, r->len, r->url, e);
    if (!page || take_rows(q, page, e) != 0)
        return -1;
    return next_page(q, page, e);
}

static void
page_done(struct http *h, const struct http_reply *r)
{
    struct query *q = r->arg;
    struct err why = { 0 };
    int rc = take_page(q, r, &why);

    (void)h;
    if (rc <= 0)
        finish(q, rc == 0 ? NULL : why.text);
}

/* ---- the query ------------------------------------------------------------------- */

int
resource_graph_start(const struct resource_graph_query *query, struct err *e)
{
    struct query *q = calloc(1, sizeof(*q));

    if (!q)
        return err_nomem(e);
    q->q = *query;
    memcpy(q->subscriptions, query->subscriptions,
           query->n * sizeof(*query->subscriptions));
    q->q.subscriptions = q->subscriptions;
    for (size_t i = 0; i < query->n; i++) {
        if (map_put(&q->asked, q->subscriptions[i]->id, q->subscriptions[i]) !=
            0) {
            query_free(q);
            return err_nomem(e);
        }
    }
    if (ask(q, e) == 0)
        return 0;
    query_free(q);
    return -1;
}
