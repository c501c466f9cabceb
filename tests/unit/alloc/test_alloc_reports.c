/* SPDX-License-Identifier: MIT */
/* test_alloc_reports.c - out of memory in an audit of exports and in every
 * report: it is told, and no report is half written. */
#include "alloc_fail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "audit/audit.h"
#include "cli/table.h"
#include "formats/report.h"
#include "formats/writers.h"
#include "html/report_html.h"
#include "json/report_json.h"
#include "markdown/documents.h"
#include "sample_results.h"
#include "support/files.h"
#include "support/map.h"
#include "workbook/report_xlsx.h"

/* Made once; writers only read them. */
static struct results results;

/* ---- one writer ---------------------------------------------------------------- */

typedef int writer(FILE *out, const struct overview *o, struct err *e);

static int
write_text(const void *arg, struct buf *out, struct err *e)
{
    writer *const *write = arg;
    struct overview o;
    char *text = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&text, &len);
    int rc = overview_init(&o, &results, e);

    if (rc == 0) {
        rc = (*write)(stream, &o, e);
        overview_free(&o);
    }
    alloc_fail_stop();
    fclose(stream);
    buf_adds(out, text);
    free(text);
    return rc;
}

static int
write_clusters(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &cluster_columns, o, e);
}

static int
write_findings(FILE *out, const struct overview *o, struct err *e)
{
    return write_tsv(out, &finding_columns, o, e);
}

static int
write_table(FILE *out, const struct overview *o, struct err *e)
{
    static const struct table_style style = { .width = 100 };

    return table_print(out, o->results, &style, e);
}

static int
write_github(FILE *out, const struct overview *o, struct err *e)
{
    return report_write_github(out, o->results, e);
}

/* ---- all of them, into a folder -------------------------------------------------- */

static char folder[] = "/tmp/test_alloc.XXXXXX";

static size_t
count_files(void)
{
    struct vec paths = { 0 };
    size_t n;

    assert_int_equal(files_list(folder, "", 1, &paths, NULL), 0);
    n = paths.len;
    for (size_t i = 0; i < n; i++)
        unlink(paths.items[i]);
    files_free_list(&paths);
    return n;
}

/* Written with all memory. */
static size_t all_files;

static int
write_folder(const void *arg, struct buf *out, struct err *e)
{
    const struct report_options options = { .formats = arg };
    int rc = report_write_all(&results, folder, &options, e);
    size_t n;

    alloc_fail_stop();
    n = count_files();
    /* None is half written: none is there before all are. */
    if (rc == 0)
        all_files = n;
    else if (n > 0)
        assert_int_equal(n, all_files);
    buf_addf(out, "%zu files", n);
    return rc;
}

/* ---- an audit ----------------------------------------------------------------------- */

static const char *
no_variable(void *arg, const char *name)
{
    (void)arg;
    (void)name;
    return NULL;
}

struct audited {
    const char *path;
    struct map *verdicts; /* describe() of each finding, as with all memory */
};

static char *
describe(const struct finding *f)
{
    char *text = NULL;

    if (asprintf(&text, "%s %s %d", f->rule->id, f->resource, (int)f->verdict) <
        0)
        abort();
    return text;
}

static void
keep_verdicts(const struct results *r, const struct audited *in)
{
    for (size_t i = 0; i < r->findings.len; i++)
        assert_int_equal(
            map_put(in->verdicts, describe(r->findings.items[i]), in->verdicts),
            0);
}

/* Each verdict is the same, or unknown; and where one is not the same, or not
 * there, the audit says that it is not complete. */
static void
compare_verdicts(const struct results *r, const struct audited *in)
{
    struct map seen = { 0 };

    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];
        char *text = describe(f);

        for (size_t k = 0; k < in->verdicts->cap; k++) {
            const char *known = in->verdicts->entries[k].key;

            if (known && strcasecmp(known, text) == 0)
                assert_int_equal(map_put(&seen, known, &seen), 0);
        }
        if (!map_get(in->verdicts, text) && f->verdict != VERDICT_UNKNOWN)
            fail_msg("%s: it was not so with all memory", text);
        free(text);
    }
    if (seen.len != in->verdicts->len)
        assert_false(r->summary.complete);
    map_free(&seen);
}

static int
audit(const void *arg, struct buf *out, struct err *e)
{
    static const struct clock clock = { true, 1795478400 };
    static const struct environment env = { .get = no_variable };
    const struct audited *in = arg;
    const char *from[] = { in->path };
    const struct audit_request request = {
        .from = { from, 1 },
        .production = "prod",
        .fail_on = "legacy,high",
        .cloud = "AzureCloud",
        .auth = "auto",
        .env = &env,
        .clock = &clock,
    };
    struct results r = { 0 };
    int rc = audit_run(&request, &r, e);

    alloc_fail_stop();
    if (rc == 0) {
        if (in->verdicts->len == 0)
            keep_verdicts(&r, in);
        else
            compare_verdicts(&r, in);
        buf_adds(out, "judged");
    }
    results_free(&r);
    return rc;
}

/* ---- running ------------------------------------------------------------------------ */

struct scenario {
    const char *name;
    alloc_scenario *run;
    const void *arg;
};

#define WRITER(name)                   \
    {                                  \
#name, write_text, &(writer *) \
        {                              \
            &name                      \
        }                              \
    }

static const struct scenario scenarios[] = {
    WRITER(write_json),
    WRITER(write_sarif),
    WRITER(write_clusters),
    WRITER(write_findings),
    WRITER(write_gaps_csv),
    WRITER(write_junit),
    WRITER(write_metrics),
    WRITER(write_github),
    WRITER(write_table),
    WRITER(write_report_md),
    WRITER(write_refresh_md),
    WRITER(write_refresh_sh),
    WRITER(write_migration_md),
    WRITER(write_emails_md),
    WRITER(write_access_md),
    WRITER(write_html),
    { "all reports", write_folder, "csv,markdown" },
    { "workbook", write_folder, "xlsx" },
    { "audit, apps", audit,
      &(struct audited){ "fixtures/checks/APP-002/fail", &(struct map){ 0 } } },
    { "audit, bindings", audit,
      &(struct audited){ "fixtures/checks/RBAC-002/fail",
                         &(struct map){ 0 } } },
};

static void
run(void **state)
{
    const struct scenario *s = *state;

    alloc_fail_each(s->run, s->arg);
}

static int
set_up(void **state)
{
    (void)state;
    sample_results(&results);
    return mkdtemp(folder) ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    results_free(&results);
    count_files();
    return rmdir(folder);
}

int
main(void)
{
    struct CMUnitTest tests[ARRAY_LEN(scenarios)] = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(scenarios); i++) {
        tests[i].name = scenarios[i].name;
        tests[i].test_func = run;
        tests[i].initial_state = (void *)&scenarios[i];
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
