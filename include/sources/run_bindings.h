/* SPDX-License-Identifier: MIT */
/* run_bindings.h - the bindings of one cluster through run command.
 *
 * What a command writes is cut off at 512 kB without a word. So that nothing is
 * lost, the list is asked for in slices, each with the number of all bindings:
 * a slice that does not parse is asked for again in halves, and a number that
 * changes on the way begins the list again. */
#ifndef AKSENTRA_SOURCES_RUN_BINDINGS_H
#define AKSENTRA_SOURCES_RUN_BINDINGS_H

#include "sources/arm_cluster_call.h"
#include "sources/binding_objects.h"

struct run_bindings {
    const struct arm *arm;
    const struct cluster *cluster;
    const struct http_gate *cluster_gate; /* as in struct arm_run_call */
    struct binding_list *list;
    /* `why` is NULL when all was read. */
    void (*end)(void *arg, const struct arm_refusal *why);
    void *arg;
};

/* The struct is copied. -1: nothing was started. */
int run_bindings_start(const struct run_bindings *r, struct err *e);

/* The command that writes the bindings from..to-1 of the list. */
void run_bindings_command(struct buf *out, size_t from, size_t to);

#endif
