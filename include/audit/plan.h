/* SPDX-License-Identifier: MIT */
/* plan.h - what an audit will ask: the union of what its checks need. */
#ifndef AKSENTRA_AUDIT_PLAN_H
#define AKSENTRA_AUDIT_PLAN_H

#include <stddef.h>

/* One call of a kind, and what it takes. */
struct plan_step {
    unsigned need; /* enum need of checks/check.h */
    const char *call;
    const char *how_often;
    const char *permission; /* Azure action */
    const char *role;       /* the least built-in role that holds it */
};

/* The steps that the registered checks need, in order; at most `max`. Returns
 * how many. */
size_t plan_steps(const struct plan_step **steps, size_t max);

#endif
