/* SPDX-License-Identifier: MIT */
/* test_columns.c - columns, next steps and sums that the reports share. */
#include "report/columns.h"

#include <string.h>

#include "report/by_subscription.h"
#include "report/gaps.h"
#include "report/next_step.h"
#include "sample_results.h"
#include "unit.h"

static const struct cluster *
find(const struct results *r, const char *name)
{
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        const struct cluster *c = r->snapshot.clusters.items[i];

        if (strcmp(c->name, name) == 0)
            return c;
    }
    fail_msg("no cluster %s", name);
    return NULL;
}

static void
expect(const struct overview *o, const char *cluster, const char *key,
       const char *expected)
{
    struct cell cell = { 0 };

    for (size_t i = 0; i < cluster_columns.n; i++) {
        const struct column *column = &cluster_columns.columns[i];

        if (strcmp(column->key, key) != 0)
            continue;
        assert_string_equal(
            column_text(column, &cell, o, find(o->results, cluster)), expected);
        cell_free(&cell);
        return;
    }
    fail_msg("no column %s", key);
}

static void
columns_show_what_is_known(void **state)
{
    static const char *const rows[][3] = {
        { "aks-ready", "owner", "Platform team" },
        { "aks-ready", "environment", "production" },
        { "aks-ready", "readiness", "ready" },
        { "aks-ready", "localAccounts", "true" },
        { "aks-ready", "enableAzureRBAC", "" },
        { "aks-ready", "adminGroupCount", "0" },
        { "aks-ready", "plannedAdminGroupObjectIDs",
          "cccccccc-0000-4000-8000-000000000001" },
        { "aks-ready", "sharedWith", "5" },
        { "aks-ready", "subscriptionName", "Contoso Production" },
        { "aks-blocked", "readiness", "blocked" },
        { "aks-blocked", "blockers", "CLU-005" },
        { "aks-blocked", "owner", "" },
        { "aks-private", "enablePrivateCluster", "true" },
        { "aks-private", "localAccounts", "false" },
        { "aks-migrated", "integration", "managed" },
        { "aks-migrated", "failures", "0" },
        { "aks-migrated", "worstSeverity", "" },
        { "aks-migrated", "adminGroupCount", "2" },
        { "aks-migrated", "adminGroupObjectIDs",
          "bbbbbbbb-0000-4000-8000-000000000001, "
          "bbbbbbbb-0000-4000-8000-000000000002" },
        { "aks-migrated", "sharedWith", "" },
        { "aks-plain", "adminGroupCount", "" },
        { "aks-riddle", "integration", "unknown" },
    };
    struct results r;
    struct overview o;

    (void)state;
    sample_results(&r);
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        expect(&o, rows[i][0], rows[i][1], rows[i][2]);
    overview_free(&o);
    results_free(&r);
}

static void
keys_and_headings_are_unique(void **state)
{
    const struct column_set *sets[] = { &cluster_columns, &finding_columns };

    (void)state;
    for (size_t s = 0; s < ARRAY_LEN(sets); s++) {
        for (size_t i = 0; i < sets[s]->n; i++) {
            for (size_t j = 0; j < i; j++) {
                assert_string_not_equal(sets[s]->columns[i].key,
                                        sets[s]->columns[j].key);
                assert_string_not_equal(sets[s]->columns[i].heading,
                                        sets[s]->columns[j].heading);
            }
        }
    }
}

static void
next_steps_are_plain_words(void **state)
{
    static const char *const rows[][2] = {
        { "aks-ready", "Migrate: az aks update --enable-aad" },
        { "aks-blocked", "Start the cluster first" },
        { "aks-private", "Switch local accounts on first, as a way back in" },
        { "aks-migrated", "Nothing to do" },
        { "aks-cleanup", "Switch local accounts off" },
        { "aks-plain", "Enable managed Entra integration" },
        { "aks-riddle",
          "Find out the integration: az aks show --query aadProfile" },
    };
    struct results r;
    struct overview o;

    (void)state;
    sample_results(&r);
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        expect(&o, rows[i][0], "nextStep", rows[i][1]);
    overview_free(&o);
    results_free(&r);
}

static void
a_blocked_cluster_says_what_its_state_needs(void **state)
{
    static const struct rule rule = { .id = "CLU-005", .blocks = true };
    static const struct rule other = { .id = "NEW-001", .title = "A title" };
    struct finding f = { .rule = &rule, .verdict = VERDICT_FAIL };
    struct cluster c = { .readiness = READINESS_BLOCKED,
                         .integration = INTEGRATION_LEGACY };

    (void)state;
    c.provisioning_state = "Failed";
    assert_non_null(strstr(next_step(&c, &f), "failed state"));
    c.provisioning_state = "Upgrading";
    assert_non_null(strstr(next_step(&c, &f), "Wait"));
    c.power_state = "Stopped";
    assert_non_null(strstr(next_step(&c, &f), "Start"));
    f.rule = &other;
    assert_string_equal(next_step(&c, &f), "A title");
    c.readiness = READINESS_UNKNOWN;
    assert_non_null(strstr(next_step(&c, NULL), "unknown"));
}

static void
the_blocking_failure_is_mended_first(void **state)
{
    struct results r;
    struct overview o;
    const struct tally *t;

    (void)state;
    sample_results(&r);
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    t = overview_tally(&o, find(&r, "aks-blocked"));
    assert_string_equal(t->first->rule->id, "CLU-005");
    assert_int_equal(t->worst->rule->severity, SEVERITY_HIGH);
    t = overview_tally(&o, find(&r, "aks-riddle"));
    assert_int_equal(t->failures, 0);
    assert_true(t->unknown > 5);
    overview_free(&o);
    results_free(&r);
}

static void
portal_links_stay_links(void **state)
{
    struct subscription s = { .tenant_id = "t" };
    struct cluster c = { .id = "/subscriptions/s/rg (1)/a\"b\n#c",
                         .subscription = &s };
    struct run run = { .portal = "https://portal.azure.com/" };
    auto_buf link = { 0 };

    (void)state;
    portal_link(&link, &run, &c);
    assert_string_equal(buf_str(&link),
                        "https://portal.azure.com/#@t/resource/subscriptions/"
                        "s/rg%20%281%29/a%22b%0A%23c");
    buf_reset(&link);
    run.portal = NULL;
    portal_link(&link, &run, &c);
    assert_string_equal(buf_str(&link), "");
    buf_reset(&link);
    run.portal = "https://portal.azure.com";
    s.tenant_id = NULL;
    c.id = "/x";
    portal_link(&link, &run, &c);
    assert_string_equal(buf_str(&link), "https://portal.azure.com/#resource/x");
}

static void
the_other_subscriptions_are_one_row(void **state)
{
    struct by_subscription by;
    struct results r;
    struct overview o;
    size_t sum = 0;

    (void)state;
    sample_many_results(&r, 2400);
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    assert_int_equal(by_subscription(&by, &o), 0);
    assert_int_equal(by.n, BY_SUBSCRIPTION_MAX + 1);
    assert_string_equal(by.rows[by.n - 1].name, "Other (4)");
    for (size_t i = 0; i < by.n; i++) {
        sum += by.rows[i].clusters;
        if (i > 0 && i < BY_SUBSCRIPTION_MAX)
            assert_true(by.rows[i].by_integration[INTEGRATION_LEGACY] <=
                        by.rows[i - 1].by_integration[INTEGRATION_LEGACY]);
    }
    assert_int_equal(sum, 2400);
    overview_free(&o);
    results_free(&r);
}

struct told {
    size_t counts;
    size_t all;
    bool skipped;
    bool cluster;
    bool part;
};

static int
tell(void *arg, const struct gap *gap)
{
    struct told *told = arg;

    told->all++;
    told->counts += gap->counts;
    told->skipped |= strcmp(gap->name, "Gone") == 0 && !gap->counts;
    told->cluster |= strcmp(gap->name, "aks-riddle") == 0 && gap->counts;
    told->part |= strcmp(gap->kind, "part") == 0 && !gap->counts;
    return 0;
}

static void
every_gap_is_told(void **state)
{
    struct told told = { 0 };
    struct results r;
    struct overview o;

    (void)state;
    sample_results(&r);
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    assert_int_equal(gaps_each(&o, tell, &told), 0);
    assert_true(told.skipped && told.cluster && told.part);
    /* Three subscriptions, one cluster, and the checks. */
    assert_true(told.counts > 4);
    /* And what was left out by choice. */
    assert_int_equal(told.all, told.counts + 3 + 1);
    overview_free(&o);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_show_what_is_known),
        cmocka_unit_test(keys_and_headings_are_unique),
        cmocka_unit_test(next_steps_are_plain_words),
        cmocka_unit_test(a_blocked_cluster_says_what_its_state_needs),
        cmocka_unit_test(the_blocking_failure_is_mended_first),
        cmocka_unit_test(portal_links_stay_links),
        cmocka_unit_test(the_other_subscriptions_are_one_row),
        cmocka_unit_test(every_gap_is_told),
    };

    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
