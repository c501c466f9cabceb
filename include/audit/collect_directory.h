/* SPDX-License-Identifier: MIT */
/* collect_directory.h - apps, grants and groups from Microsoft Graph, in three
 * rounds: whole collections beside the clusters; then, knowing which clusters
 * there are, what these name; then what is still missing. */
#ifndef AKSENTRA_AUDIT_COLLECT_DIRECTORY_H
#define AKSENTRA_AUDIT_COLLECT_DIRECTORY_H

#include "model/results.h"
#include "sources/graph.h"
#include "support/err.h"

/* Starts the first round; its answers come with the clusters. -1: no memory. */
int collect_directory_begin(const struct graph *g, struct snapshot *s,
                            struct err *e);

/* The second and third round, running the loop. The clusters must have been
 * joined with the apps. An interruption ends it early and is in the snapshot.
 * -1: no memory, or libcurl itself failed. */
int collect_directory_finish(const struct graph *g, struct snapshot *s,
                             struct err *e);

/* Says of every app that matters where it is, from all that was read. */
void collect_directory_settle(struct snapshot *s);

/* Nothing of the directory can be read, for this reason. -1: no memory. */
int collect_directory_refused(struct snapshot *s, enum coverage_status status,
                              const char *reason, const char *remedy);

#endif
