/* SPDX-License-Identifier: MIT */
/* fuzz_arm_subscriptions.c - lists of subscriptions, one alone, and those of a management
 * group. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/arm.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned choice = fuzz_choice(&data, &size, 3);
    struct http *h = fuzz_http_new(data, size);
    struct arm arm = { h, &fuzz_gate, FUZZ_HOST };
    struct arm_outcome out = { 0 };
    struct vec ids = { 0 };
    struct err e = { 0 };
    struct results r;

    fuzz_http_stay(h);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    switch (choice) {
    case 0:
        arm_subscriptions_read(&arm, &r.snapshot, &out, &e);
        break;
    case 1:
        arm_subscription_read(&arm, &r.snapshot,
                              "11111111-1111-4111-8111-111111111111", &out, &e);
        break;
    default:
        arm_management_group_read(&arm, &r.snapshot, "group", &ids, &out, &e);
    }
    FUZZ_REQUIRE(out.status == COVERAGE_AUDITED || *out.reason);
    vec_free(&ids);
    fuzz_http_end(h);
    results_free(&r);
    return 0;
}
