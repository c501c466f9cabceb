/* SPDX-License-Identifier: MIT */
/* test_exit_status.c - readiness and exit code, row by row. */
#include "unit.h"

#include <string.h>

#include "audit/exit_status.h"
#include "audit/readiness.h"
#include "model/results.h"

static const struct rule question = { .id = "CLU-001",
                                      .severity = SEVERITY_HIGH,
                                      .is_the_question = true };
static const struct rule blocking = { .id = "CLU-003",
                                      .severity = SEVERITY_HIGH,
                                      .blocks = true };
static const struct rule high = { .id = "CLU-008", .severity = SEVERITY_HIGH };
static const struct rule medium = { .id = "CLU-006",
                                    .severity = SEVERITY_MEDIUM };
static const struct rule low = { .id = "CLU-014", .severity = SEVERITY_LOW };
static const struct waiver waiver = { .owner = "me" };

struct sight {
    const struct rule *rule; /* NULL ends the list */
    enum verdict verdict;
    bool waived;
};

static const struct {
    const char *name;
    enum integration integration;
    struct sight seen[4];
    enum readiness expected;
} readiness_rows[] = {
    { "the question alone does not count",
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      READINESS_READY },
    { "medium does not hold up",
      INTEGRATION_LEGACY,
      { { &medium, VERDICT_FAIL, false } },
      READINESS_READY },
    { "an unknown medium does not either",
      INTEGRATION_LEGACY,
      { { &medium, VERDICT_UNKNOWN, false } },
      READINESS_READY },
    { "high needs action",
      INTEGRATION_LEGACY,
      { { &high, VERDICT_FAIL, false } },
      READINESS_ACTION_NEEDED },
    { "blocked beats all",
      INTEGRATION_LEGACY,
      { { &high, VERDICT_FAIL, false },
        { &blocking, VERDICT_FAIL, false },
        { &high, VERDICT_UNKNOWN, false } },
      READINESS_BLOCKED },
    { "action-needed beats unknown",
      INTEGRATION_LEGACY,
      { { &blocking, VERDICT_UNKNOWN, false }, { &high, VERDICT_FAIL, false } },
      READINESS_ACTION_NEEDED },
    { "an unknown blocker is unknown",
      INTEGRATION_LEGACY,
      { { &blocking, VERDICT_UNKNOWN, false } },
      READINESS_UNKNOWN },
    { "a broken check is unknown",
      INTEGRATION_LEGACY,
      { { &high, VERDICT_ERROR, false } },
      READINESS_UNKNOWN },
    { "waived does not count",
      INTEGRATION_LEGACY,
      { { &blocking, VERDICT_FAIL, true } },
      READINESS_READY },
    { "managed and clean",
      INTEGRATION_MANAGED,
      { { &low, VERDICT_FAIL, false } },
      READINESS_MIGRATED },
    { "managed with something left",
      INTEGRATION_MANAGED,
      { { &medium, VERDICT_FAIL, false } },
      READINESS_CLEANUP_NEEDED },
    { "none",
      INTEGRATION_NONE,
      { { &high, VERDICT_FAIL, false } },
      READINESS_NOT_INTEGRATED },
    { "unknown",
      INTEGRATION_UNKNOWN,
      { { &question, VERDICT_UNKNOWN, false } },
      READINESS_UNKNOWN },
};

/* Results with one subscription and one cluster, and these findings. */
static void
build(struct results *r, enum integration integration, const struct sight *seen)
{
    struct arena *a;
    struct cluster *c;

    assert_int_equal(results_init(r, NULL), 0);
    a = r->snapshot.arena;
    c = arena_alloc(a, sizeof(*c));
    c->id = "/x";
    c->integration = integration;
    c->subscription = snapshot_subscription(&r->snapshot, "s");
    snapshot_add_cluster(&r->snapshot, c);
    for (; seen->rule; seen++) {
        struct finding *f = arena_alloc(a, sizeof(*f));

        f->rule = seen->rule;
        f->verdict = seen->verdict;
        f->waiver = seen->waived ? &waiver : NULL;
        f->cluster = c;
        vec_push(&r->findings, f);
    }
    assert_int_equal(readiness_derive(r, NULL), 0);
}

static void
readiness_follows_the_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(readiness_rows); i++) {
        struct results r;
        const struct cluster *c;

        build(&r, readiness_rows[i].integration, readiness_rows[i].seen);
        c = r.snapshot.clusters.items[0];
        if (c->readiness != readiness_rows[i].expected)
            fail_msg("%s: %s", readiness_rows[i].name,
                     readiness_name(c->readiness));
        results_free(&r);
    }
}

static const struct {
    const char *name;
    const char *fail_on;
    enum integration integration;
    struct sight seen[3];
    enum coverage_status coverage;
    bool interrupted;
    int expected;
} exit_rows[] = {
    { "clean",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { 0 } },
      COVERAGE_AUDITED,
      false,
      0 },
    { "legacy",
      FAIL_ON_DEFAULT,
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      2 },
    { "legacy, and incomplete too",
      FAIL_ON_DEFAULT,
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      COVERAGE_PARTIAL,
      false,
      2 },
    { "legacy waived",
      FAIL_ON_DEFAULT,
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, true } },
      COVERAGE_AUDITED,
      false,
      0 },
    { "never",
      "never",
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      0 },
    { "never, but incomplete",
      "never",
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      COVERAGE_PARTIAL,
      false,
      3 },
    { "medium is below high",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { &medium, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      0 },
    { "medium reaches low",
      "low",
      INTEGRATION_MANAGED,
      { { &medium, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      2 },
    { "high is below critical",
      "critical",
      INTEGRATION_MANAGED,
      { { &high, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      0 },
    { "blocked",
      "blocked",
      INTEGRATION_LEGACY,
      { { &blocking, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      2 },
    { "blocked asked, ready found",
      "blocked",
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      COVERAGE_AUDITED,
      false,
      0 },
    { "unknown verdict",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { &low, VERDICT_UNKNOWN, false } },
      COVERAGE_AUDITED,
      false,
      3 },
    { "broken check",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { &low, VERDICT_ERROR, false } },
      COVERAGE_AUDITED,
      false,
      3 },
    { "partial",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { 0 } },
      COVERAGE_PARTIAL,
      false,
      3 },
    { "denied",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { 0 } },
      COVERAGE_DENIED,
      false,
      3 },
    { "skipped by choice",
      FAIL_ON_DEFAULT,
      INTEGRATION_MANAGED,
      { { 0 } },
      COVERAGE_SKIPPED,
      false,
      0 },
    { "interrupted",
      FAIL_ON_DEFAULT,
      INTEGRATION_LEGACY,
      { { &question, VERDICT_FAIL, false } },
      COVERAGE_PARTIAL,
      true,
      1 },
};

static void
exit_code_follows_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(exit_rows); i++) {
        struct fail_on fail_on;
        struct results r;

        assert_int_equal(fail_on_parse(&fail_on, exit_rows[i].fail_on, NULL),
                         0);
        build(&r, exit_rows[i].integration, exit_rows[i].seen);
        snapshot_find_subscription(&r.snapshot, "s")->status =
            exit_rows[i].coverage;
        r.snapshot.interrupted = exit_rows[i].interrupted;
        r.snapshot.no_bindings = true;
        assert_int_equal(exit_status_decide(&r, &fail_on, NULL), 0);
        if (r.summary.exit_code != exit_rows[i].expected)
            fail_msg("%s: %d", exit_rows[i].name, r.summary.exit_code);
        assert_non_null(r.summary.exit_reason);
        results_free(&r);
    }
}

static const struct {
    const char *fail_on;
    const struct rule *rule;
    enum tri is_new;
    bool waived;
    int expected;
} new_rows[] = {
    { "new", &question, TRI_YES, false, 2 },
    { "new", &question, TRI_NO, false, 0 },
    { "new", &question, TRI_YES, true, 0 },
    { "new", &high, TRI_YES, false, 2 },
    { "new", &high, TRI_NO, false, 0 },
    { "new", &medium, TRI_YES, false, 0 },
    { "new,medium", &medium, TRI_YES, false, 2 },
    { "new,medium", &medium, TRI_NO, false, 0 },
    { "new,blocked", &blocking, TRI_YES, false, 2 },
    { "new,blocked", &blocking, TRI_NO, false, 0 },
    { "new,blocked", &blocking, TRI_YES, true, 0 },
    { "blocked", &blocking, TRI_NO, false, 2 },
};

static void
only_what_is_new_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(new_rows); i++) {
        const struct sight seen[] = {
            { new_rows[i].rule, VERDICT_FAIL, new_rows[i].waived }, { 0 }
        };
        struct fail_on fail_on;
        struct results r;
        struct finding *f;

        assert_int_equal(fail_on_parse(&fail_on, new_rows[i].fail_on, NULL), 0);
        build(&r, INTEGRATION_LEGACY, seen);
        r.snapshot.no_bindings = true;
        f = r.findings.items[0];
        f->is_new = new_rows[i].is_new;
        assert_int_equal(exit_status_decide(&r, &fail_on, NULL), 0);
        if (r.summary.exit_code != new_rows[i].expected)
            fail_msg("row %zu: %d", i, r.summary.exit_code);
        assert_int_equal(strstr(r.summary.exit_reason, "baseline") != NULL,
                         fail_on.only_new);
        results_free(&r);
    }
}

/* Bindings in scope that nobody could read make the audit incomplete. */
static void
unread_bindings_are_incomplete(void **state)
{
    static const struct fail_on never = { 0 };
    struct results r;
    struct cluster *c;

    (void)state;
    build(&r, INTEGRATION_MANAGED, exit_rows[0].seen);
    snapshot_find_subscription(&r.snapshot, "s")->role_assignments.status =
        COVERAGE_AUDITED;
    c = r.snapshot.clusters.items[0];
    c->bindings.status = COVERAGE_AUDITED;
    assert_int_equal(exit_status_decide(&r, &never, NULL), 0);
    assert_true(r.summary.complete);
    c->bindings.status = COVERAGE_DENIED;
    assert_int_equal(exit_status_decide(&r, &never, NULL), 0);
    assert_false(r.summary.complete);
    assert_int_equal(r.summary.exit_code, EXIT_STATUS_INCOMPLETE);
    results_free(&r);
}

static void
nothing_readable_is_no_audit(void **state)
{
    static const struct fail_on fail_on = { .legacy = true };
    struct results r;

    (void)state;
    assert_int_equal(results_init(&r, NULL), 0);
    snapshot_subscription(&r.snapshot, "s")->status = COVERAGE_DENIED;
    assert_int_equal(exit_status_decide(&r, &fail_on, NULL), 0);
    assert_int_equal(r.summary.exit_code, EXIT_STATUS_NOT_MADE);
    results_free(&r);
}

static void
fail_on_words_are_checked(void **state)
{
    struct fail_on f;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(fail_on_parse(&f, "high,low", NULL), 0);
    assert_int_equal(f.threshold, SEVERITY_LOW);
    assert_int_equal(fail_on_parse(&f, "legacy,hgih", &e), -1);
    assert_non_null(strstr(e.text, "'hgih'"));
    assert_int_equal(fail_on_parse(&f, "never,legacy", NULL), -1);
    assert_int_equal(fail_on_parse(&f, "", NULL), -1);
    assert_int_equal(fail_on_parse(&f, "info", NULL), -1);
    assert_int_equal(fail_on_parse(&f, "new", NULL), 0);
    assert_true(f.only_new && f.legacy && f.by_severity && !f.blocked);
    assert_int_equal(f.threshold, SEVERITY_HIGH);
    assert_int_equal(fail_on_parse(&f, "blocked,new", NULL), 0);
    assert_true(f.only_new && f.blocked && !f.legacy && !f.by_severity);
    assert_int_equal(fail_on_parse(&f, "never,new", NULL), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readiness_follows_the_findings),
        cmocka_unit_test(exit_code_follows_the_table),
        cmocka_unit_test(only_what_is_new_counts),
        cmocka_unit_test(unread_bindings_are_incomplete),
        cmocka_unit_test(nothing_readable_is_no_audit),
        cmocka_unit_test(fail_on_words_are_checked),
    };

    return cmocka_run_group_tests_name("exit_status", tests, NULL, NULL);
}
