/* SPDX-License-Identifier: MIT */
/* alloc_seeds.h - scenarios whose inputs are seeds of the fuzz targets. */
#ifndef AKSENTRA_TESTS_ALLOC_SEEDS_H
#define AKSENTRA_TESTS_ALLOC_SEEDS_H

#include <stddef.h>

#include "alloc_fail.h"
#include "model/results.h"

/* What a scenario is given. */
struct input {
    char *bytes;
    size_t len;
};

struct scenario {
    const char *name;
    alloc_scenario *run;
    const char *target; /* of tests/fuzz */
    unsigned place;     /* of the seed */
    size_t choices;     /* the first bytes, which choose among things */
};

/* What there is, and what is said of it. */
void alloc_add_coverage(struct buf *out, const struct snapshot *s);

/* Each as a test of its own; what main() returns. */
int alloc_run_scenarios(const struct scenario *scenarios, size_t n);

#endif
