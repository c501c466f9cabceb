/* SPDX-License-Identifier: MIT */
/* fuzz_kube_bindings.c - lists of bindings as an API server gives them. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/kube_bindings.h"

static unsigned ended_times;

static void
ended(void *arg, const struct kube_end *end)
{
    (void)arg;
    ended_times++;
    FUZZ_REQUIRE(end->status == COVERAGE_AUDITED || *end->reason);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http *h = fuzz_http_new(data, size);
    struct binding_list list = { .arena = arena_new() };
    struct cluster_bindings bindings = { 0 };
    const struct http_tls tls = { 0 };
    const struct kube_bindings k = {
        .http = h,
        .server = FUZZ_HOST,
        .tls = &tls,
        .gate = &fuzz_gate,
        .lane = "lane",
        .list = &list,
        .end = ended,
    };

    fuzz_http_stay(h);
    ended_times = 0;
    FUZZ_REQUIRE(kube_bindings_start(&k, NULL) == 0);
    FUZZ_REQUIRE(http_run(h, NULL) == 0);
    FUZZ_REQUIRE(ended_times == 1);
    fuzz_http_end(h);
    FUZZ_REQUIRE(binding_list_give(&list, &bindings) == 0);
    binding_list_free(&list);
    arena_free(list.arena);
    return 0;
}
