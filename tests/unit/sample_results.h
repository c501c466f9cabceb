/* SPDX-License-Identifier: MIT */
/* sample_results.h - a small tenant of every kind of cluster, evaluated by the
 * real checks, for the tests of the reports. */
#ifndef AKSENTRA_TESTS_SAMPLE_RESULTS_H
#define AKSENTRA_TESTS_SAMPLE_RESULTS_H

#include <stdbool.h>
#include <stdio.h>

#include "model/results.h"
#include "report/overview.h"

#define SAMPLE_SUBSCRIPTION "11111111-1111-4111-8111-111111111111"
#define SAMPLE_NEWLINE_NAME "line\nbreak"

/* Names that want to be something else than a name. */
extern const char *const sample_hostile_names[];
extern const size_t n_sample_hostile_names;

/* Every integration, readiness and coverage status; the legacy clusters
 * "aks-ready", "aks-blocked" (stopped, old), "aks-private" and two named
 * "aks-twin". Stops the test when memory runs out. */
void sample_results(struct results *r);

/* The same and a legacy cluster of each hostile name, also with a hostile
 * resource group, subscription name, tags and region. */
void sample_hostile_results(struct results *r);

/* `n` clusters in subscriptions of 100, a third of them legacy. */
void sample_many_results(struct results *r, size_t n);

/* What a writer wrote of the results, as a string; free() it. */
char *sample_written(int (*write)(FILE *out, const struct overview *o,
                                  struct err *e),
                     const struct results *r);

/* Whether a line of `text` is `line`. */
bool sample_has_line(const char *text, const char *line);

#endif
