/* SPDX-License-Identifier: MIT */
/* sink.h - where every cluster that a source reads goes: through the filter
 * and into the snapshot, each once. */
#ifndef AKSENTRA_AUDIT_SINK_H
#define AKSENTRA_AUDIT_SINK_H

#include "audit/filter.h"
#include "model/results.h"

struct sink {
    struct snapshot *snapshot;
    const struct filter *filter;
    struct err failure; /* a pattern that came to its limits */
};

/* For struct arm_cluster_list and struct export_reader; `arg` is the sink. A
 * cluster that is there already is left out; where the two readings disagree
 * about its integration, it becomes unknown. -1: out of memory. */
int sink_add(void *arg, struct cluster *c);

#endif
