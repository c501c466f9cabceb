/* SPDX-License-Identifier: MIT */
/* arm_cluster_read.c - one managed cluster, asked by its id. */
#include <stdlib.h>

#include "sources/arm.h"
#include "sources/arm_cluster.h"
#include "sources/azure_error.h"
#include "support/buf.h"
#include "support/json.h"

static struct cluster *
take_cluster(const struct arm_cluster_read *read, const struct http_reply *r,
             struct err *e)
{
    json_auto_t *body = NULL;
    struct cluster *c = NULL;
    const char *other = NULL;

    if (r->failure != HTTP_OK || r->status != 200) {
        azure_error_set(e, r);
        return NULL;
    }
    body = json_read(r->body, r->len, r->url, e);
    if (!body ||
        arm_cluster_parse(read->snapshot, body, NULL, &c, &other, e) != 0)
        return NULL;
    if (!c)
        err_set(e, ERR_INPUT, "%s: expected a managed cluster, found %s",
                r->url, other);
    return c;
}

static void
read_done(struct http *h, const struct http_reply *r)
{
    struct arm_cluster_read *own = r->arg;
    struct err why = { 0 };
    struct cluster *c = take_cluster(own, r, &why);

    (void)h;
    own->done(own->arg, c, &why);
    free(own);
}

int
arm_cluster_read_start(const struct arm_cluster_read *read, struct err *e)
{
    struct arm_cluster_read *own = malloc(sizeof(*own));
    auto_buf url = { 0 };
    struct http_request request = {
        .lane = read->lane,
        .gate = read->arm->gate,
        .done = read_done,
        .arg = own,
    };
    int rc = -1;

    buf_addf(&url, "%s%s?api-version=" ARM_CLUSTERS_API, read->arm->endpoint,
             read->id);
    request.url = buf_str(&url);
    if (!own || !buf_ok(&url)) {
        err_nomem(e);
    } else {
        *own = *read;
        rc = http_submit(read->arm->http, &request, e);
    }
    if (rc != 0)
        free(own);
    return rc;
}
