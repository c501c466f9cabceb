/* SPDX-License-Identifier: MIT */
/* test_audit_diff.c - what may be called gone, new, mended or migrated, row by
 * row, and what may not. */
#include "unit.h"

#include <string.h>

#include "model/app.h"
#include "model/audit_diff.h"

#define SUB "11111111-1111-4111-8111-111111111111"
#define ONE                                               \
    "/subscriptions/" SUB "/resourceGroups/rg/providers/" \
    "Microsoft.ContainerService/managedClusters/one"
#define ONE_SHOUTED                                       \
    "/SUBSCRIPTIONS/" SUB "/RESOURCEGROUPS/RG/PROVIDERS/" \
    "MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/ONE"

enum { ABSENT = -1 };

/* How an audit saw the subscription. */
enum sub_sight {
    WHOLE,
    NOT_IN_SCOPE,
    DENIED,
    UNREACHABLE,
    PARTIAL,
    SKIPPED,
    EXPORT
};

/* One audit: the cluster's integration or ABSENT, and the rest. */
struct seen {
    int integration;
    enum sub_sight sub;
    const char *filter; /* NULL: none */
};

static void
add_subscription(struct audit_record *r, enum sub_sight sight)
{
    static const enum coverage_status statuses[] = {
        [WHOLE] = COVERAGE_AUDITED,           [DENIED] = COVERAGE_DENIED,
        [UNREACHABLE] = COVERAGE_UNREACHABLE, [PARTIAL] = COVERAGE_PARTIAL,
        [SKIPPED] = COVERAGE_SKIPPED,         [EXPORT] = COVERAGE_AUDITED,
    };
    struct record_subscription *sub;

    if (sight == NOT_IN_SCOPE)
        return;
    sub = audit_record_subscription(r, SUB);
    assert_non_null(sub);
    sub->status = statuses[sight];
    sub->whole = sight == WHOLE;
}

static struct audit_record *
make(const struct seen *seen)
{
    struct audit_record *r = audit_record_new();

    assert_non_null(r);
    r->complete = true;
    r->finished_at = "2026-10-01T00:00:00Z";
    add_subscription(r, seen->sub);
    if (seen->filter) {
        r->filters.items = arena_alloc(r->arena, sizeof(char *));
        r->filters.items[0] = seen->filter;
        r->filters.len = 1;
    }
    if (seen->integration != ABSENT) {
        /* Ids are compared without case. */
        struct record_cluster *c =
            audit_record_cluster(r, seen->sub == PARTIAL ? ONE_SHOUTED : ONE);

        assert_non_null(c);
        c->name = "one";
        c->subscription_id = SUB;
        c->integration = (enum integration)seen->integration;
    }
    return r;
}

#define L INTEGRATION_LEGACY
#define M INTEGRATION_MANAGED
#define N INTEGRATION_NONE
#define U INTEGRATION_UNKNOWN

static const struct {
    struct seen was;
    struct seen is;
    enum change expected;
    enum tri newly_legacy;
} rows[] = {
    /* Both saw it. */
    { { L, WHOLE, 0 }, { M, WHOLE, 0 }, CHANGE_MIGRATED, TRI_NO },
    { { L, WHOLE, 0 }, { L, WHOLE, 0 }, CHANGE_STILL_LEGACY, TRI_NO },
    { { M, WHOLE, 0 }, { L, WHOLE, 0 }, CHANGE_NEWLY_LEGACY, TRI_YES },
    { { N, WHOLE, 0 }, { L, WHOLE, 0 }, CHANGE_NEWLY_LEGACY, TRI_YES },
    { { N, WHOLE, 0 }, { M, WHOLE, 0 }, CHANGE_CHANGED, TRI_NO },
    { { M, WHOLE, 0 }, { N, WHOLE, 0 }, CHANGE_CHANGED, TRI_NO },
    { { L, WHOLE, 0 }, { N, WHOLE, 0 }, CHANGE_CHANGED, TRI_NO },
    { { M, WHOLE, 0 }, { M, WHOLE, 0 }, CHANGE_UNCHANGED, TRI_NO },
    { { N, WHOLE, 0 }, { N, WHOLE, 0 }, CHANGE_UNCHANGED, TRI_NO },
    /* One of them could not tell: never migrated, never newly legacy. */
    { { U, WHOLE, 0 }, { L, WHOLE, 0 }, CHANGE_UNCLEAR, TRI_UNSET },
    { { U, WHOLE, 0 }, { M, WHOLE, 0 }, CHANGE_UNCLEAR, TRI_NO },
    { { L, WHOLE, 0 }, { U, WHOLE, 0 }, CHANGE_UNCLEAR, TRI_NO },
    { { M, WHOLE, 0 }, { U, WHOLE, 0 }, CHANGE_UNCLEAR, TRI_UNSET },
    { { U, WHOLE, 0 }, { U, WHOLE, 0 }, CHANGE_UNCLEAR, TRI_UNSET },
    /* What was seen counts, whatever else was not. */
    { { L, DENIED, 0 }, { M, PARTIAL, 0 }, CHANGE_MIGRATED, TRI_NO },
    { { L, EXPORT, 0 }, { M, EXPORT, 0 }, CHANGE_MIGRATED, TRI_NO },
    /* Only the later one has it. */
    { { ABSENT, WHOLE, 0 }, { M, WHOLE, 0 }, CHANGE_NEW, TRI_NO },
    { { ABSENT, WHOLE, 0 }, { L, WHOLE, 0 }, CHANGE_NEW, TRI_YES },
    { { ABSENT, WHOLE, 0 }, { U, WHOLE, 0 }, CHANGE_NEW, TRI_UNSET },
    { { ABSENT, DENIED, 0 }, { M, WHOLE, 0 }, CHANGE_NEWLY_SEEN, TRI_NO },
    { { ABSENT, DENIED, 0 }, { L, WHOLE, 0 }, CHANGE_NEWLY_SEEN, TRI_UNSET },
    { { ABSENT, PARTIAL, 0 }, { L, WHOLE, 0 }, CHANGE_NEWLY_SEEN, TRI_UNSET },
    { { ABSENT, EXPORT, 0 }, { L, WHOLE, 0 }, CHANGE_NEWLY_SEEN, TRI_UNSET },
    { { ABSENT, NOT_IN_SCOPE, 0 },
      { L, WHOLE, 0 },
      CHANGE_NEWLY_SEEN,
      TRI_UNSET },
    { { ABSENT, WHOLE, "--include x" },
      { L, WHOLE, 0 },
      CHANGE_NEWLY_SEEN,
      TRI_UNSET },
    /* Only the earlier one has it: could not look is never gone. */
    { { L, WHOLE, 0 }, { ABSENT, WHOLE, 0 }, CHANGE_GONE, TRI_NO },
    { { M, DENIED, 0 }, { ABSENT, WHOLE, 0 }, CHANGE_GONE, TRI_NO },
    { { L, WHOLE, 0 }, { ABSENT, NOT_IN_SCOPE, 0 }, CHANGE_NOT_SEEN, TRI_NO },
    { { M, WHOLE, 0 }, { ABSENT, DENIED, 0 }, CHANGE_NOT_SEEN, TRI_UNSET },
    { { L, WHOLE, 0 }, { ABSENT, UNREACHABLE, 0 }, CHANGE_NOT_SEEN, TRI_NO },
    { { L, WHOLE, 0 }, { ABSENT, PARTIAL, 0 }, CHANGE_NOT_SEEN, TRI_NO },
    { { L, WHOLE, 0 }, { ABSENT, SKIPPED, 0 }, CHANGE_NOT_SEEN, TRI_NO },
    { { L, WHOLE, 0 }, { ABSENT, EXPORT, 0 }, CHANGE_NOT_SEEN, TRI_NO },
    { { L, WHOLE, 0 },
      { ABSENT, WHOLE, "--exclude x" },
      CHANGE_NOT_SEEN,
      TRI_NO },
    { { L, WHOLE, "--include y" },
      { ABSENT, WHOLE, "--exclude x" },
      CHANGE_NOT_SEEN,
      TRI_NO },
    /* The same pattern on ids hides the same clusters; a tag may change. */
    { { L, WHOLE, "--exclude x" },
      { ABSENT, WHOLE, "--exclude x" },
      CHANGE_GONE,
      TRI_NO },
    { { L, WHOLE, "--tag env" },
      { ABSENT, WHOLE, "--tag env" },
      CHANGE_NOT_SEEN,
      TRI_NO },
};

static void
clusters_follow_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct audit_record *was = make(&rows[i].was), *is = make(&rows[i].is);
        struct audit_diff *d;

        assert_int_equal(audit_record_settle(was), 0);
        assert_int_equal(audit_record_settle(is), 0);
        d = audit_diff_clusters(was, is);
        assert_non_null(d);
        assert_int_equal(d->n_clusters, 1);
        if (d->clusters[0].change != rows[i].expected ||
            d->clusters[0].newly_legacy != rows[i].newly_legacy)
            fail_msg("row %zu: %s, %d", i, change_name(d->clusters[0].change),
                     d->clusters[0].newly_legacy);
        assert_int_equal(d->by_change[rows[i].expected], 1);
        assert_int_equal(d->newly_legacy, rows[i].newly_legacy == TRI_YES);
        /* Whoever could not look says why. */
        assert_int_equal(d->clusters[0].why != NULL,
                         rows[i].expected == CHANGE_UNCLEAR ||
                             rows[i].expected == CHANGE_NEWLY_SEEN ||
                             rows[i].expected == CHANGE_NOT_SEEN);
        assert_ptr_equal(audit_diff_find(d, ONE), &d->clusters[0]);
        assert_null(audit_diff_find(d, "/other"));
        audit_diff_free(d);
    }
}

/* ---- failures ------------------------------------------------------------- */

/* What one audit knows of the failure and of the thing it is about. */
struct heard {
    bool ran;    /* the check */
    int verdict; /* of the finding; PASS: there is none */
    bool waived;
    int cluster; /* its integration, or ABSENT */
    enum sub_sight sub;
    bool part_read;         /* bindings, directory, role assignments */
    unsigned app_roles;     /* 0: the app is not in the list */
    const char *unknown_at; /* the check could not be judged there; NULL */
};

#define BINDING ONE "#ClusterRoleBinding/admins"
#define APP "app:aaaaaaaa-0000-4000-8000-000000000001"
#define ROLE                                                    \
    "/subscriptions/" SUB "/providers/Microsoft.Authorization/" \
    "roleAssignments/x"
#define GROUP_ROLE                                                  \
    "/providers/Microsoft.Management/managementGroups/m/providers/" \
    "Microsoft.Authorization/roleAssignments/x"
#define GROUP "group:bbbbbbbb-0000-4000-8000-000000000001"

static void
add_finding(struct audit_record *r, const char *resource, enum verdict verdict,
            bool waived)
{
    struct record_finding *f = arena_alloc(r->arena, sizeof(*f));

    assert_non_null(f);
    f->check = "XYZ-001";
    f->severity = SEVERITY_HIGH;
    f->verdict = verdict;
    f->resource = resource;
    f->in_cluster = strcmp(resource, GROUP) == 0 ? ONE : NULL;
    f->waived = waived;
    assert_int_equal(vec_push(&r->findings, f), 0);
}

static struct audit_record *
make_heard(const struct heard *h, const char *resource)
{
    const struct seen seen = { h->cluster, h->sub, NULL };
    struct audit_record *r = make(&seen);
    struct record_subscription *sub = map_get(&r->subscription_by_id, SUB);
    struct record_cluster *c = map_get(&r->cluster_by_id, ONE);

    if (h->ran)
        assert_int_equal(map_put(&r->check_ran, "XYZ-001", r), 0);
    if (h->verdict != VERDICT_PASS)
        add_finding(r, resource, (enum verdict)h->verdict, h->waived);
    if (h->unknown_at)
        add_finding(r, h->unknown_at, VERDICT_UNKNOWN, false);
    if (c)
        c->bindings_read = h->part_read;
    if (sub)
        sub->roles_read = h->part_read;
    r->directory_read = r->left_overs_sought = h->part_read;
    if (h->app_roles) {
        struct record_app *a = arena_alloc(r->arena, sizeof(*a));

        a->id = strchr(APP, ':') + 1;
        a->roles = h->app_roles;
        assert_int_equal(map_put(&r->app_by_id, a->id, a), 0);
    }
    assert_int_equal(audit_record_settle(r), 0);
    return r;
}

#define FAILS VERDICT_FAIL
#define PASSES VERDICT_PASS
#define SERVER APP_ROLE_SERVER
#define LEFT APP_ROLE_LEFT_OVER
/* The check ran, the cluster is there, everything was read. */
#define GOOD(verdict)                                      \
    {                                                      \
        true, verdict, false, L, WHOLE, true, SERVER, NULL \
    }

#define LEFT_OVER_FAILS                                \
    {                                                  \
        true, FAILS, false, L, WHOLE, true, LEFT, NULL \
    }

static const struct {
    const char *resource;
    struct heard was;
    struct heard is;
    enum finding_change expected;
} failures[] = {
    { ONE, GOOD(FAILS), GOOD(FAILS), FINDING_STILL },
    { ONE, GOOD(PASSES), GOOD(FAILS), FINDING_NEW },
    { ONE, GOOD(FAILS), GOOD(PASSES), FINDING_MENDED },
    /* Waivers. */
    { ONE,
      { true, FAILS, true, L, WHOLE, true, SERVER, NULL },
      GOOD(FAILS),
      FINDING_COUNTS_AGAIN },
    { ONE,
      { true, FAILS, true, L, WHOLE, true, SERVER, NULL },
      { true, FAILS, true, L, WHOLE, true, SERVER, NULL },
      FINDING_STILL },
    /* The check did not run, or could not judge. */
    { ONE,
      GOOD(FAILS),
      { false, PASSES, false, L, WHOLE, true, 0, NULL },
      FINDING_NOT_KNOWN },
    { ONE,
      { false, PASSES, false, L, WHOLE, true, 0, NULL },
      GOOD(FAILS),
      FINDING_NEWLY_SEEN },
    { ONE, GOOD(FAILS), GOOD(VERDICT_UNKNOWN), FINDING_NOT_KNOWN },
    { ONE, GOOD(FAILS), GOOD(VERDICT_ERROR), FINDING_NOT_KNOWN },
    { ONE, GOOD(VERDICT_UNKNOWN), GOOD(FAILS), FINDING_NEWLY_SEEN },
    /* The cluster is gone, or not seen. */
    { ONE,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, WHOLE, true, 0, NULL },
      FINDING_GONE },
    { ONE,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, DENIED, true, 0, NULL },
      FINDING_NOT_KNOWN },
    { ONE,
      { true, PASSES, false, ABSENT, WHOLE, true, 0, NULL },
      GOOD(FAILS),
      FINDING_NEW },
    { ONE,
      { true, PASSES, false, ABSENT, DENIED, true, 0, NULL },
      GOOD(FAILS),
      FINDING_NEWLY_SEEN },
    /* Bindings. */
    { BINDING, GOOD(FAILS), GOOD(PASSES), FINDING_MENDED },
    { BINDING,
      GOOD(FAILS),
      { true, PASSES, false, L, WHOLE, false, 0, NULL },
      FINDING_NOT_KNOWN },
    { BINDING,
      GOOD(FAILS),
      { true, PASSES, false, L, WHOLE, true, 0, ONE },
      FINDING_NOT_KNOWN },
    { BINDING,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, WHOLE, true, 0, NULL },
      FINDING_GONE },
    /* An admin group of a cluster. */
    { GROUP, GOOD(FAILS), GOOD(PASSES), FINDING_MENDED },
    { GROUP,
      GOOD(FAILS),
      { true, PASSES, false, L, WHOLE, true, 0, ONE },
      FINDING_NOT_KNOWN },
    { GROUP,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, PARTIAL, true, 0, NULL },
      FINDING_NOT_KNOWN },
    /* An app: who names it decides which checks speak of it. */
    { APP, GOOD(FAILS), GOOD(PASSES), FINDING_MENDED },
    { APP,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, DENIED, true, SERVER, NULL },
      FINDING_MENDED },
    { APP,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, DENIED, true, LEFT, NULL },
      FINDING_NOT_KNOWN },
    { APP,
      GOOD(FAILS),
      { true, PASSES, false, M, WHOLE, true, LEFT, NULL },
      FINDING_MENDED },
    { APP,
      GOOD(FAILS),
      { true, PASSES, false, M, WHOLE, true, 0, NULL },
      FINDING_GONE },
    { APP,
      GOOD(FAILS),
      { true, PASSES, false, M, WHOLE, false, SERVER, NULL },
      FINDING_NOT_KNOWN },
    { APP,
      GOOD(FAILS),
      { true, PASSES, false, M, WHOLE, true, SERVER, "tenant:t" },
      FINDING_NOT_KNOWN },
    /* A left-over is sought in the directory, whatever clusters are seen. */
    { APP,
      LEFT_OVER_FAILS,
      { true, PASSES, false, ABSENT, DENIED, true, 0, NULL },
      FINDING_MENDED },
    { APP,
      LEFT_OVER_FAILS,
      { true, PASSES, false, L, WHOLE, false, 0, NULL },
      FINDING_NOT_KNOWN },
    /* Role assignments. */
    { ROLE, GOOD(FAILS), GOOD(PASSES), FINDING_MENDED },
    { ROLE,
      GOOD(FAILS),
      { true, PASSES, false, L, WHOLE, false, 0, NULL },
      FINDING_NOT_KNOWN },
    { ROLE,
      GOOD(FAILS),
      { true, PASSES, false, L, WHOLE, true, 0, "/subscriptions/" SUB },
      FINDING_NOT_KNOWN },
    { ROLE,
      GOOD(FAILS),
      { true, PASSES, false, ABSENT, WHOLE, false, 0, NULL },
      FINDING_GONE },
    { GROUP_ROLE, GOOD(FAILS), GOOD(PASSES), FINDING_MENDED },
    { GROUP_ROLE,
      GOOD(FAILS),
      { true, PASSES, false, L, PARTIAL, true, 0, NULL },
      FINDING_NOT_KNOWN },
    /* A file that nobody named this time. */
    { "/home/ada/.kube/config#prod", GOOD(FAILS), GOOD(PASSES),
      FINDING_NOT_KNOWN },
};

static void
failures_follow_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(failures); i++) {
        struct audit_diff *d = audit_diff_clusters(
            make_heard(&failures[i].was, failures[i].resource),
            make_heard(&failures[i].is, failures[i].resource));
        bool counts;

        assert_non_null(d);
        assert_int_equal(audit_diff_findings(d), 0);
        assert_int_equal(d->n_findings, 1);
        if (d->findings[0].change != failures[i].expected)
            fail_msg("row %zu: %s", i,
                     finding_change_name(d->findings[0].change));
        assert_int_equal(d->by_finding[failures[i].expected], 1);
        counts = failures[i].expected == FINDING_NEW ||
                 failures[i].expected == FINDING_NEWLY_SEEN ||
                 failures[i].expected == FINDING_COUNTS_AGAIN;
        assert_int_equal(finding_diff_is_new(&d->findings[0]), counts);
        assert_int_equal(d->new_failures[SEVERITY_HIGH], counts);
        audit_diff_free(d);
    }
}

/* A waived new failure is there, and does not count. */
static void
a_waived_new_failure_does_not_count(void **state)
{
    const struct heard was = GOOD(PASSES);
    const struct heard is = { true, FAILS, true, L, WHOLE, true, 0, NULL };
    struct audit_diff *d =
        audit_diff_clusters(make_heard(&was, ONE), make_heard(&is, ONE));

    (void)state;
    assert_int_equal(audit_diff_findings(d), 0);
    assert_int_equal(d->by_finding[FINDING_NEW], 1);
    assert_int_equal(d->new_failures[SEVERITY_HIGH], 0);
    audit_diff_free(d);
}

/* Two subjects of one binding are two failures; the check of the comparison
 * itself is none. */
static void
subjects_are_told_apart(void **state)
{
    struct heard h = GOOD(PASSES);
    struct audit_record *was = make_heard(&h, ONE), *is = make_heard(&h, ONE);
    struct record_finding *f;
    struct audit_diff *d;

    (void)state;
    add_finding(was, BINDING, VERDICT_FAIL, false);
    add_finding(is, BINDING, VERDICT_FAIL, false);
    add_finding(is, BINDING, VERDICT_FAIL, false);
    add_finding(is, ONE, VERDICT_FAIL, false);
    ((struct record_finding *)was->findings.items[0])->subject = "User ada";
    ((struct record_finding *)is->findings.items[0])->subject = "User bob";
    ((struct record_finding *)is->findings.items[1])->subject = "User ada";
    f = is->findings.items[2];
    f->check = CHECK_NEWLY_LEGACY;
    assert_int_equal(audit_record_settle(was), 0);
    assert_int_equal(audit_record_settle(is), 0);
    d = audit_diff_clusters(was, is);
    assert_int_equal(audit_diff_findings(d), 0);
    assert_int_equal(d->n_findings, 2);
    assert_int_equal(d->by_finding[FINDING_STILL], 1);
    assert_int_equal(d->by_finding[FINDING_NEW], 1);
    assert_string_equal(d->findings[1].is->subject, "User bob");
    audit_diff_free(d);
}

static void
complete_means_that_all_was_compared(void **state)
{
    const struct seen legacy = { L, WHOLE, NULL };
    struct audit_record *was = make(&legacy), *is = make(&legacy);
    struct audit_diff *d;

    (void)state;
    assert_int_equal(audit_record_settle(was), 0);
    assert_int_equal(audit_record_settle(is), 0);
    d = audit_diff_clusters(was, is);
    assert_int_equal(audit_diff_findings(d), 0);
    assert_true(audit_diff_is_empty(d));
    assert_true(audit_diff_is_complete(d));
    was->complete = false;
    assert_false(audit_diff_is_complete(d));
    was->complete = true;
    d->by_finding[FINDING_NOT_KNOWN] = 1;
    assert_false(audit_diff_is_complete(d));
    audit_diff_free(d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clusters_follow_the_table),
        cmocka_unit_test(failures_follow_the_table),
        cmocka_unit_test(a_waived_new_failure_does_not_count),
        cmocka_unit_test(subjects_are_told_apart),
        cmocka_unit_test(complete_means_that_all_was_compared),
    };

    return cmocka_run_group_tests_name("audit_diff", tests, NULL, NULL);
}
