/* SPDX-License-Identifier: MIT */
/* test_merge.c - which audit's word counts when several become one. */
#include "audit/merge.h"

#include <stdio.h>
#include <string.h>

#include "audit/evaluate.h"
#include "audit/readiness.h"
#include "checks/registry.h"
#include "support/str.h"
#include "unit.h"

#define TENANT "22222222-2222-4222-8222-222222222222"
#define OTHER_TENANT "33333333-2222-4222-8222-222222222222"
#define SUB "11111111-1111-4111-8111-111111111111"
#define SERVER_APP "aaaaaaaa-0000-4000-8000-000000000001"
#define CLIENT_APP "aaaaaaaa-0000-4000-8000-000000000002"

/* Audits that are about to be merged, and what became of them. */
struct bench {
    struct results merged;
    struct merge_part parts[4];
    size_t n;
    struct err e;
};

static int
set_up(void **state)
{
    static struct bench bench;

    memset(&bench, 0, sizeof(bench));
    assert_int_equal(results_init(&bench.merged, NULL), 0);
    *state = &bench;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *b = *state;

    for (size_t i = 0; i < b->n; i++) {
        b->parts[i].results.snapshot.arena = NULL; /* shared */
        results_free(&b->parts[i].results);
    }
    results_free(&b->merged);
    return 0;
}

/* An audit that ended `hour` hours after the first one could, and saw all of one
 * subscription. */
static struct results *
add_part(struct bench *b, int hour, const char *tenant)
{
    static const char *const names[] = { "first.json", "second.json",
                                         "third.json", "fourth.json" };
    struct merge_part *p = &b->parts[b->n];
    struct results *r = &p->results;
    struct subscription *sub;

    p->name = names[b->n++];
    r->snapshot.arena = b->merged.snapshot.arena;
    directory_init(&r->snapshot.directory);
    snprintf(r->run.id, sizeof(r->run.id),
             "dddddddd-0000-4000-8000-00000000000%zu", b->n);
    r->run.started_at = r->run.finished_at = r->snapshot.taken_at =
        1700000000 + hour * 3600;
    r->run.scope = "all";
    r->run.tenant_id = r->snapshot.directory.tenant_id = tenant;
    r->snapshot.no_bindings = true;
    r->snapshot.directory.views[DIRECTORY_APPLICATIONS].status =
        COVERAGE_AUDITED;
    r->snapshot.directory.views[DIRECTORY_SERVICE_PRINCIPALS].status =
        COVERAGE_AUDITED;
    sub = snapshot_subscription(&r->snapshot, SUB);
    assert_non_null(sub);
    sub->tenant_id = tenant;
    sub->listed = true;
    return r;
}

static struct cluster *
add_cluster(struct results *r, const char *name, const char *server_app)
{
    struct cluster *c = arena_alloc(r->snapshot.arena, sizeof(*c));

    assert_non_null(c);
    c->id = arena_printf(r->snapshot.arena,
                         "/subscriptions/" SUB "/resourceGroups/rg/providers/"
                         "Microsoft.ContainerService/managedClusters/%s",
                         name);
    c->name = name;
    c->resource_group = "rg";
    c->subscription = snapshot_find_subscription(&r->snapshot, SUB);
    c->provisioning_state = "Succeeded";
    c->power_state = "Running";
    c->enable_rbac = TRI_YES;
    c->aad.present = true;
    c->aad.server_app_id = server_app;
    c->aad.client_app_id = CLIENT_APP;
    c->aad.tenant_id = r->run.tenant_id;
    assert_int_equal(snapshot_add_cluster(&r->snapshot, c), 0);
    return c;
}

static struct app *
add_app(struct results *r, const char *id, const char *name)
{
    struct app *a =
        directory_app(&r->snapshot.directory, r->snapshot.arena, id);

    assert_non_null(a);
    a->presence = APP_PRESENT;
    a->read = true;
    a->display_name = name;
    return a;
}

/* As one that no cluster of its audit named. */
static struct app *
add_left_over(struct results *r, const char *id, const char *name)
{
    struct app *a = add_app(r, id, name);

    a->roles = APP_ROLE_LEFT_OVER;
    a->certainty = LIKELY;
    return a;
}

/* The audit is done: its checks speak. */
static void
judge(struct results *r)
{
    for (size_t i = 0; i < r->snapshot.clusters.len; i++)
        assert_int_equal(
            cluster_classify(r->snapshot.clusters.items[i], r->snapshot.arena),
            0);
    assert_int_equal(snapshot_sort(&r->snapshot), 0);
    assert_int_equal(snapshot_join_apps(&r->snapshot), 0);
    assert_int_equal(snapshot_list_apps(&r->snapshot), 0);
    assert_int_equal(evaluate(r, NULL), 0);
    assert_int_equal(readiness_derive(r, NULL), 0);
}

static void
merge(struct bench *b)
{
    if (merge_results(&b->merged, b->parts, b->n, &b->e) != 0)
        fail_msg("%s", b->e.text);
}

/* What counts in the merged results, or in one part. */
static size_t
verdicts(const struct results *r, const char *check, enum verdict verdict)
{
    for (size_t i = 0; i < r->n_rules; i++) {
        if (strcmp(r->rules[i]->id, check) == 0)
            return r->summary.verdicts[i][verdict];
    }
    fail_msg("%s did not run", check);
    return 0;
}

static const struct finding *
find_finding(const struct results *r, const char *check, const char *resource)
{
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (strcmp(f->rule->id, check) == 0 &&
            str_eq_fold(f->resource, resource))
            return f;
    }
    return NULL;
}

static bool
has_note(const struct results *r, const char *part)
{
    for (size_t i = 0; i < r->snapshot.coverage.len; i++) {
        const struct coverage *c = r->snapshot.coverage.items[i];

        if (strcmp(c->kind, "input") == 0 && strstr(c->reason, part))
            return true;
    }
    return false;
}

/* Sums and findings say the same. */
static void
assert_sums_hold(const struct results *r)
{
    for (size_t i = 0; i < r->n_rules; i++) {
        for (int v = 0; v < VERDICT_COUNT; v++) {
            size_t n = 0;

            for (size_t k = 0; k < r->findings.len; k++) {
                const struct finding *f = r->findings.items[k];

                n += f->rule == r->rules[i] && (int)f->verdict == v;
            }
            if (v != VERDICT_PASS && n != r->summary.verdicts[i][v])
                fail_msg("%s: %zu findings, but counted %zu", r->rules[i]->id,
                         n, r->summary.verdicts[i][v]);
        }
    }
}

/* ---- checks that compare ------------------------------------------------------- */

static void
test_shared_apps_across_parts(void **state)
{
    struct bench *b = *state;
    struct results *one = add_part(b, 0, TENANT);
    struct results *two = add_part(b, 1, TENANT);

    /* The second one did not see all: else the other cluster was gone. */
    snapshot_find_subscription(&two->snapshot, SUB)->filtered = 1;
    add_cluster(one, "aks-one", SERVER_APP);
    add_cluster(two, "aks-two", SERVER_APP);
    judge(one);
    judge(two);
    assert_int_equal(verdicts(one, "CLU-019", VERDICT_FAIL), 0);
    assert_int_equal(verdicts(two, "CLU-019", VERDICT_FAIL), 0);
    merge(b);
    assert_int_equal(b->merged.snapshot.clusters.len, 2);
    assert_int_equal(verdicts(&b->merged, "CLU-019", VERDICT_FAIL), 2);
    assert_int_equal(verdicts(&b->merged, "CLU-019", VERDICT_PASS), 0);
    assert_int_equal(b->merged.snapshot.groups, 1);
    assert_int_equal(
        directory_find_app(&b->merged.snapshot.directory, CLIENT_APP)->n_users,
        2);
    assert_sums_hold(&b->merged);
}

static void
test_waiver_of_a_check_that_compares(void **state)
{
    static const struct waiver waiver = { .owner = "me", .reason = "known" };
    struct bench *b = *state;
    struct results *one = add_part(b, 0, TENANT);
    struct results *two = add_part(b, 1, TENANT);
    struct cluster *c = add_cluster(one, "aks-one", SERVER_APP);

    snapshot_find_subscription(&two->snapshot, SUB)->filtered = 1;
    add_cluster(one, "aks-two", SERVER_APP);
    add_cluster(two, "aks-three", "aaaaaaaa-0000-4000-8000-000000000003");
    judge(one);
    judge(two);
    ((struct finding *)find_finding(one, "CLU-019", c->id))->waiver = &waiver;
    merge(b);
    assert_ptr_equal(find_finding(&b->merged, "CLU-019", c->id)->waiver,
                     &waiver);
}

/* ---- apps --------------------------------------------------------------------- */

static void
test_left_over_that_another_part_names(void **state)
{
    struct bench *b = *state;
    struct results *one = add_part(b, 0, TENANT);
    struct results *two = add_part(b, 1, TENANT);
    const struct app *a;

    snapshot_find_subscription(&two->snapshot, SUB)->filtered = 1;
    add_cluster(one, "aks-one", SERVER_APP);
    add_app(one, SERVER_APP, "aks-one-server");
    add_left_over(two, SERVER_APP, "aks-one-server");
    add_left_over(two, "aaaaaaaa-0000-4000-8000-000000000009", "old-server");
    judge(one);
    judge(two);
    assert_int_equal(verdicts(two, "APP-012", VERDICT_FAIL), 2);
    merge(b);
    a = directory_find_app(&b->merged.snapshot.directory, SERVER_APP);
    assert_int_equal(a->roles, APP_ROLE_SERVER);
    assert_int_equal(a->certainty, CERTAINTY_NONE);
    assert_int_equal(a->n_users, 1);
    assert_int_equal(verdicts(&b->merged, "APP-012", VERDICT_FAIL), 1);
    assert_null(find_finding(&b->merged, "APP-012", "app:" SERVER_APP));
    /* What servers are asked for was judged by the first one alone, which is the
     * older one and stands last now. */
    one = &b->parts[1].results;
    for (const struct check *const *c = check_registry; *c; c++) {
        if (!((*c)->roles & APP_ROLE_SERVER) ||
            ((*c)->roles & APP_ROLE_LEFT_OVER))
            continue;
        for (int v = 0; v < VERDICT_COUNT; v++) {
            size_t n = verdicts(&b->merged, (*c)->rule.id, (enum verdict)v);

            if (n != verdicts(one, (*c)->rule.id, (enum verdict)v))
                fail_msg("%s: %s is %zu", (*c)->rule.id,
                         verdict_name((enum verdict)v), n);
        }
    }
    assert_sums_hold(&b->merged);
}

static void
test_app_that_one_part_could_not_read(void **state)
{
    struct bench *b = *state;
    struct results *one = add_part(b, 0, TENANT);
    struct results *two = add_part(b, 1, TENANT);
    const struct app *a;

    snapshot_find_subscription(&two->snapshot, SUB)->filtered = 1;
    add_cluster(one, "aks-one", SERVER_APP);
    add_cluster(two, "aks-two", SERVER_APP);
    add_app(one, SERVER_APP, "shared-server");
    two->snapshot.directory.views[DIRECTORY_APPLICATIONS] =
        (struct coverage_view){ .status = COVERAGE_DENIED, .reason = "403" };
    judge(one);
    judge(two);
    assert_int_not_equal(verdicts(two, "APP-001", VERDICT_UNKNOWN), 0);
    merge(b);
    a = directory_find_app(&b->merged.snapshot.directory, SERVER_APP);
    assert_string_equal(a->display_name, "shared-server");
    assert_int_equal(a->n_users, 2);
    /* One judgement of each app, by who saw it; the gap itself stays. */
    assert_null(find_finding(&b->merged, "APP-001", "app:" SERVER_APP));
    assert_int_equal(
        b->merged.snapshot.directory.views[DIRECTORY_APPLICATIONS].status,
        COVERAGE_DENIED);
    assert_sums_hold(&b->merged);
}

static void
test_the_newest_look_at_an_app_counts(void **state)
{
    struct bench *b = *state;
    struct results *one = add_part(b, 5, TENANT);
    struct results *two = add_part(b, 0, TENANT);

    add_cluster(one, "aks-one", SERVER_APP);
    add_app(one, SERVER_APP, "new name");
    add_cluster(two, "aks-one", SERVER_APP);
    add_app(two, SERVER_APP, "old name");
    judge(one);
    judge(two);
    merge(b);
    assert_int_equal(b->merged.snapshot.directory.apps.len, 2);
    assert_string_equal(
        directory_find_app(&b->merged.snapshot.directory, SERVER_APP)
            ->display_name,
        "new name");
    /* One audit's worth of everything. */
    for (size_t i = 0; i < one->n_rules; i++) {
        for (int v = 0; v < VERDICT_COUNT; v++)
            assert_int_equal(
                verdicts(&b->merged, one->rules[i]->id, (enum verdict)v),
                one->summary.verdicts[i][v]);
    }
}

static void
test_tenants_keep_their_apps_apart(void **state)
{
    struct bench *b = *state;
    struct results *one = add_part(b, 0, TENANT);
    struct results *two = add_part(b, 1, OTHER_TENANT);
    size_t n = 0;

    snapshot_find_subscription(&two->snapshot, SUB)->filtered = 1;
    add_cluster(one, "aks-one", SERVER_APP);
    add_cluster(two, "aks-two", SERVER_APP);
    add_app(one, SERVER_APP, "of one");
    add_app(two, SERVER_APP, "of two");
    judge(one);
    judge(two);
    merge(b);
    for (size_t i = 0; i < b->merged.snapshot.directory.apps.len; i++) {
        const struct app *a = b->merged.snapshot.directory.apps.items[i];

        if (strcmp(a->app_id, SERVER_APP) != 0)
            continue;
        n++;
        assert_int_equal(a->n_users, 1);
        assert_string_equal(a->tenant_id, strcmp(a->display_name, "of one") == 0
                                              ? TENANT
                                              : OTHER_TENANT);
    }
    assert_int_equal(n, 2);
    assert_null(b->merged.run.tenant_id);
    assert_sums_hold(&b->merged);
}

/* ---- clusters and subscriptions --------------------------------------------------- */

static void
test_newer_cluster_counts(void **state)
{
    struct bench *b = *state;
    struct results *old = add_part(b, 0, TENANT);
    struct results *now = add_part(b, 1, TENANT);
    struct cluster *c = add_cluster(now, "aks-one", SERVER_APP);

    add_cluster(old, "AKS-one", SERVER_APP); /* ids are without case */
    c->aad = (struct aad_profile){ .present = true, .managed = TRI_YES };
    judge(old);
    judge(now);
    merge(b);
    assert_int_equal(b->merged.snapshot.clusters.len, 1);
    assert_ptr_equal(b->merged.snapshot.clusters.items[0], c);
    assert_true(has_note(&b->merged, "in two inputs"));
    assert_int_equal(verdicts(&b->merged, "CLU-001", VERDICT_FAIL), 0);
    assert_sums_hold(&b->merged);
}

static void
test_gone_only_when_all_was_seen(void **state)
{
    static const struct {
        size_t filtered;
        bool listed;
        enum coverage_status status;
        int hour; /* of the audit without the cluster; the other one is at 1 */
        bool gone;
    } cases[] = {
        { 0, true, COVERAGE_AUDITED, 2, true },
        { 1, true, COVERAGE_AUDITED, 2, false },
        { 0, false, COVERAGE_AUDITED, 2, false }, /* an export of some */
        { 0, true, COVERAGE_PARTIAL, 2, false },
        { 0, true, COVERAGE_DENIED, 2, false },
        { 0, true, COVERAGE_AUDITED, 1, false }, /* at once: who knows */
        { 0, true, COVERAGE_AUDITED, 0, false },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct results *with, *without;
        struct subscription *sub;

        if (i > 0) {
            tear_down(state);
            set_up(state);
        }
        with = add_part(b, 1, TENANT);
        without = add_part(b, cases[i].hour, TENANT);
        sub = snapshot_find_subscription(&without->snapshot, SUB);
        without->snapshot.offline = true;
        sub->filtered = cases[i].filtered;
        sub->listed = cases[i].listed;
        sub->status = cases[i].status;
        add_cluster(with, "aks-one", SERVER_APP);
        judge(with);
        judge(without);
        merge(b);
        if (b->merged.snapshot.clusters.len != !cases[i].gone)
            fail_msg("case %zu", i);
        assert_int_equal(has_note(&b->merged, "gone"), cases[i].gone);
        /* As seen as the better of the two. */
        assert_int_equal(
            snapshot_find_subscription(&b->merged.snapshot, SUB)->status,
            COVERAGE_AUDITED);
    }
}

static void
test_what_cannot_be_merged(void **state)
{
    struct bench *b = *state;
    struct results *one = add_part(b, 0, TENANT);
    struct results *two = add_part(b, 1, TENANT);
    struct run_part part = { .run_id = "dddddddd-0000-4000-8000-000000000002" };

    judge(one);
    judge(two);
    one->run.parts = &part;
    one->run.n_parts = 1;
    assert_int_equal(merge_results(&b->merged, b->parts, 2, &b->e), -1);
    assert_int_equal(b->e.code, ERR_USAGE);
    assert_non_null(strstr(b->e.text, "second.json"));
    one = &b->parts[1].results; /* the older one is last now */
    one->run.n_parts = 0;
    one->snapshot.kubeconfigs_only = true;
    memset(&b->e, 0, sizeof(b->e));
    assert_int_equal(merge_results(&b->merged, b->parts, 2, &b->e), -1);
    assert_non_null(strstr(b->e.text, "results of one command"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_shared_apps_across_parts),
        TEST(test_waiver_of_a_check_that_compares),
        TEST(test_left_over_that_another_part_names),
        TEST(test_app_that_one_part_could_not_read),
        TEST(test_the_newest_look_at_an_app_counts),
        TEST(test_tenants_keep_their_apps_apart),
        TEST(test_newer_cluster_counts),
        TEST(test_gone_only_when_all_was_seen),
        TEST(test_what_cannot_be_merged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
