/* SPDX-License-Identifier: MIT */
/* fuzz_arm_access.c - role assignments and definitions, locks and maintenance. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/arm_access.h"

#define SUBSCRIPTION "11111111-1111-4111-8111-111111111111"
#define CLUSTER                                                    \
    "/subscriptions/" SUBSCRIPTION "/resourceGroups/rg/providers/" \
    "Microsoft.ContainerService/managedClusters/aks"

static struct cluster *
add_cluster(struct snapshot *s, struct subscription *sub)
{
    struct cluster *c = arena_alloc(s->arena, sizeof(*c));

    FUZZ_REQUIRE(c);
    c->id = CLUSTER;
    c->name = "aks";
    c->resource_group = "rg";
    c->subscription = sub;
    FUZZ_REQUIRE(snapshot_add_cluster(s, c) == 0);
    return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned choice = fuzz_choice(&data, &size, 4);
    struct http *h = fuzz_http_new(data, size);
    struct arm arm = { h, &fuzz_gate, FUZZ_HOST };
    struct subscription *sub;
    struct cluster *c;
    struct results r;
    struct snapshot *s = &r.snapshot;

    fuzz_http_stay(h);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    sub = snapshot_subscription(s, SUBSCRIPTION);
    c = add_cluster(s, sub);
    switch (choice) {
    case 0:
        arm_role_assignments_start(&arm, s, sub, NULL);
        break;
    case 1:
        arm_role_definition_start(
            &arm, s,
            snapshot_role(s, "/subscriptions/" SUBSCRIPTION
                             "/providers/Microsoft.Authorization/"
                             "roleDefinitions/role"),
            NULL);
        break;
    case 2:
        arm_locks_start(&arm, s, sub, NULL);
        break;
    default:
        arm_maintenance_start(&arm, s, c, NULL);
    }
    fuzz_http_end(h);
    FUZZ_REQUIRE(snapshot_join_access(s) == 0);
    FUZZ_REQUIRE(snapshot_sort(s) == 0);
    results_free(&r);
    return 0;
}
