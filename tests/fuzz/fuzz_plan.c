/* SPDX-License-Identifier: MIT */
/* fuzz_plan.c - --plan FILE. */
#include "audit/plan_file.h"
#include "fuzz.h"
#include "model/results.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct tag tags[] = { { "env", "prod" }, { "none", NULL } };
    struct plan_file *p = NULL;
    struct err e = { 0 };

    if (plan_file_read(&p, fuzz_file(data, size), &e) != 0) {
        FUZZ_REQUIRE(!p && e.code == ERR_USAGE && *e.text);
        return 0;
    }
    FUZZ_REQUIRE(plan_file_count(p) > 0);
    plan_file_find(p, "/subscriptions/s/resourceGroups/rg/x/aks", "rg", tags, 2,
                   &e);
    plan_file_free(p);
    return 0;
}
