/* SPDX-License-Identifier: MIT */
/* plan.h - what an audit will ask: the union of what its checks need. */
#ifndef AKSENTRA_AUDIT_PLAN_H
#define AKSENTRA_AUDIT_PLAN_H

#include <stdbool.h>
#include <stddef.h>

/* Whose call it is, and so what kind of permission it takes. */
enum plan_service { PLAN_ARM, PLAN_GRAPH, PLAN_KUBERNETES };

/* One call of a kind, and what it takes. */
struct plan_step {
    unsigned need; /* enum need of checks/check.h */
    enum plan_service service;
    const char *call;
    const char *how_often;
    /* ARM: the action; Graph: the application permission; Kubernetes: the data
     * action of Azure RBAC. */
    const char *permission;
    const char *role; /* ARM: the least built-in role that holds it */
};

/* The steps that these needs ask for, in order; at most `max`. Returns how
 * many. */
size_t plan_steps(unsigned needs, const struct plan_step **steps, size_t max);

/* What an audit with these choices needs. */
unsigned plan_needs(bool no_apps, bool no_bindings, bool admin_credential,
                    bool run_command);

/* More than there are steps. */
enum { PLAN_STEPS_MAX = 32 };

#endif
