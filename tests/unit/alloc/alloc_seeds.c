/* SPDX-License-Identifier: MIT */
/* alloc_seeds.c - scenarios whose inputs are seeds of the fuzz targets. */
#include "alloc_seeds.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/files.h"
#include "support/str.h"

static struct input
seed(const char *target, unsigned place)
{
    struct input in;
    struct buf text = { 0 };
    char path[256];

    snprintf(path, sizeof(path), "build/fuzz/seeds/%s/%u", target, place);
    if (files_read(path, BUF_DEFAULT_LIMIT, &text, NULL) != 0)
        fail_msg("%s: no such seed", path);
    in.len = text.len;
    in.bytes = buf_take(&text);
    return in;
}

void
alloc_add_coverage(struct buf *out, const struct snapshot *s)
{
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];

        buf_addf(out, "%s %d %s\n", sub->id, (int)sub->status,
                 str_or(sub->reason, ""));
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        buf_addf(out, "%s %d %s %zu %zu\n", c->id, (int)c->integration,
                 c->integration_reason ? c->integration_reason : "",
                 c->problems.len, c->maintenance_texts.len);
    }
    for (size_t i = 0; i < s->assignments.len; i++)
        buf_adds(out, ((struct role_assignment *)s->assignments.items[i])->id);
}

/* The input under way, also of a test that failed. */
static char *last;

static void
run(void **state)
{
    const struct scenario *s = *state;
    struct input in;

    free(last);
    in = seed(s->target, s->place);
    last = in.bytes;
    in.bytes += s->choices;
    in.len -= s->choices;
    alloc_fail_each(s->run, &in);
}

int
alloc_run_scenarios(const struct scenario *scenarios, size_t n)
{
    struct CMUnitTest *tests = calloc(n, sizeof(*tests));
    int status;

    for (size_t i = 0; tests && i < n; i++) {
        tests[i].name = scenarios[i].name;
        tests[i].test_func = run;
        tests[i].initial_state = (void *)&scenarios[i];
    }
    status = tests ? _cmocka_run_group_tests("seeds", tests, n, NULL, NULL) : 1;
    free(tests);
    free(last);
    return status;
}
