/* SPDX-License-Identifier: MIT */
/* fuzz_kubeconfig.c - kubeconfig files. */
#include "fuzz.h"
#include "model/kubeconfig_judge.h"
#include "sources/kubeconfig.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool named = fuzz_choice(&data, &size, 2), is_one = false;
    struct kubeconfig_set *set = NULL;
    struct err e = { 0 };
    struct results r;

    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    FUZZ_REQUIRE(kubeconfig_set_new(&set, &r.snapshot, NULL) == 0);
    if (kubeconfig_set_add(set, fuzz_file(data, size), named, &is_one, &e) != 0)
        FUZZ_REQUIRE(*e.text && e.code != ERR_NOMEM);
    FUZZ_REQUIRE(kubeconfig_set_finish(set, NULL) == 0);
    kubeconfig_set_free(set);
    FUZZ_REQUIRE(snapshot_sort(&r.snapshot) == 0);
    FUZZ_REQUIRE(kubeconfig_judge(&r.snapshot) == 0);
    results_free(&r);
    return 0;
}
