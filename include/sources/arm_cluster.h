/* SPDX-License-Identifier: MIT */
/* arm_cluster.h - one managed cluster's JSON becomes a struct cluster.
 *
 * Accepts every shape that Azure and its tools give: ARM's (with `properties`),
 * the Azure CLI's (flattened), a Resource Graph row. Keys are read without
 * case. Source of the fields: Microsoft.ContainerService/managedClusters,
 * api-version 2024-09-01. */
#ifndef AKSENTRA_SOURCES_ARM_CLUSTER_H
#define AKSENTRA_SOURCES_ARM_CLUSTER_H

#include <jansson.h>
#include <stdbool.h>

#include "model/results.h"
#include "support/err.h"
#include "support/guid.h"

/* The subscription in the id of a body; false: there is none. To be asked before
 * arm_cluster_parse(), which takes the subscription for one of the audit. */
bool arm_cluster_subscription(const json_t *body, char id[GUID_TEXT_SIZE]);

/* Makes the cluster in the snapshot's arena, with its subscription and its
 * classification; does not add it to the snapshot. `source` (borrowed, may be
 * NULL) is the file it came from.
 * 0 and *ret: a cluster. 0 and *ret NULL: some other resource, *other says its
 * type (borrowed from `body`). -1: not a resource at all (ERR_INPUT), or out
 * of memory. A member of the wrong type does not fail: it is listed in
 * cluster.problems, or makes the integration unknown. */
int arm_cluster_parse(struct snapshot *s, const json_t *body,
                      const char *source, struct cluster **ret,
                      const char **other, struct err *e);

#endif
