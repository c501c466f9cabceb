/* SPDX-License-Identifier: MIT */
/* arm_access.h - what Azure Resource Manager knows of access to clusters: role
 * assignments and definitions, locks, maintenance windows.
 *
 * Everything here only starts requests; the answers come while http_run() runs,
 * into the snapshot. What could not be read says so there. -1: nothing was
 * started, no memory.
 *
 * Sources: "Role Assignments - List For Subscription", "Role Definitions - Get By
 * Id", "Management Locks - List At Subscription Level", "Maintenance
 * Configurations - List By Managed Cluster" of the Azure REST API. */
#ifndef AKSENTRA_SOURCES_ARM_ACCESS_H
#define AKSENTRA_SOURCES_ARM_ACCESS_H

#include <jansson.h>

#include "sources/arm.h"

#define ARM_AUTHORIZATION_API "2022-04-01"
#define ARM_LOCKS_API "2016-09-01"

/* The assignments at, above and below a subscription: no filter. */
int arm_role_assignments_start(const struct arm *arm, struct snapshot *s,
                               struct subscription *sub, struct err *e);
/* One definition: built-in ones have the same id everywhere, so that each is
 * asked for once. */
int arm_role_definition_start(const struct arm *arm, struct snapshot *s,
                              struct role_definition *role, struct err *e);
int arm_locks_start(const struct arm *arm, struct snapshot *s,
                    struct subscription *sub, struct err *e);
int arm_maintenance_start(const struct arm *arm, struct snapshot *s,
                          struct cluster *c, struct err *e);

/* Objects of ARM, or as `az role assignment list`, `az role definition list`
 * and `az lock list` print them (flattened). -1: ERR_INPUT says what was
 * expected, or no memory. */
int arm_role_assignment_parse(struct snapshot *s, struct subscription *sub,
                              const json_t *body, struct err *e);
int arm_role_definition_parse(struct snapshot *s, struct role_definition *role,
                              const json_t *body, struct err *e);
/* A ReadOnly lock is given to the clusters that it covers. */
int arm_lock_parse(struct snapshot *s, const json_t *body, struct err *e);

#endif
