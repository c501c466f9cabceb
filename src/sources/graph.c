/* SPDX-License-Identifier: MIT */
/* graph.c - collections of Microsoft Graph. */
#include "sources/graph.h"

#include "support/buf.h"

static const char *const eventual_headers[] = {
    "ConsistencyLevel: eventual",
    NULL,
};

int
graph_read(const struct graph *g, const char *path, bool eventual,
           int (*item)(void *arg, const json_t *item, struct err *e),
           void (*end)(void *arg, const struct paging_end *end), void *arg,
           struct err *e)
{
    auto_buf url = { 0 };
    struct paging paging = {
        .http = g->http,
        .gate = g->gate,
        .link = "@odata.nextLink",
        .headers = eventual ? eventual_headers : NULL,
        .item = item,
        .end = end,
        .arg = arg,
    };

    buf_addf(&url, "%s/v1.0%s", g->endpoint, path);
    if (!buf_ok(&url))
        return err_nomem(e);
    paging.url = buf_str(&url);
    return paging_start(&paging, e);
}

enum coverage_status
graph_coverage(int http_status)
{
    return http_status == 401 || http_status == 403 ? COVERAGE_DENIED
                                                    : COVERAGE_UNREACHABLE;
}
