/* SPDX-License-Identifier: MIT */
/* fuzz_arm_cluster.c - a managed cluster of ARM, the Azure CLI or Resource Graph. */
#include "fuzz.h"
#include "model/results.h"
#include "sources/arm_cluster.h"

static void
parse(struct snapshot *s, const json_t *body)
{
    struct cluster *c = NULL;
    const char *other = NULL;
    struct err e = { 0 };

    if (arm_cluster_parse(s, body, "input", &c, &other, &e) != 0) {
        FUZZ_REQUIRE(e.code == ERR_INPUT && *e.text);
        return;
    }
    FUZZ_REQUIRE(c || other);
    if (!c)
        return;
    /* The words of the audit: never legacy and managed at once, and what is
     * not known has a reason. */
    FUZZ_REQUIRE(c->id && c->name && c->subscription);
    FUZZ_REQUIRE(c->integration_reason);
    if (c->aad.trouble)
        FUZZ_REQUIRE(c->integration == INTEGRATION_UNKNOWN);
    FUZZ_REQUIRE(snapshot_add_cluster(s, c) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *body = fuzz_json(data, size);
    struct results r;
    const json_t *item;
    size_t i;

    if (!body)
        return 0;
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    if (json_is_array(body)) {
        json_array_foreach(body, i, item) parse(&r.snapshot, item);
    } else {
        parse(&r.snapshot, body);
    }
    json_decref(body);
    FUZZ_REQUIRE(snapshot_sort(&r.snapshot) == 0);
    results_free(&r);
    return 0;
}
