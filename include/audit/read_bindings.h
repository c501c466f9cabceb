/* SPDX-License-Identifier: MIT */
/* read_bindings.h - the bindings of many clusters, each by the first way that
 * leads to them. */
#ifndef AKSENTRA_AUDIT_READ_BINDINGS_H
#define AKSENTRA_AUDIT_READ_BINDINGS_H

#include "audit/collect_access.h"

struct binding_reader;

/* Starts with the first clusters; the others follow as these end, so that no
 * more credentials are in memory than are needed. -1: no memory. */
int read_bindings_start(struct binding_reader **ret,
                        const struct access_sources *sources,
                        struct snapshot *s, struct err *e);

/* When the loop has run: frees the reader (NULL: does nothing). -1: memory ran
 * out on the way. */
int read_bindings_end(struct binding_reader *r, struct err *e);

#endif
