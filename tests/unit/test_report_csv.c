/* SPDX-License-Identifier: MIT */
/* test_report_csv.c - comma- and tab-separated values. */
#include "report/writers.h"

#include <stdlib.h>
#include <string.h>

#include "sample_results.h"
#include "support/vec.h"
#include "unit.h"

static int
write_clusters(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &cluster_columns, o, e);
}

static int
write_findings(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &finding_columns, o, e);
}

static int
write_cluster_tsv(FILE *out, const struct overview *o, struct err *e)
{
    return write_tsv(out, &cluster_columns, o, e);
}

/* A strict reader of RFC 4180: counts records, and fields of each; hands the
 * first field of each record to `first`. */
static size_t
read_csv(const char *text, size_t fields, void (*first)(const char *field))
{
    size_t records = 0, n = 0;

    while (*text) {
        auto_buf field = { 0 };

        if (*text == '"') {
            for (text++; *text != '"' || text[1] == '"'; text++) {
                assert_true(*text);
                text += *text == '"';
                buf_addc(&field, *text);
            }
            text++;
        } else {
            while (*text && !strchr(",\r\n\"", *text))
                buf_addc(&field, *text++);
        }
        if (n == 0 && first)
            first(buf_str(&field));
        n++;
        if (*text == ',') {
            text++;
            continue;
        }
        assert_int_equal(text[0], '\r');
        assert_int_equal(text[1], '\n');
        assert_int_equal(n, fields);
        text += 2;
        records++;
        n = 0;
    }
    return records;
}

static void
is_no_formula(const char *field)
{
    assert_true(*field);
    assert_null(strchr("=+-@\t\r\n", *field));
}

static void
every_record_has_every_field(void **state)
{
    struct results r;
    size_t shown = 0;
    char *text;

    (void)state;
    sample_results(&r);
    text = sample_written(write_clusters, &r);
    assert_memory_equal(text, "Cluster,Resource group,Subscription,", 36);
    assert_int_equal(read_csv(text, cluster_columns.n, NULL),
                     r.snapshot.clusters.len + 1);
    free(text);
    for (size_t i = 0; i < r.findings.len; i++)
        shown += finding_needs_attention(r.findings.items[i]);
    text = sample_written(write_findings, &r);
    assert_int_equal(read_csv(text, finding_columns.n, NULL), shown + 1);
    assert_non_null(strstr(text, "\"until 2024-05-31, by Ada: moved in May\""));
    free(text);
    results_free(&r);
}

static void
names_are_no_formulas_and_no_second_cell(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_clusters, &r);
    assert_int_equal(read_csv(text, cluster_columns.n, is_no_formula),
                     r.snapshot.clusters.len + 1);
    assert_non_null(strstr(text, "\n\"'=HYPERLINK(\"\"https://evil.example"));
    assert_non_null(strstr(text, "\n'-2+3,'-2+3,"));
    assert_null(strchr(text, '\033'));
    free(text);
    results_free(&r);
}

static void
tsv_has_one_line_a_cluster(void **state)
{
    struct results r;
    size_t lines = 0, tabs = 0;
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_cluster_tsv, &r);
    assert_memory_equal(text, "name\tresourceGroup\t", 19);
    for (const char *p = text; *p; p++) {
        lines += *p == '\n';
        tabs += *p == '\t';
        assert_true(*p == '\t' || *p == '\n' || (unsigned char)*p >= 0x20);
    }
    assert_int_equal(lines, r.snapshot.clusters.len + 1);
    assert_int_equal(tabs, lines * (cluster_columns.n - 1));
    assert_non_null(strstr(text, "\nline break\t"));
    free(text);
    results_free(&r);
}

static void
a_full_disk_is_told(void **state)
{
    struct results r;
    struct overview o;
    struct err e = { 0 };
    FILE *full = fopen("/dev/full", "w");

    (void)state;
    if (!full)
        skip();
    setvbuf(full, NULL, _IONBF, 0);
    sample_results(&r);
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    assert_int_equal(write_csv(full, &cluster_columns, &o, &e), -1);
    assert_int_equal(e.code, ERR_IO);
    assert_non_null(strstr(e.text, "disk is full"));
    fclose(full);
    overview_free(&o);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_has_every_field),
        cmocka_unit_test(names_are_no_formulas_and_no_second_cell),
        cmocka_unit_test(tsv_has_one_line_a_cluster),
        cmocka_unit_test(a_full_disk_is_told),
    };

    return cmocka_run_group_tests_name("report_csv", tests, NULL, NULL);
}
