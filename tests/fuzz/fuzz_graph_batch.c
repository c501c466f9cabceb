/* SPDX-License-Identifier: MIT */
/* fuzz_graph_batch.c - replies of $batch: each look-up is answered once, whatever comes. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/graph.h"

enum { ITEMS = 25 };

static void
answered(void *arg, void *item, const struct graph_answer *a)
{
    unsigned *answers = item;

    (void)arg;
    (*answers)++;
    FUZZ_REQUIRE(*answers == 1);
    FUZZ_REQUIRE(a->reason && a->code);
    FUZZ_REQUIRE(a->status == 200 || *a->reason);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http *h = fuzz_http_new(data, size);
    const struct graph g = { h, &fuzz_gate, FUZZ_HOST, 2 };
    struct graph_batch *b = graph_batch_new(&g, answered, NULL);
    unsigned answers[ITEMS] = { 0 };

    fuzz_http_stay(h);
    FUZZ_REQUIRE(b);
    for (int i = 0; i < ITEMS; i++)
        FUZZ_REQUIRE(graph_batch_add(b, "/things/1", i % 2, &answers[i]) == 0);
    graph_batch_send(b);
    fuzz_http_end(h);
    for (int i = 0; i < ITEMS; i++)
        FUZZ_REQUIRE(answers[i] == 1);
    return 0;
}
