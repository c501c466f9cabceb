/* SPDX-License-Identifier: MIT */
/* arm.h - asking Azure Resource Manager: subscriptions, management groups and
 * the managed clusters of a subscription. JSON stops here. */
#ifndef AKSENTRA_SOURCES_ARM_H
#define AKSENTRA_SOURCES_ARM_H

#include <jansson.h>

#include "model/results.h"
#include "support/err.h"
#include "support/http.h"

/* "Subscriptions - List", "Management Groups - Descendants" and "Managed
 * Clusters - List" of the Azure REST API. */
#define ARM_SUBSCRIPTIONS_API "2022-12-01"
#define ARM_MANAGEMENT_GROUPS_API "2020-05-01"
#define ARM_CLUSTERS_API "2024-09-01"

struct arm {
    struct http *http;
    const struct http_gate *gate;
    const char *endpoint; /* https://management.azure.com, no slash at end */
};

/* How a read ended, for callers that wait for it. */
struct arm_outcome {
    enum coverage_status status;
    char reason[ERR_TEXT_MAX];
    char code[128];
    int http_status;
    bool interrupted;
};

/* A subscription from ARM or from `az account list`: id, name, tenant and
 * state, put into the snapshot. -1: no subscription (ERR_INPUT), no memory. */
int arm_subscription_parse(struct snapshot *s, const json_t *body,
                           struct subscription **ret, struct err *e);

/* Reads every subscription that the credential sees into the snapshot; runs
 * the loop until done. -1: nothing could be asked; otherwise *out says how it
 * ended. */
int arm_subscriptions_read(const struct arm *arm, struct snapshot *s,
                           struct arm_outcome *out, struct err *e);

/* The same for one that is not in the list (another tenant, or none). */
int arm_subscription_read(const struct arm *arm, struct snapshot *s,
                          const char *id, struct arm_outcome *out,
                          struct err *e);

/* The ids of all subscriptions below a management group, in the snapshot's
 * arena, appended to *ids (char *). */
int arm_management_group_read(const struct arm *arm, struct snapshot *s,
                              const char *group, struct vec *ids,
                              struct arm_outcome *out, struct err *e);

/* One subscription's clusters. */
struct arm_cluster_list {
    const struct arm *arm;
    struct snapshot *snapshot;
    struct subscription *subscription;
    /* A cluster was read. -1: out of memory. */
    int (*found)(void *arg, struct cluster *c);
    /* The subscription carries its status and reason now. */
    void (*ended)(void *arg, struct subscription *sub);
    void *arg;
};

/* Starts reading; copied. The subscription's status becomes AUDITED only when
 * its last page was read. An api-version that this cloud does not know is
 * replaced, once, by the newest stable one that its refusal names. */
int arm_clusters_start(const struct arm_cluster_list *list, struct err *e);

/* One cluster, by its id. */
struct arm_cluster_read {
    const struct arm *arm;
    struct snapshot *snapshot;
    const char *id; /* only during the call */
    const char *lane;
    /* `c` is not in the snapshot yet; NULL: *why says why (ERR_NOT_FOUND: there is
     * no such cluster). */
    void (*done)(void *arg, struct cluster *c, const struct err *why);
    void *arg;
};

/* Starts it; copied. -1: nothing was started. */
int arm_cluster_read_start(const struct arm_cluster_read *read, struct err *e);

#endif
