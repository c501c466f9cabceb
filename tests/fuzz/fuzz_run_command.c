/* SPDX-License-Identifier: MIT */
/* fuzz_run_command.c - bindings through run command, slice by slice. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/run_bindings.h"

static unsigned ended_times;

static void
ended(void *arg, const struct arm_refusal *why)
{
    (void)arg;
    ended_times++;
    if (why)
        FUZZ_REQUIRE(*why->reason && why->status != COVERAGE_AUDITED);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http *h = fuzz_http_new(data, size);
    struct arm arm = { h, &fuzz_gate, FUZZ_HOST };
    struct subscription sub = { .id = "sub" };
    struct cluster c = { .id = "/subscriptions/sub/aks", .subscription = &sub };
    struct binding_list list = { .arena = arena_new() };
    struct cluster_bindings bindings = { 0 };
    const struct run_bindings run = {
        .arm = &arm,
        .cluster = &c,
        .cluster_gate = &fuzz_gate,
        .list = &list,
        .end = ended,
    };

    ended_times = 0;
    if (run_bindings_start(&run, NULL) == 0) {
        FUZZ_REQUIRE(http_run(h, NULL) == 0);
        FUZZ_REQUIRE(ended_times == 1);
    }
    fuzz_http_end(h);
    FUZZ_REQUIRE(binding_list_give(&list, &bindings) == 0);
    binding_list_free(&list);
    arena_free(list.arena);
    return 0;
}
