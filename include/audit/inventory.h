/* SPDX-License-Identifier: MIT */
/* inventory.h - which clusters there are: Azure Resource Manager's list of each
 * subscription, or Azure Resource Graph for many at once.
 *
 * Resource Graph is fast and not to be trusted alone: it lags behind, and of what the
 * credential may not read it says nothing. So a cluster that it calls legacy, or of
 * which it is not clear, is asked of Azure Resource Manager, and where a subscription
 * has several of these, its whole list is; so is each subscription of which it shows
 * no cluster, which tells an empty one from one that cannot be
 * read; and so are all of a query whose answer was not whole. */
#ifndef AKSENTRA_AUDIT_INVENTORY_H
#define AKSENTRA_AUDIT_INVENTORY_H

#include <stdbool.h>

#include "sources/arm.h"

enum inventory_way { INVENTORY_ARM, INVENTORY_RESOURCE_GRAPH, INVENTORY_AUTO };

/* From so many subscriptions on `auto` takes Resource Graph: docs/PERFORMANCE.md. */
#define INVENTORY_AUTO_SUBSCRIPTIONS 50

struct inventory {
    const struct arm *arm;
    struct snapshot *snapshot;
    enum inventory_way way;
    /* A cluster was read. -1: out of memory. */
    int (*found)(void *arg, struct cluster *c);
    /* A subscription carries its status and reason now. */
    void (*ended)(void *arg, struct subscription *sub);
    void *arg;

    /* Of Resource Graph; for inventory_settle(). */
    size_t asked;     /* subscriptions */
    size_t listed;    /* those of which it showed clusters */
    size_t confirmed; /* clusters that were asked of Azure Resource Manager */
    size_t gone;      /* of these, not there any more */
    const char *trouble; /* the first answer that was not whole; in the arena */
    bool out_of_memory;
};

/* Whether a subscription is asked for its clusters: not one that the scope passed
 * over, or whose reading was refused when the scope was made. */
bool inventory_asks(const struct subscription *sub);

/* Starts reading all subscriptions of the snapshot; they arrive while http_run()
 * runs. *i must live until then. -1: nothing more was started. */
int inventory_start(struct inventory *i, struct err *e);

/* After http_run(): puts into the coverage how the inventory was made. */
int inventory_settle(struct inventory *i, struct err *e);

#endif
