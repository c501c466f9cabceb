/* SPDX-License-Identifier: MIT */
/* plan.c - what an audit will ask. */
#include "audit/plan.h"

#include "checks/check.h"
#include "sources/arm.h"

static const struct plan_step known_steps[] = {
    { NEED_SUBSCRIPTIONS,
      "GET /subscriptions?api-version=" ARM_SUBSCRIPTIONS_API,
      "once, and once for every further page",
      "Microsoft.Resources/subscriptions/read", "Reader" },
    { NEED_CLUSTERS,
      "GET /subscriptions/{id}/providers/Microsoft.ContainerService/"
      "managedClusters?api-version=" ARM_CLUSTERS_API,
      "once for every subscription in scope, and once for every further page",
      "Microsoft.ContainerService/managedClusters/read", "Reader" },
};

size_t
plan_steps(const struct plan_step **steps, size_t max)
{
    unsigned needs = 0;
    size_t n = 0;

    for (const struct check *const *c = check_registry; *c; c++)
        needs |= (*c)->needs;
    for (size_t i = 0; i < sizeof(known_steps) / sizeof(*known_steps); i++) {
        if ((needs & known_steps[i].need) && n < max)
            steps[n++] = &known_steps[i];
    }
    return n;
}
