/* SPDX-License-Identifier: MIT */
/* fuzz_arm_clusters.c - the pages of a subscription's clusters. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/arm.h"
#include "support/str.h"

#define SUBSCRIPTION "11111111-1111-4111-8111-111111111111"

static int
found(void *arg, struct cluster *c)
{
    return snapshot_add_cluster(arg, c);
}

static unsigned ended_times;

static void
ended(void *arg, struct subscription *sub)
{
    (void)arg;
    ended_times++;
    /* What was not seen to its end has a reason. */
    FUZZ_REQUIRE((sub->status == COVERAGE_AUDITED) || !str_empty(sub->reason));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http *h = fuzz_http_new(data, size);
    struct arm arm = { h, &fuzz_gate, FUZZ_HOST };
    struct results r;

    fuzz_http_stay(h);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    struct arm_cluster_list list = {
        .arm = &arm,
        .snapshot = &r.snapshot,
        .subscription = snapshot_subscription(&r.snapshot, SUBSCRIPTION),
        .found = found,
        .ended = ended,
        .arg = &r.snapshot,
    };
    ended_times = 0;
    FUZZ_REQUIRE(arm_clusters_start(&list, NULL) == 0);
    fuzz_http_end(h);
    FUZZ_REQUIRE(ended_times == 1);
    FUZZ_REQUIRE(snapshot_sort(&r.snapshot) == 0);
    results_free(&r);
    return 0;
}
