/* SPDX-License-Identifier: MIT */
/* results_read_private.h - the parts of results_read.h; only its files and
 * results_clusters.c include this. Each reads one value into the results; -1
 * with the error set. */
#ifndef AKSENTRA_SOURCES_RESULTS_READ_PRIVATE_H
#define AKSENTRA_SOURCES_RESULTS_READ_PRIVATE_H

#include "model/audit_diff.h"
#include "sources/results_members.h"
#include "sources/results_read.h"

struct results_reader {
    struct results *results;
    const struct results_reading *how;
    struct members members; /* of the value at hand */
    struct map rules;       /* struct rule *: those of summary.checks */
    struct map changes;     /* struct cluster_change *, by cluster id */
    struct vec change_list; /* the same */
};

/* "FILE: /schema: expected ..., found ...", with what to do about it. */
int results_check_schema(const struct members *m, const json_t *value);

int results_read_run(struct results_reader *r);
int results_read_summary(struct results_reader *r);
int results_read_baseline(struct results_reader *r);
/* Once the clusters are there. */
int results_join_baseline(struct results_reader *r);
int results_read_coverage(struct results_reader *r);

/* The cluster without its bindings, added to the snapshot; NULL: failed. */
struct cluster *results_add_cluster(struct results *r, const struct members *m);
int results_read_cluster(struct results_reader *r);

int results_read_app(struct results_reader *r);
/* `tenant` NULL: where there is one alone. */
const struct app *results_find_app(const struct snapshot *s, const char *id,
                                   const char *tenant);
int results_read_binding(struct results_reader *r);
int results_read_principal(struct results_reader *r);
int results_read_group(struct results_reader *r);
int results_read_assignment(struct results_reader *r);
int results_read_kubeconfig(struct results_reader *r);
int results_read_tool(struct results_reader *r);
int results_read_finding(struct results_reader *r);

#endif
