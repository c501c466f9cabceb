/* SPDX-License-Identifier: MIT */
/* test_alloc_saved.c - out of memory while saved results are read, merged, made
 * pseudonymous and compared: it is told, and nothing is left out. */
#include "alloc_fail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/saved_results.h"
#include "json/report_json.h"

static char old[] = "/tmp/test_alloc.XXXXXX", new[] = "/tmp/test_alloc.XXXXXX";

struct question {
    const char *files[2];
    size_t n;
    bool redact;
};

static int
load(const void *arg, struct buf *out, struct err *e)
{
    const struct question *q = arg;
    const char *files[2];
    struct saved_request request = {
        .files = { files, q->n },
        .redact = q->redact,
    };
    struct results r = { 0 };
    int rc;

    memcpy(files, q->files, sizeof(files));
    rc = saved_results_load(&request, &r, e);
    alloc_fail_stop();
    if (rc != 0)
        return rc;
    buf_addf(out, "%d %s\n", r.summary.exit_code, r.summary.exit_reason);
    for (size_t i = 0; i < r.findings.len; i++) {
        const struct finding *f = r.findings.items[i];

        buf_addf(out, "%s %d %s %s\n", f->rule->id, (int)f->verdict,
                 f->resource, f->message);
    }
    for (size_t i = 0; i < r.snapshot.coverage.len; i++) {
        const struct coverage *c = r.snapshot.coverage.items[i];

        buf_addf(out, "%s %d %s\n", c->id, (int)c->status, c->reason);
    }
    results_free(&r);
    return 0;
}

static void
one_file(void **state)
{
    static const struct question q = { { old }, 1, false };

    (void)state;
    alloc_fail_each(load, &q);
}

static void
merged(void **state)
{
    static const struct question q = { { old, new }, 2, false };

    (void)state;
    alloc_fail_each(load, &q);
}

static void
pseudonyms(void **state)
{
    static const struct question q = { { old }, 1, true };

    (void)state;
    alloc_fail_each(load, &q);
}

/* ---- the files ------------------------------------------------------------ */

static const char *
no_variable(void *arg, const char *name)
{
    (void)arg;
    (void)name;
    return NULL;
}

static void
save(const char *path, const char *from, time_t when)
{
    const struct clock clock = { true, when };
    static const struct environment env = { .get = no_variable };
    const struct audit_request request = {
        .from = { &from, 1 },
        .no_apps = true,
        .production = "prod",
        .fail_on = "legacy",
        .cloud = "AzureCloud",
        .auth = "auto",
        .env = &env,
        .clock = &clock,
    };
    struct results r = { 0 };
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    assert_int_equal(audit_run(&request, &r, NULL), 0);
    assert_int_equal(report_write_json(out, &r, NULL), 0);
    fclose(out);
    results_free(&r);
}

static int
set_up(void **state)
{
    int fds[] = { mkstemp(old), mkstemp(new) };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        if (fds[i] < 0 || close(fds[i]) != 0)
            return -1;
    }
    save(old, "fixtures/checks/CLU-004/fail.json", 1795478400);
    save(new, "fixtures/checks/RBAC-002/fail", 1795482000);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    return unlink(old) == 0 ? unlink(new) : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_file),
        cmocka_unit_test(merged),
        cmocka_unit_test(pseudonyms),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
