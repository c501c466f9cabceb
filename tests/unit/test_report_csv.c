/* SPDX-License-Identifier: MIT */
/* test_report_csv.c - comma- and tab-separated values. */
#include "formats/report.h"

#include <stdlib.h>
#include <string.h>

#include "formats/writers.h"
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

static int
write_styled(FILE *out, const struct overview *o, struct err *e)
{
    struct overview styled = *o;

    styled.csv = (struct csv_style){ .delimiter = ';', .bom = true };
    return write_csv(out, &cluster_columns, &styled, e);
}

static void
delimiter_and_byte_order_mark(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_results(&r);
    text = sample_written(write_styled, &r);
    assert_memory_equal(text,
                        "\xef\xbb\xbf"
                        "Cluster;Resource group;",
                        26);
    assert_null(strstr(text + 3, "\xef\xbb\xbf"));
    free(text);
    results_free(&r);
}

static void
delimiters_have_names(void **state)
{
    static const struct {
        const char *text;
        char sign; /* 0: refused */
    } rows[] = {
        { ",", ',' },    { "comma", ',' },
        { ";", ';' },    { "Semicolon", ';' },
        { "\t", '\t' },  { "\\t", '\t' },
        { "TAB", '\t' }, { "|", '|' },
        { "pipe", '|' }, { "", 0 },
        { ",,", 0 },     { "\"", 0 },
        { "\n", 0 },     { "x", 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = { 0 };
        char sign = 0;

        assert_int_equal(csv_delimiter_parse(rows[i].text, &sign, &e),
                         rows[i].sign ? 0 : -1);
        assert_int_equal(sign, rows[i].sign);
        assert_int_equal(e.code, rows[i].sign ? ERR_NONE : ERR_USAGE);
    }
}

/* Opened with another delimiter than its own, a name would be several cells. */
static void
no_cell_of_another_delimiter_is_a_formula(void **state)
{
    static const struct {
        const char *name;
        const char *cell;
    } rows[] = {
        { "x;=1", "\"x;'=1\"" },
        { "x|+1", "\"x|'+1\"" },
        { "a,-b", "\"a,'-b\"" },
        { "a\n@b", "\"a\n'@b\"" },
        { "\xef\xbc\x9d"
          "1",
          "'\xef\xbc\x9d"
          "1" },
        { "a - b, c", "\"a - b, c\"" },
        { "right\xe2\x80\xaeleft", "right?left" },
    };
    struct results r;
    struct cluster *c;

    (void)state;
    sample_results(&r);
    c = r.snapshot.clusters.items[0];
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf line = { 0 };
        char *text;

        c->name = rows[i].name;
        buf_addf(&line, "\r\n%s,", rows[i].cell);
        text = sample_written(write_clusters, &r);
        if (!strstr(text, buf_str(&line)))
            fail_msg("no cell: %s", rows[i].cell);
        free(text);
    }
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
        cmocka_unit_test(delimiter_and_byte_order_mark),
        cmocka_unit_test(delimiters_have_names),
        cmocka_unit_test(no_cell_of_another_delimiter_is_a_formula),
        cmocka_unit_test(tsv_has_one_line_a_cluster),
        cmocka_unit_test(a_full_disk_is_told),
    };

    return cmocka_run_group_tests_name("report_csv", tests, NULL, NULL);
}
