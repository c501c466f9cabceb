/* SPDX-License-Identifier: MIT */
/* graph_principals_private.h - what the files that look principals up share. */
#ifndef AKSENTRA_SOURCES_GRAPH_PRINCIPALS_PRIVATE_H
#define AKSENTRA_SOURCES_GRAPH_PRINCIPALS_PRIVATE_H

#include "sources/graph_principals.h"

/* Starts getByIds for every principal whose id is known and nothing else. */
int graph_find_ids(const struct graph *g, struct snapshot *s, struct err *e);

/* Notes that something of a principal could not be seen, there and in the view
 * of the part. */
void principal_unknown(struct snapshot *s, struct principal *p,
                       enum directory_part part, int http_status, bool no_token,
                       const char *reason);

#endif
