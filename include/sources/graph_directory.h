/* SPDX-License-Identifier: MIT */
/* graph_directory.h - filling the snapshot's directory from Microsoft Graph.
 *
 * Everything here only starts requests; the answers come while http_run() runs.
 * What could not be read is in the directory's views, with the permission that
 * would help. -1: nothing was started, no memory. */
#ifndef AKSENTRA_SOURCES_GRAPH_DIRECTORY_H
#define AKSENTRA_SOURCES_GRAPH_DIRECTORY_H

#include "model/results.h"
#include "sources/graph.h"
#include "support/err.h"

/* Whole collections: a few pages instead of a look-up for every app. */
int graph_start_applications(const struct graph *g, struct snapshot *s,
                             struct err *e);
int graph_start_principals(const struct graph *g, struct snapshot *s,
                           struct err *e);
/* Those after the principals were read, whose ids the grants carry. */
int graph_start_delegated_grants(const struct graph *g, struct snapshot *s,
                                 struct err *e);
int graph_start_role_grants(const struct graph *g, struct snapshot *s,
                            struct err *e);
/* Which applications have federated credentials at all. */
int graph_start_federated(const struct graph *g, struct snapshot *s,
                          struct err *e);
int graph_start_policies(const struct graph *g, struct snapshot *s,
                         struct err *e);
int graph_start_deleted_applications(const struct graph *g, struct snapshot *s,
                                     struct err *e);
/* Users and groups; known principals that are not there are marked. */
int graph_start_deleted_principals(const struct graph *g, struct snapshot *s,
                                   struct err *e);
/* The members of an admin group, by id; once a group. */
int graph_start_members(const struct graph *g, struct snapshot *s,
                        struct group *group, struct err *e);

/* Single objects, twenty a request. Add what is wanted, then send; a look-up
 * that was never sent is freed with graph_lookup_free(). */
struct graph_lookup;

struct graph_lookup *graph_lookup_new(const struct graph *g,
                                      struct snapshot *s); /* NULL: no memory */
int graph_lookup_application(struct graph_lookup *l, struct app *a);
int graph_lookup_principal(struct graph_lookup *l, struct app *a);
int graph_lookup_owners(struct graph_lookup *l, struct app *a);
int graph_lookup_federated(struct graph_lookup *l, struct app *a);
int graph_lookup_group(struct graph_lookup *l, struct group *g);
int graph_lookup_deleted_group(struct graph_lookup *l, struct group *g);
void graph_lookup_send(struct graph_lookup *l);
void graph_lookup_free(struct graph_lookup *l); /* accepts NULL */

/* What would make a part known that Graph refused with this status, or (0)
 * that could not be asked; `denied`: for want of a token. */
const char *graph_remedy(struct snapshot *s, enum directory_part part,
                         int http_status, bool denied);

#endif
