/* SPDX-License-Identifier: MIT */
/* export_bindings.h - who gets in, from files: the folder bindings/ of an export.
 *
 * A file tells by its path which cluster it is of: its name up to the first dot,
 * or a folder, is the cluster's; folders above may be its resource group and
 * subscription (docs/EXPORT.md):
 *     bindings/[SUBSCRIPTION/][RESOURCE-GROUP/]CLUSTER.json
 *     bindings/[...]CLUSTER.maintenance.json
 * These names say that a file is all there is, which alone can prove that
 * something is not there:
 *     SUBSCRIPTION-ID.role-assignments.json, SUBSCRIPTION-ID.locks.json,
 *     principals.json
 * Role assignments and definitions, users, groups and service principals are
 * told by their members wherever they stand; ID.groups.json and ID.members.json
 * belong to the principal with this id. */
#ifndef AKSENTRA_SOURCES_EXPORT_BINDINGS_H
#define AKSENTRA_SOURCES_EXPORT_BINDINGS_H

#include "model/results.h"
#include "support/err.h"

struct bindings_export;

/* Reads every folder bindings/ below `dir`, all but the principals. *ret (made
 * when it is NULL) keeps what was read until the end. Every file is in the
 * coverage. -1: no memory, or a folder that cannot be read. */
int export_bindings_read(struct bindings_export **ret, struct snapshot *s,
                         const char *dir, struct err *e);

/* When all folders were read: gives the clusters their bindings, and says which
 * were seen whole. -1: no memory. */
int export_bindings_give(struct bindings_export *x, struct err *e);

/* After that, when those whom bindings and assignments name are
 * in the directory: who they are. -1: no memory. */
int export_bindings_settle(struct bindings_export *x, struct snapshot *s,
                           struct err *e);

struct bindings_export *export_bindings_free(struct bindings_export *x);

#endif
