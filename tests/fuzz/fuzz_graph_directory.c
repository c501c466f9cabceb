/* SPDX-License-Identifier: MIT */
/* fuzz_graph_directory.c - collections of Microsoft Graph, and look-ups of single objects. */
#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/graph_directory.h"

#define APP "44444444-4444-4444-8444-444444444444"
#define OBJECT "55555555-5555-4555-8555-555555555555"
#define GROUP "33333333-3333-4333-8333-333333333333"

static void
look_up(const struct graph *g, struct snapshot *s)
{
    struct app *a = directory_app(&s->directory, s->arena, APP);
    struct group *group = directory_group(&s->directory, s->arena, GROUP);
    struct graph_lookup *l = graph_lookup_new(g, s);

    FUZZ_REQUIRE(a && group && l);
    if (!a->object_id)
        a->object_id = OBJECT;
    FUZZ_REQUIRE(graph_lookup_application(l, a) == 0);
    FUZZ_REQUIRE(graph_lookup_principal(l, a) == 0);
    FUZZ_REQUIRE(graph_lookup_owners(l, a) == 0);
    FUZZ_REQUIRE(graph_lookup_federated(l, a) == 0);
    FUZZ_REQUIRE(graph_lookup_group(l, group) == 0);
    FUZZ_REQUIRE(graph_lookup_deleted_group(l, group) == 0);
    graph_lookup_send(l);
}

static void
start(const struct graph *g, struct snapshot *s, unsigned choice)
{
    static int (*const starts[])(const struct graph *, struct snapshot *,
                                 struct err *) = {
        graph_start_applications,
        graph_start_principals,
        graph_start_delegated_grants,
        graph_start_role_grants,
        graph_start_federated,
        graph_start_policies,
        graph_start_deleted_applications,
        graph_start_deleted_principals,
    };

    struct group *group = directory_group(&s->directory, s->arena, GROUP);

    FUZZ_REQUIRE(group);
    if (choice < 8)
        FUZZ_REQUIRE(starts[choice](g, s, NULL) == 0);
    else if (choice == 9)
        look_up(g, s);
    else if (!group->member_ids)
        FUZZ_REQUIRE(graph_start_members(g, s, group, NULL) == 0);
}

/* The first two bytes choose what is asked, one after the other. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned first = fuzz_choice(&data, &size, 10);
    unsigned second = fuzz_choice(&data, &size, 10);
    struct http *h = fuzz_http_new(data, size);
    const struct graph g = { h, &fuzz_gate, FUZZ_HOST, 2 };
    struct results r;
    struct snapshot *s = &r.snapshot;

    fuzz_http_stay(h);
    FUZZ_REQUIRE(results_init(&r, NULL) == 0);
    start(&g, s, first);
    FUZZ_REQUIRE(http_run(h, NULL) == 0);
    start(&g, s, second);
    fuzz_http_end(h);
    FUZZ_REQUIRE(snapshot_join_apps(s) == 0);
    FUZZ_REQUIRE(snapshot_list_apps(s) == 0);
    FUZZ_REQUIRE(snapshot_sort(s) == 0);
    results_free(&r);
    return 0;
}
