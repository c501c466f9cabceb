/* SPDX-License-Identifier: MIT */
/* fuzz_graph_principals.c - who the ids and names of bindings are. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/graph_principals.h"

static void
add(struct snapshot *s)
{
    static const char *const ids[] = {
        "11111111-1111-4111-8111-111111111111",
        "22222222-2222-4222-8222-222222222222",
        "33333333-3333-4333-8333-333333333333",
        "no id at all",
    };
    static const char *const names[] = { "ann@example.com",
                                         "o'brien@example.com" };

    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct principal *p =
            directory_principal(&s->directory, s->arena, ids[i]);

        FUZZ_REQUIRE(p);
        p->bound = true;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct principal *p =
            directory_named_user(&s->directory, s->arena, names[i]);

        FUZZ_REQUIRE(p);
        p->bound = true;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http *h = fuzz_http_new(data, size);
    const struct graph g = { h, &fuzz_gate, FUZZ_HOST, 2 };
    struct results r;

    fuzz_http_stay(h);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    add(&r.snapshot);
    FUZZ_REQUIRE(graph_principals_find(&g, &r.snapshot, NULL) == 0);
    FUZZ_REQUIRE(http_run(h, NULL) == 0);
    FUZZ_REQUIRE(graph_principals_describe(&g, &r.snapshot, NULL) == 0);
    fuzz_http_end(h);
    FUZZ_REQUIRE(snapshot_sort(&r.snapshot) == 0);
    results_free(&r);
    return 0;
}
