/* SPDX-License-Identifier: MIT */
/* test_report_xlsx.c - the workbook: sheets, spilling, texts, same bytes. What
 * its cells show is tested with a spreadsheet program, in workbook.bats. */
#include "workbook/report_xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "workbook/xlsx_book.h"
#include "sample_results.h"
#include "unit.h"

struct workbook {
    char dir[32];
    char path[64];
    struct buf content;
};

static void
write_book(struct workbook *w, const struct results *r,
           const struct workbook_limits *limits)
{
    struct files_draft draft;
    struct overview o;

    memset(w, 0, sizeof(*w));
    strcpy(w->dir, "/tmp/aksentra-xlsx-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    snprintf(w->path, sizeof(w->path), "%s/report.xlsx", w->dir);
    assert_int_equal(overview_init(&o, r, NULL), 0);
    assert_int_equal(files_draft_open(&draft, w->path, NULL), 0);
    assert_int_equal(write_workbook(&draft, w->dir, &o, limits, NULL), 0);
    assert_int_equal(files_draft_commit(&draft, NULL), 0);
    overview_free(&o);
    assert_int_equal(files_read(w->path, 64 * 1024 * 1024, &w->content, NULL),
                     0);
    assert_true(w->content.len > 1000);
    assert_memory_equal(w->content.data, "PK", 2);
}

/* Nothing but the workbook may be left in the folder. */
static void
forget(struct workbook *w)
{
    assert_int_equal(unlink(w->path), 0);
    assert_int_equal(rmdir(w->dir), 0);
    buf_free(&w->content);
}

/* The names in a zip archive are not compressed. */
static bool
has_member(const struct workbook *w, const char *name)
{
    return memmem(w->content.data, w->content.len, name, strlen(name)) != NULL;
}

static void
it_has_eight_sheets_and_three_charts(void **state)
{
    struct workbook w;
    struct results r;

    (void)state;
    sample_results(&r);
    write_book(&w, &r, &workbook_limits_default);
    assert_true(has_member(&w, "xl/worksheets/sheet8.xml"));
    assert_false(has_member(&w, "xl/worksheets/sheet9.xml"));
    assert_true(has_member(&w, "xl/charts/chart3.xml"));
    assert_false(has_member(&w, "xl/vbaProject.bin"));
    forget(&w);
    results_free(&r);
}

static void
rows_beyond_the_limit_spill(void **state)
{
    static const struct workbook_limits limits = { .rows = 10, .links = 3 };
    struct workbook w;
    struct results r;

    (void)state;
    sample_many_results(&r, 25);
    write_book(&w, &r, &limits);
    /* Clusters take three sheets of nine rows each, the others more too. */
    assert_true(has_member(&w, "xl/worksheets/sheet9.xml"));
    forget(&w);
    results_free(&r);
}

static void
the_same_results_give_the_same_bytes(void **state)
{
    struct workbook a, b;
    struct results r;

    (void)state;
    sample_hostile_results(&r);
    write_book(&a, &r, &workbook_limits_default);
    sleep(1);
    write_book(&b, &r, &workbook_limits_default);
    assert_int_equal(a.content.len, b.content.len);
    assert_memory_equal(a.content.data, b.content.data, a.content.len);
    forget(&a);
    forget(&b);
    results_free(&r);
}

static void
nothing_in_scope_makes_a_workbook_too(void **state)
{
    struct workbook w;
    struct results r;

    (void)state;
    sample_many_results(&r, 0);
    write_book(&w, &r, &workbook_limits_default);
    assert_true(has_member(&w, "xl/charts/chart2.xml"));
    assert_false(has_member(&w, "xl/charts/chart3.xml"));
    forget(&w);
    results_free(&r);
}

static void
texts_fit_a_cell(void **state)
{
    static const char *const rows[][2] = {
        { "plain", "plain" },
        { "two\nlines\tand tab", "two\nlines\tand tab" },
        { "esc\033[31m\r\177", "esc?[31m??" },
        { "bad \xff utf-8 \xed\xa0\x80", "bad ? utf-8 ???" },
        { "\xef\xbf\xbf", "?" },
        { "_x0041_", "_x005F_x0041_" },
        { "_x004_ _x00g1_ _x", "_x004_ _x00g1_ _x" },
        { "emoji \xf0\x9f\x92\xa5", "emoji \xf0\x9f\x92\xa5" },
    };
    struct xlsx_book book = { 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_string_equal(xlsx_text(&book, rows[i][0]), rows[i][1]);
    buf_free(&book.text);
}

static void
too_long_a_text_is_cut_and_says_so(void **state)
{
    struct xlsx_book book = { 0 };
    char *text = calloc(1, 40000);
    const char *cut;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', 39999);
    cut = xlsx_text(&book, text);
    assert_true(strlen(cut) <= XLSX_TEXT_MAX);
    assert_string_equal(cut + strlen(cut) - 6, " [cut]");
    /* Outside the basic plane a character counts twice. */
    for (size_t i = 0; i + 4 < 40000; i += 4)
        memcpy(text + i, "\xf0\x9f\x92\xa5", 4);
    cut = xlsx_text(&book, text);
    assert_true(strlen(cut) > 30000);
    assert_null(strstr(cut, "[cut]"));
    free(text);
    buf_free(&book.text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_eight_sheets_and_three_charts),
        cmocka_unit_test(rows_beyond_the_limit_spill),
        cmocka_unit_test(the_same_results_give_the_same_bytes),
        cmocka_unit_test(nothing_in_scope_makes_a_workbook_too),
        cmocka_unit_test(texts_fit_a_cell),
        cmocka_unit_test(too_long_a_text_is_cut_and_says_so),
    };

    return cmocka_run_group_tests_name("report_xlsx", tests, NULL, NULL);
}
