/* SPDX-License-Identifier: MIT */
/* baseline.c - what an earlier audit knew. */
#include "audit/baseline.h"

#include <stdlib.h>

#include "sources/results_file.h"

static int
keep(void *arg, const char *app_id, const char *cluster)
{
    struct baseline *b = arg;
    struct baseline_app *a = arena_alloc(b->arena, sizeof(*a));

    if (!a)
        return -1;
    a->app_id = arena_strdup(b->arena, app_id);
    a->cluster = arena_strdup(b->arena, cluster);
    return a->app_id && a->cluster ? vec_push(&b->apps, a) : -1;
}

int
baseline_read(struct baseline **ret, const char *path, struct err *e)
{
    struct baseline *b = calloc(1, sizeof(*b));

    if (b)
        b->arena = arena_new();
    if (!b || !b->arena) {
        baseline_free(b);
        return err_nomem(e);
    }
    if (results_file_apps(path, keep, b, e) != 0) {
        baseline_free(b);
        return -1;
    }
    *ret = b;
    return 0;
}

struct baseline *
baseline_free(struct baseline *b)
{
    if (b) {
        vec_free(&b->apps);
        arena_free(b->arena);
    }
    free(b);
    return NULL;
}
