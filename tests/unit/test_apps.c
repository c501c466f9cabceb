/* SPDX-License-Identifier: MIT */
/* test_apps.c - apps joined with clusters, groups of clusters, left-overs. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "model/left_over.h"
#include "model/results.h"
#include "sources/graph_objects.h"

#define A "aaaaaaaa-0000-4000-8000-000000000001"
#define B "aaaaaaaa-0000-4000-8000-000000000002"
#define C "aaaaaaaa-0000-4000-8000-000000000003"
#define D "aaaaaaaa-0000-4000-8000-000000000004"

static struct results results;

static int
open_results(void **state)
{
    (void)state;
    assert_int_equal(results_init(&results, NULL), 0);
    return 0;
}

static int
close_results(void **state)
{
    (void)state;
    results_free(&results);
    return 0;
}

static struct cluster *
add_cluster(const char *name, const char *server, const char *client)
{
    struct snapshot *s = &results.snapshot;
    struct cluster *c = arena_alloc(s->arena, sizeof(*c));

    c->subscription = snapshot_subscription(s, "11111111-1111-4111-8111-"
                                               "111111111111");
    c->id = arena_printf(s->arena, "/clusters/%s", name);
    c->name = name;
    c->aad.present = server || client;
    c->aad.server_app_id = server;
    c->aad.client_app_id = client;
    assert_int_equal(cluster_classify(c, s->arena), 0);
    assert_int_equal(snapshot_add_cluster(s, c), 0);
    return c;
}

static struct app *
add_app(const char *json)
{
    json_t *body = json_loads(json, 0, NULL);
    struct err e = { 0 };
    struct app *a = NULL;

    assert_non_null(body);
    if (graph_application_parse(&results.snapshot, body, &a, &e) != 0)
        fail_msg("%s", e.text);
    json_decref(body);
    return a;
}

static void
join(void)
{
    struct snapshot *s = &results.snapshot;

    assert_int_equal(snapshot_sort(s), 0);
    assert_int_equal(snapshot_join_apps(s), 0);
    assert_int_equal(left_over_recognize(s), 0);
    assert_int_equal(snapshot_list_apps(s), 0);
}

/* ---- the join ------------------------------------------------------------ */

static void
an_app_knows_who_names_it_and_as_what(void **state)
{
    struct cluster *one = add_cluster("one", A, B);
    struct cluster *two = add_cluster("two", A, A);
    const struct app *a;

    (void)state;
    two->service_principal_client_id = B;
    one->service_principal_client_id = "msi";
    join();
    a = directory_find_app(&results.snapshot.directory, A);
    assert_non_null(a);
    assert_int_equal(a->n_users, 2);
    assert_int_equal(a->roles, APP_ROLE_SERVER | APP_ROLE_CLIENT);
    assert_ptr_equal(a->users->cluster, one);
    assert_int_equal(a->users->roles, APP_ROLE_SERVER);
    assert_int_equal(a->users->next->roles, APP_ROLE_SERVER | APP_ROLE_CLIENT);
    a = directory_find_app(&results.snapshot.directory, B);
    assert_int_equal(a->roles, APP_ROLE_CLIENT | APP_ROLE_IDENTITY);
    assert_null(directory_find_app(&results.snapshot.directory, "msi"));
    assert_int_equal(results.snapshot.apps.len, 2);
}

static void
clusters_that_share_an_app_are_one_group(void **state)
{
    const struct cluster *a = add_cluster("a", A, B);
    const struct cluster *b = add_cluster("b", C, B);    /* with a, by B */
    const struct cluster *c = add_cluster("c", C, NULL); /* with b, by C */
    const struct cluster *d = add_cluster("d", D, D);
    struct cluster *e = add_cluster("e", NULL, NULL);

    (void)state;
    e->service_principal_client_id = D; /* an identity ties nothing */
    join();
    assert_int_equal(results.snapshot.groups, 1);
    assert_int_equal(a->migration_group, 1);
    assert_int_equal(b->migration_group, 1);
    assert_int_equal(c->migration_group, 1);
    assert_int_equal(d->migration_group, 0);
    assert_int_equal(e->migration_group, 0);
}

static void
groups_are_numbered_by_their_first_cluster(void **state)
{
    const struct cluster *b = add_cluster("b", B, NULL);
    const struct cluster *a = add_cluster("a", A, NULL);
    const struct cluster *d = add_cluster("d", A, NULL);
    const struct cluster *c = add_cluster("c", B, NULL);

    (void)state;
    join();
    assert_int_equal(results.snapshot.groups, 2);
    assert_int_equal(a->migration_group, 1);
    assert_int_equal(d->migration_group, 1);
    assert_int_equal(b->migration_group, 2);
    assert_int_equal(c->migration_group, 2);
}

/* ---- left-overs ---------------------------------------------------------- */

#define TRIPLE                                                       \
    "\"requiredResourceAccess\":[{\"resourceAppId\":\"" APP_ID_GRAPH \
    "\",\"resourceAccess\":[{\"id\":\"" PERMISSION_USER_READ         \
    "\",\"type\":\"Scope\"},{\"id\":\"" PERMISSION_DIRECTORY_READ    \
    "\",\"type\":\"Scope\"},{\"id\":\"" ROLE_DIRECTORY_READ          \
    "\",\"type\":\"Role\"}]}]"
#define SCOPES                                                          \
    "\"api\":{\"oauth2PermissionScopes\":[{\"id\":\"" C "\",\"value\":" \
    "\"user_impersonation\"}]}"
#define ASKS_FOR(server)                                       \
    "\"requiredResourceAccess\":[{\"resourceAppId\":\"" server \
    "\",\"resourceAccess\":[{\"id\":\"" C "\",\"type\":\"Scope\"}]}]"

static void
how_sure_follows_from_the_signals(void **state)
{
    static const struct {
        const char *json;
        enum certainty certainty;
        size_t signals;
    } rows[] = {
        { "{\"appId\":\"" A "\",\"displayName\":\"webServer\"}", 0, 0 },
        { "{\"appId\":\"" A "\",\"groupMembershipClaims\":\"All\","
          "\"displayName\":\"SQL Server\"}",
          0, 0 },
        { "{\"appId\":\"" A "\",\"displayName\":\"directory tool\"," TRIPLE "}",
          POSSIBLE, 1 },
        { "{\"appId\":\"" A "\",\"displayName\":\"x\",\"passwordCredentials\":["
          "{\"displayName\":\"aksPassword\",\"keyId\":\"k\"}]}",
          POSSIBLE, 1 },
        { "{\"appId\":\"" A "\",\"displayName\":\"webServer\","
          "\"identifierUris\":[\"https://webServer\"]}",
          POSSIBLE, 1 },
        { "{\"appId\":\"" A "\",\"displayName\":\"webServer\"," TRIPLE "}",
          LIKELY, 2 },
        { "{\"appId\":\"" A "\",\"displayName\":\"webServer\","
          "\"groupMembershipClaims\":\"All\",\"identifierUris\":["
          "\"https://webServer\"],\"passwordCredentials\":[{\"displayName\":"
          "\"AKSPassword\",\"keyId\":\"k\"}]," TRIPLE "}",
          LIKELY, 4 },
        { "{\"appId\":\"" A "\",\"displayName\":\"old\","
          "\"requiredResourceAccess\":[{\"resourceAppId\":\"" APP_ID_AAD_GRAPH
          "\",\"resourceAccess\":[{\"id\":\"" AAD_GRAPH_DIRECTORY_READ
          "\",\"type\":\"Role\"}]}]}",
          POSSIBLE, 1 },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct app *a;

        results_free(&results);
        open_results(state);
        a = add_app(rows[i].json);
        join();
        if (a->certainty != rows[i].certainty ||
            a->signals.len != rows[i].signals)
            fail_msg("row %zu: %s with %zu signals", i,
                     certainty_name(a->certainty), a->signals.len);
        assert_int_equal(a->roles != 0, rows[i].certainty != CERTAINTY_NONE);
    }
}

static void
a_client_is_known_by_its_server(void **state)
{
    const struct app *server, *client, *other;

    (void)state;
    server = add_app("{\"appId\":\"" A "\",\"displayName\":\"webServer\","
                     "\"identifierUris\":[\"https://webServer\"]," SCOPES "}");
    client = add_app(
        "{\"appId\":\"" B "\",\"displayName\":\"WEBClient\","
        "\"publicClient\":{\"redirectUris\":[\"https://x\"]}," ASKS_FOR(A) "}");
    other = add_app(
        "{\"appId\":\"" D
        "\",\"displayName\":\"thatClient\"," ASKS_FOR(APP_ID_GRAPH) "}");
    join();
    assert_int_equal(server->certainty, POSSIBLE);
    assert_int_equal(client->certainty, LIKELY);
    assert_int_equal(client->signals.len, 3);
    assert_int_equal(other->roles, 0);
}

static void
what_a_cluster_names_is_no_left_over(void **state)
{
    const struct app *named, *outside, *identity;

    (void)state;
    named = add_app("{\"appId\":\"" A "\"," TRIPLE "}");
    outside = add_app("{\"appId\":\"" B "\"," TRIPLE "}");
    identity = add_app("{\"appId\":\"" C "\"," TRIPLE "}");
    add_cluster("one", A, NULL)->service_principal_client_id = C;
    assert_int_equal(map_put(&results.snapshot.directory.outside_apps, B,
                             (void *)"/clusters/filtered"),
                     0);
    join();
    assert_int_equal(named->roles, APP_ROLE_SERVER);
    assert_int_equal(outside->roles, 0);
    assert_int_equal(identity->roles, APP_ROLE_IDENTITY);
}

static void
what_the_baseline_named_is_certain(void **state)
{
    const struct app *a;

    (void)state;
    a = add_app("{\"appId\":\"" A "\",\"displayName\":\"whatever\"}");
    assert_int_equal(map_put(&results.snapshot.directory.baseline_apps, A,
                             (void *)"/clusters/gone"),
                     0);
    join();
    assert_int_equal(a->certainty, CERTAIN);
    assert_string_equal(a->named_by_baseline, "/clusters/gone");
}

static void
doubt_names_what_was_not_seen(void **state)
{
    struct snapshot *s = &results.snapshot;
    struct cluster *c = add_cluster("one", A, NULL);

    (void)state;
    join();
    assert_null(left_over_doubt(s));
    s->scope_limit = "--subscription narrowed the scope";
    assert_string_equal(left_over_doubt(s), s->scope_limit);
    c->aad.trouble = "no object";
    assert_non_null(strstr(left_over_doubt(s), "aadProfile"));
    c->subscription->status = COVERAGE_DENIED;
    assert_non_null(strstr(left_over_doubt(s), "subscription"));
    s->interrupted = true;
    assert_non_null(strstr(left_over_doubt(s), "interrupted"));
}

/* ---- credentials and grants ---------------------------------------------- */

static void
credentials_of_both_objects_come_by_their_end(void **state)
{
    struct snapshot *s = &results.snapshot;
    struct err e = { 0 };
    json_t *principal = json_loads(
        "{\"appId\":\"" A "\",\"id\":\"" B "\",\"passwordCredentials\":["
        "{\"keyId\":\"p\",\"endDateTime\":\"2025-06-01T00:00:00Z\","
        "\"hint\":\"xyz\",\"secretText\":\"secret\"}],\"keyCredentials\":["
        "{\"keyId\":\"c\",\"endDateTime\":\"2024-01-01T00:00:00+01:00\"},"
        "{\"keyId\":\"c\",\"endDateTime\":\"2024-01-01T00:00:00+01:00\"}]}",
        0, NULL);
    const struct app_credential *c;
    const struct app *a;

    (void)state;
    a = add_app("{\"appId\":\"" A "\",\"passwordCredentials\":["
                "{\"keyId\":\"a\",\"endDateTime\":"
                "\"2299-12-30T23:00:00.1234567Z\"},"
                "{\"keyId\":\"b\",\"endDateTime\":\"2022-01-01T00:00:00Z\"}]}");
    assert_int_equal(graph_principal_parse(s, principal, NULL, &e), 0);
    json_decref(principal);
    c = a->credentials;
    assert_string_equal(c->key_id, "b");
    assert_string_equal(c->next->key_id, "c");
    assert_true(c->next->certificate && c->next->on_service_principal);
    assert_int_equal(c->next->ends_at, 1704063600);
    assert_string_equal(c->next->next->key_id, "p");
    assert_string_equal(c->next->next->next->key_id, "a");
    assert_null(c->next->next->next->next);
    assert_string_equal(app_newest_credential(a)->key_id, "a");
    assert_string_equal(app_live_credential(a, 1735689600)->key_id, "p");
    assert_int_equal(app_days_left(c, 1640995200 - 86400), 1);
    assert_int_equal(app_days_left(c, 1640995200 + 1), -1);
    assert_int_equal(app_days_left(c, 1640995200), 0);
}

static void
an_end_that_makes_no_sense_is_unknown_not_expired(void **state)
{
    const struct app *a;

    (void)state;
    a = add_app("{\"appId\":\"" A "\",\"passwordCredentials\":[{\"keyId\":"
                "\"a\",\"endDateTime\":\"soon\"}]}");
    assert_true(a->credentials->end_unknown);
    assert_ptr_equal(app_live_credential(a, 1795392000), a->credentials);
    assert_int_equal(a->problems.len, 1);
    assert_non_null(strstr(a->problems.items[0], "endDateTime"));
}

static void
declared_is_not_granted(void **state)
{
    struct snapshot *s = &results.snapshot;
    struct err e = { 0 };
    json_t *graph = json_pack("{s:s, s:s}", "appId", APP_ID_GRAPH, "id", D);
    json_t *own = json_pack("{s:s, s:s}", "appId", A, "id", B);
    json_t *role = json_pack("{s:s, s:s, s:s}", "principalId", B, "resourceId",
                             D, "appRoleId", ROLE_DIRECTORY_READ);
    json_t *scope =
        json_pack("{s:s, s:s, s:s, s:s}", "clientId", B, "resourceId", D,
                  "consentType", "AllPrincipals", "scope", " User.Read x");
    json_t *one = json_pack("{s:s, s:s, s:s, s:s}", "clientId", B, "resourceId",
                            D, "consentType", "Principal", "scope", "Other");
    const struct app *a;

    (void)state;
    a = add_app("{\"appId\":\"" A "\"," TRIPLE "}");
    assert_int_equal(graph_principal_parse(s, graph, NULL, &e), 0);
    assert_int_equal(graph_principal_parse(s, own, NULL, &e), 0);
    assert_true(app_declares(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ));
    assert_false(app_has_role(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ));
    assert_int_equal(graph_role_grant_parse(s, role, &e), 0);
    assert_int_equal(graph_role_grant_parse(s, role, &e), 0);
    assert_int_equal(graph_delegated_grant_parse(s, scope, &e), 0);
    assert_int_equal(graph_delegated_grant_parse(s, one, &e), 0);
    assert_true(app_has_role(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ));
    assert_true(app_has_scope(a, APP_ID_GRAPH, "User.Read"));
    assert_true(app_has_scope(a, APP_ID_GRAPH, "x"));
    assert_false(app_has_scope(a, APP_ID_GRAPH, "User"));
    assert_false(app_has_scope(a, APP_ID_GRAPH, "Other"));
    /* The same grant twice is one, and one user's consent is nobody else's. */
    assert_non_null(a->grants->next);
    assert_null(a->grants->next->next);
    json_decref(graph);
    json_decref(own);
    json_decref(role);
    json_decref(scope);
    json_decref(one);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_results, close_results)
    const struct CMUnitTest tests[] = {
        TEST(an_app_knows_who_names_it_and_as_what),
        TEST(clusters_that_share_an_app_are_one_group),
        TEST(groups_are_numbered_by_their_first_cluster),
        TEST(how_sure_follows_from_the_signals),
        TEST(a_client_is_known_by_its_server),
        TEST(what_a_cluster_names_is_no_left_over),
        TEST(what_the_baseline_named_is_certain),
        TEST(doubt_names_what_was_not_seen),
        TEST(credentials_of_both_objects_come_by_their_end),
        TEST(an_end_that_makes_no_sense_is_unknown_not_expired),
        TEST(declared_is_not_granted),
    };

    return cmocka_run_group_tests_name("apps", tests, NULL, NULL);
}
