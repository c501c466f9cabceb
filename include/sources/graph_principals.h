/* SPDX-License-Identifier: MIT */
/* graph_principals.h - who the ids and names of bindings and role assignments
 * are: each is asked for once a tenant.
 *
 * Object ids go a thousand a request (getByIds), names fifteen a look-up and
 * twenty look-ups a request; only how many groups somebody is in, and how large
 * a group is, has to be asked one by one. Everything here only starts requests;
 * the answers come while http_run() runs. -1: no memory.
 *
 * Sources: "directoryObject: getByIds", "Use the $filter query parameter" (in:
 * up to 15 values), "List a user's memberships" of the Microsoft Graph docs. */
#ifndef AKSENTRA_SOURCES_GRAPH_PRINCIPALS_H
#define AKSENTRA_SOURCES_GRAPH_PRINCIPALS_H

#include "model/results.h"
#include "sources/graph.h"
#include "support/err.h"

/* As many ids as getByIds takes, values as a filter takes. */
enum { GRAPH_IDS_MAX = 1000, GRAPH_FILTER_VALUES = 15 };

/* Whether each principal of the directory is there, and of which kind. */
int graph_principals_find(const struct graph *g, struct snapshot *s,
                          struct err *e);

/* Once that is known: state, kind of user, memberships and sizes of those that
 * bindings name; where those that are not there went. */
int graph_principals_describe(const struct graph *g, struct snapshot *s,
                              struct err *e);

#endif
