/* SPDX-License-Identifier: MIT */
/* next_step.c - what to do with a cluster next, in plain words. */
#include "report/next_step.h"

#include "support/str.h"

/* A check that is not listed speaks through its title. */
static const struct {
    const char *check;
    const char *step;
} steps[] = {
    { "CLU-002", "Look at aadProfile: it contradicts itself" },
    { "CLU-003", "Build a new cluster with Kubernetes RBAC" },
    { "CLU-004", "Settle the tenant first: it is not the subscription's" },
    { "CLU-007", "Make the subscription accept changes first" },
    { "CLU-008", "Switch local accounts on first, as a way back in" },
    { "CLU-009", "Switch local accounts off" },
    { "CLU-010", "Enable managed Entra integration" },
    { "CLU-011", "Name an admin group" },
    { "CLU-015", "Upgrade Kubernetes" },
    { "CLU-018", "Give the cluster an identity of its own first" },
    { "CLU-020", "Plan an admin group" },
};

static const char *
mend_state(const struct cluster *c)
{
    if (c->power_state && !str_eq_fold(c->power_state, "Running"))
        return "Start the cluster first";
    if (str_eq_fold(c->provisioning_state, "Failed") ||
        str_eq_fold(c->provisioning_state, "Canceled"))
        return "Mend the failed state first: az aks update";
    return "Wait for the operation under way";
}

static const char *
mend(const struct cluster *c, const struct finding *first)
{
    if (!first)
        return "See the findings";
    if (str_eq(first->rule->id, "CLU-005"))
        return mend_state(c);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (str_eq(first->rule->id, steps[i].check))
            return steps[i].step;
    }
    return first->rule->title;
}

const char *
next_step(const struct cluster *c, const struct finding *first)
{
    switch (c->readiness) {
    case READINESS_READY:
        return "Migrate: az aks update --enable-aad";
    case READINESS_ACTION_NEEDED:
    case READINESS_BLOCKED:
    case READINESS_CLEANUP_NEEDED:
        return mend(c, first);
    case READINESS_MIGRATED:
        return "Nothing to do";
    case READINESS_NOT_INTEGRATED:
        return first && first->rule->blocks ? mend(c, first)
                                            : "Enable managed Entra "
                                              "integration";
    case READINESS_UNKNOWN:
    case READINESS_COUNT:
        break;
    }
    return c->integration == INTEGRATION_UNKNOWN
               ? "Find out the integration: az aks show --query aadProfile"
               : "Make known what is unknown, then decide";
}
