/* SPDX-License-Identifier: MIT */
/* maintenance.h - a maintenance configuration of AKS in one line for people:
 * "default: Sunday 01:00-03:00 UTC".
 *
 * Sources: "Maintenance Configurations - List By Managed Cluster" of the Azure
 * REST API (TimeInWeek and TimeSpan, the older form; MaintenanceWindow with its
 * four kinds of schedule, the newer one), and AKS docs "Use planned
 * maintenance". Hours of the older form are UTC. */
#ifndef AKSENTRA_SOURCES_MAINTENANCE_H
#define AKSENTRA_SOURCES_MAINTENANCE_H

#include <jansson.h>

#include "model/cluster.h"
#include "support/arena.h"
#include "support/err.h"

/* Adds the line of one configuration (as ARM gives it, or flattened as `az aks
 * maintenanceconfiguration list` prints it) to c->maintenance_texts, which stay
 * sorted and hold each line once, and counts it. ERR_INPUT names a member that
 * could not be read and what was expected; the line then says so as well and
 * gives no time. What is no object adds no line. -1 also: no memory. */
int maintenance_add(struct arena *arena, struct cluster *c, const json_t *body,
                    struct err *e);

#endif
