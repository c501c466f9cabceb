/* SPDX-License-Identifier: MIT */
/* app_words.h - how reports speak of app registrations: roles, permissions, and
 * the safe way to get rid of one. */
#ifndef AKSENTRA_REPORT_APP_WORDS_H
#define AKSENTRA_REPORT_APP_WORDS_H

#include <stddef.h>

#include "model/app.h"
#include "model/results.h"
#include "support/buf.h"

/* The name of a permission that the recipe uses, by its id; NULL: another. */
const char *app_permission_name(const char *id);

/* The migration group of the clusters that name it; 0: none. */
size_t app_migration_group(const struct app *a);

/* What retiring an app takes, in this order; nothing can be undone after the
 * last. */
enum retire_step {
    RETIRE_CONFIRM,
    RETIRE_DISABLE,
    RETIRE_WAIT,
    RETIRE_CREDENTIALS,
    RETIRE_DELETE,
    RETIRE_STEP_COUNT
};

/* Why the app must not be retired now: a cluster names it, or lives by it. NULL:
 * nothing seen speaks against it. */
const char *retire_obstacle(const struct app *a);

/* One sentence for people, without the app's name. */
const char *retire_sentence(enum retire_step step);

/* The commands of a step, a line each; nothing is added where there is none. */
void retire_commands(struct buf *out, const struct app *a,
                     enum retire_step step);

/* "4 named by clusters (1 deleted), 3 left over (2 likely)" */
void app_summary(struct buf *out, const struct snapshot *s);

#endif
