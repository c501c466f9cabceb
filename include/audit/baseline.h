/* SPDX-License-Identifier: MIT */
/* baseline.h - --baseline RESULTS: what an earlier audit knew. */
#ifndef AKSENTRA_AUDIT_BASELINE_H
#define AKSENTRA_AUDIT_BASELINE_H

#include "support/arena.h"
#include "support/err.h"
#include "support/vec.h"

/* An app that a cluster named as its server or client app. */
struct baseline_app {
    const char *app_id;
    const char *cluster; /* ARM id */
};

struct baseline {
    struct arena *arena;
    struct vec apps; /* struct baseline_app * */
};

/* Reads a results.json of aksentra. ERR_USAGE names the file, and what in it is
 * not as reports/schema/results.schema.json says. */
int baseline_read(struct baseline **ret, const char *path, struct err *e);
struct baseline *baseline_free(struct baseline *b); /* takes NULL */

#endif
