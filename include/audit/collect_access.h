/* SPDX-License-Identifier: MIT */
/* collect_access.h - who gets in: bindings from the clusters, role assignments
 * from ARM, and the principals that both name from Microsoft Graph. */
#ifndef AKSENTRA_AUDIT_COLLECT_ACCESS_H
#define AKSENTRA_AUDIT_COLLECT_ACCESS_H

#include "model/results.h"
#include "sources/arm.h"
#include "sources/graph.h"
#include "sources/token.h"
#include "support/err.h"

struct access_sources {
    struct http *http;
    struct tokens *tokens;
    const struct arm *arm;
    const struct graph *graph; /* without a gate: Graph cannot be asked */
    unsigned parallel;
    bool allow_admin_credential;
    bool allow_run_command;
};

/* Reads all of it, running the loop. The clusters must have been joined. What
 * cannot be read is in the snapshot, with the reason and the way out. An
 * interruption ends it early. -1: no memory, or libcurl itself failed. */
int collect_access(const struct access_sources *sources, struct snapshot *s,
                   struct err *e);

/* Puts in the directory whom bindings and assignments name. -1: no memory. */
int collect_access_register(struct snapshot *s);

/* Once everything was read: verdicts on subjects, and which assignments reach
 * what. -1: no memory. */
int collect_access_settle(struct snapshot *s);

#endif
