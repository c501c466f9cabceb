/* SPDX-License-Identifier: MIT */
/* test_report_json.c - results.json, and that reports appear whole or not at
 * all. */
#include "formats/report.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "json/report_json.h"
#include "sample_results.h"
#include "support/json.h"
#include "unit.h"

static const struct report_options all = { .formats = NULL };
static const struct report_options json = { .formats = "json" };

static json_t *
written(const struct results *r)
{
    char *text = sample_written(write_json, r);
    json_t *root = json_read(text, strlen(text), "results", NULL);

    assert_non_null(root);
    for (const char *p = text; *p; p++)
        assert_true(*p == '\n' || (*p >= 0x20 && *p < 0x7f));
    free(text);
    return root;
}

static json_t *
find(json_t *list, const char *key, const char *value)
{
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item)
    {
        if (strcmp(json_string_value(json_object_get(item, key)), value) == 0)
            return item;
    }
    fail_msg("nothing with %s %s", key, value);
    return NULL;
}

#define TEXT(object, key) json_string_value(json_object_get(object, key))
#define COUNT(object, key) json_integer_value(json_object_get(object, key))

static void
sums_and_lists_agree(void **state)
{
    struct results r;
    json_t *root, *summary, *run;

    (void)state;
    sample_results(&r);
    root = written(&r);
    summary = json_object_get(root, "summary");
    run = json_object_get(root, "run");
    assert_string_equal(TEXT(root, "schema"), "aksentra/results/v1");
    assert_string_equal(TEXT(run, "startedAt"), "2023-11-14T22:13:20Z");
    assert_true(json_is_false(json_object_get(run, "complete")));
    assert_int_equal(json_array_size(json_object_get(run, "notAssessed")), 1);
    assert_int_equal(COUNT(summary, "clusters"), 9);
    assert_int_equal(COUNT(summary, "legacy"), 5);
    assert_int_equal(COUNT(summary, "exitCode"), 2);
    assert_int_equal(COUNT(json_object_get(summary, "readiness"), "blocked"),
                     1);
    assert_int_equal(json_array_size(json_object_get(root, "clusters")), 9);
    assert_int_equal(json_array_size(json_object_get(root, "findings")),
                     r.findings.len);
    assert_int_equal(json_array_size(json_object_get(root, "apps")), 0);
    /* One group, five subscriptions, nine clusters, and two parts left out. */
    assert_int_equal(json_array_size(json_object_get(root, "coverage")), 17);
    json_decref(root);
    results_free(&r);
}

static void
a_cluster_says_what_is_known_and_what_is_absent(void **state)
{
    struct results r;
    json_t *root, *clusters, *c, *profile;

    (void)state;
    sample_results(&r);
    root = written(&r);
    clusters = json_object_get(root, "clusters");
    c = find(clusters, "name", "aks-ready");
    profile = json_object_get(c, "aadProfile");
    assert_true(json_is_null(json_object_get(profile, "managed")));
    assert_string_equal(TEXT(profile, "serverAppID"),
                        "aaaaaaaa-0000-4000-8000-000000000001");
    assert_string_equal(TEXT(json_object_get(c, "tags"), "Owner"),
                        "Platform team");
    assert_string_equal(TEXT(json_object_get(c, "planned"), "rule"),
                        "production");
    assert_string_equal(TEXT(c, "subscriptionName"), "Contoso Production");
    assert_true(json_is_false(json_object_get(c, "disableLocalAccounts")));
    assert_true(json_is_null(json_object_get(c, "disableRunCommand")));
    c = find(clusters, "name", "aks-plain");
    assert_true(json_is_null(json_object_get(c, "aadProfile")));
    c = find(clusters, "name", "aks-blocked");
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(c, "blockers"), 0)),
        "CLU-005");
    c = find(json_object_get(root, "coverage"), "id",
             TEXT(find(clusters, "name", "aks-riddle"), "id"));
    assert_string_equal(TEXT(c, "status"), "partial");
    json_decref(root);
    results_free(&r);
}

static void
findings_carry_evidence_and_remedy(void **state)
{
    struct results r;
    json_t *root, *f, *item;
    size_t i, waived = 0;

    (void)state;
    sample_results(&r);
    root = written(&r);
    f = find(json_object_get(root, "findings"), "check", "CLU-001");
    assert_true(json_is_null(
        json_object_get(json_object_get(f, "evidence"), "aadProfile.managed")));
    assert_true(json_array_size(json_object_get(
                    json_object_get(f, "remediation"), "commands")) == 2);
    json_array_foreach(json_object_get(root, "findings"), i, item)
    {
        assert_string_not_equal(TEXT(item, "verdict"), "pass");
        waived += json_object_get(item, "waiver") != NULL;
    }
    assert_int_equal(waived, 1);
    json_decref(root);
    results_free(&r);
}

static void
hostile_names_come_back_as_they_were(void **state)
{
    struct results r;
    json_t *root, *clusters;

    (void)state;
    sample_hostile_results(&r);
    root = written(&r);
    clusters = json_object_get(root, "clusters");
    for (size_t i = 0; i < n_sample_hostile_names; i++)
        find(clusters, "name", sample_hostile_names[i]);
    json_decref(root);
    results_free(&r);
}

static void
bytes_that_are_not_utf8_do_not_stop_it(void **state)
{
    struct results r;
    json_t *root;

    (void)state;
    sample_results(&r);
    ((struct cluster *)r.snapshot.clusters.items[0])->source = "a\xff.json";
    root = written(&r);
    assert_string_equal(
        TEXT(json_array_get(json_object_get(root, "clusters"), 0), "source"),
        "a?.json");
    json_decref(root);
    results_free(&r);
}

static void
formats_are_checked_by_name(void **state)
{
    struct err e = { 0 };

    (void)state;
    assert_int_equal(report_check_formats("json", &e), 0);
    assert_int_equal(report_check_formats("xlsx,json,csv", &e), 0);
    assert_int_equal(report_check_formats("json,pdf", &e), -1);
    assert_int_equal(e.code, ERR_USAGE);
    assert_non_null(strstr(e.text, "'pdf'"));
    assert_non_null(strstr(e.text, "access, csv, emails, html, json, junit, "
                                   "kubeconfig-refresh, markdown, metrics, "
                                   "migration-plan, sarif, xlsx, all"));
    assert_int_equal(report_check_formats("all", NULL), 0);
    assert_int_equal(report_check_formats("json,all", NULL), 0);
    assert_int_equal(report_check_formats("", NULL), -1);
    assert_int_equal(report_check_formats("json,", NULL), -1);
    assert_int_equal(report_check_formats("js", NULL), -1);
    assert_int_equal(report_check_formats("jsonx", NULL), -1);
}

static void
remove_all(const char *dir)
{
    static const char *const names[] = { "results.json",
                                         "report.xlsx",
                                         "clusters.csv",
                                         "findings.csv",
                                         "kubeconfig-refresh.md",
                                         "kubeconfig-refresh.sh",
                                         "apps.csv",
                                         "left-overs.csv",
                                         "bindings.csv",
                                         "azure-roles.csv",
                                         "access-after-migration.md",
                                         "migration-plan.csv",
                                         "kubeconfig-emails.md",
                                         "not-audited.csv",
                                         "report.html",
                                         "report.md",
                                         "migration-plan.md" };
    char path[256];

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
        unlink(path);
    }
    /* Fails, and the test with it, when anything else was left behind. */
    assert_int_equal(rmdir(dir), 0);
}

static void
all_files_are_written_for_the_owner_alone(void **state)
{
    char parent[] = "/tmp/aksentra-report-XXXXXX", dir[64], path[128];
    struct stat st;
    struct results r;

    (void)state;
    assert_non_null(mkdtemp(parent));
    snprintf(dir, sizeof(dir), "%s/a", parent);
    sample_results(&r);
    assert_int_equal(report_write_all(&r, dir, &all, NULL), 0);
    snprintf(path, sizeof(path), "%s/kubeconfig-refresh.sh", dir);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    snprintf(path, sizeof(path), "%s/report.xlsx", dir);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    remove_all(dir);
    assert_int_equal(report_write_all(&r, dir, &json, NULL), 0);
    assert_int_equal(stat(path, &st), -1);
    remove_all(dir);
    assert_int_equal(rmdir(parent), 0);
    results_free(&r);
}

static void
put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void
expect_file(const char *path, const char *expected)
{
    char text[16] = "";
    FILE *f = fopen(path, "r");

    assert_non_null(f);
    assert_non_null(fgets(text, sizeof(text), f));
    fclose(f);
    assert_string_equal(text, expected);
}

/* No file may grow beyond this: the same as a full disk for a writer. */
static void
limit_files(rlim_t bytes)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_failure_leaves_earlier_reports_alone(void **state)
{
    char dir[] = "/tmp/aksentra-report-XXXXXX", first[64], last[64];
    struct results r;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(first, sizeof(first), "%s/clusters.csv", dir);
    snprintf(last, sizeof(last), "%s/results.json", dir);
    put_file(first, "earlier");
    put_file(last, "earlier");
    sample_results(&r);
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t limit = 1024; limit <= 512 * 1024; limit *= 2) {
        struct err e = { 0 };

        limit_files(limit);
        assert_int_equal(report_write_all(&r, dir, &all, &e), -1);
        limit_files(RLIM_INFINITY);
        assert_int_equal(e.code, ERR_IO);
        assert_non_null(strstr(e.text, dir));
        expect_file(first, "earlier");
        expect_file(last, "earlier");
    }
    remove_all(dir);
    results_free(&r);
}

static void
a_folder_that_cannot_be_made_is_named(void **state)
{
    char dir[] = "/tmp/aksentra-report-XXXXXX", file[64], below[80];
    struct err e = { 0 };
    struct results r;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(file, sizeof(file), "%s/clusters.csv", dir);
    snprintf(below, sizeof(below), "%s/below", file);
    put_file(file, "earlier");
    sample_results(&r);
    assert_int_equal(report_write_all(&r, below, &all, &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_non_null(strstr(e.text, file));
    remove_all(dir);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_lists_agree),
        cmocka_unit_test(a_cluster_says_what_is_known_and_what_is_absent),
        cmocka_unit_test(findings_carry_evidence_and_remedy),
        cmocka_unit_test(hostile_names_come_back_as_they_were),
        cmocka_unit_test(bytes_that_are_not_utf8_do_not_stop_it),
        cmocka_unit_test(formats_are_checked_by_name),
        cmocka_unit_test(all_files_are_written_for_the_owner_alone),
        cmocka_unit_test(a_failure_leaves_earlier_reports_alone),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_named),
    };

    return cmocka_run_group_tests_name("report_json", tests, NULL, NULL);
}
