/* SPDX-License-Identifier: MIT */
/* export_apps.h - the directory from files: the folder apps/ of an export.
 *
 * These names say that a file is a whole collection, which alone can prove that
 * something is not there (docs/EXPORT.md):
 *     applications.json, service-principals.json, deleted-applications.json,
 *     oauth2-permission-grants.json, app-role-assignments.json,
 *     conditional-access-policies.json
 * Any other *.json is one object or a list of them, told by their members; and
 * ID.owners.json, ID.federated.json, ID.members.json belong to the application
 * or group with this id. */
#ifndef AKSENTRA_SOURCES_EXPORT_APPS_H
#define AKSENTRA_SOURCES_EXPORT_APPS_H

#include "model/results.h"
#include "support/err.h"

/* Reads every folder apps/ below `dir`; where there is none, *found stays as it
 * is. Every file is in the coverage. -1: no memory, or a folder that cannot be
 * read. */
int export_apps_read(struct snapshot *s, const char *dir, bool *found,
                     struct err *e);

/* When all folders were read and the clusters are joined: what the whole
 * collections do not hold is not there. */
void export_apps_settle(struct snapshot *s);

#endif
