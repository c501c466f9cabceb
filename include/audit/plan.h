/* SPDX-License-Identifier: MIT */
/* plan.h - what an audit will ask: the union of what its checks need. */
#ifndef AKSENTRA_AUDIT_PLAN_H
#define AKSENTRA_AUDIT_PLAN_H

#include <stddef.h>

/* Whose call it is, and so what kind of permission it takes. */
enum plan_service { PLAN_ARM, PLAN_GRAPH };

/* One call of a kind, and what it takes. */
struct plan_step {
    unsigned need; /* enum need of checks/check.h */
    enum plan_service service;
    const char *call;
    const char *how_often;
    /* ARM: the action; Graph: the application permission. */
    const char *permission;
    const char *role; /* ARM: the least built-in role that holds it */
};

/* The steps that these needs ask for, in order; at most `max`. Returns how
 * many. */
size_t plan_steps(unsigned needs, const struct plan_step **steps, size_t max);

/* More than there are steps. */
enum { PLAN_STEPS_MAX = 32 };

#endif
