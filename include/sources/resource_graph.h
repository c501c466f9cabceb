/* SPDX-License-Identifier: MIT */
/* resource_graph.h - the managed clusters of many subscriptions from Azure Resource
 * Graph, a thousand a request ("Resources" of the REST API; Azure docs, "Work with
 * large Azure resource data sets", "Guidance for throttled requests in Azure
 * Resource Graph").
 *
 * Resource Graph shows what the credential may read, leaves out the rest without a
 * word, and lags behind Azure Resource Manager. What that means for an audit is
 * for the caller (audit/inventory.h). */
#ifndef AKSENTRA_SOURCES_RESOURCE_GRAPH_H
#define AKSENTRA_SOURCES_RESOURCE_GRAPH_H

#include "sources/arm.h"

#define RESOURCE_GRAPH_API "2021-03-01"

/* "Guidance for throttled requests": groups of fewer than 300. */
#define RESOURCE_GRAPH_BATCH 300
/* The most that a page may have. */
#define RESOURCE_GRAPH_ROWS 1000

struct resource_graph_query {
    const struct arm *arm;
    struct snapshot *snapshot;
    struct subscription *
        *subscriptions; /* copied; RESOURCE_GRAPH_BATCH at most */
    size_t n;
    /* Called once. `clusters` (struct cluster *, not in the snapshot yet) are all
     * that the subscriptions have, as far as the credential may read; or the answer
     * was not whole, `trouble` says why, and no cluster counts. Both are borrowed. */
    void (*ended)(void *arg, struct subscription **subscriptions, size_t n,
                  const struct vec *clusters, const char *trouble);
    void *arg;
};

/* Starts it; pages arrive while http_run() runs. -1: nothing was started. */
int resource_graph_start(const struct resource_graph_query *query,
                         struct err *e);

#endif
