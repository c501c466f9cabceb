/* SPDX-License-Identifier: MIT */
/* test_report_md.c - text from outside in Markdown, tables of limited size, and
 * the document of both. */
#include "markdown/md_table.h"

#include <stdlib.h>
#include <string.h>

#include "markdown/markdown.h"
#include "markdown/documents.h"
#include "sample_results.h"
#include "support/str.h"
#include "unit.h"

/* GFM 4.10 and CommonMark 6.1: what a reader makes of a code span in a table
 * cell. */
static void
read_code(struct buf *out, const char *span)
{
    size_t fence = strspn(span, "`"), len = strlen(span);
    const char *end = span + len - fence;

    assert_true(fence > 0 && len > 2 * fence);
    span += fence;
    if (*span == ' ' && end[-1] == ' ' && end - span > 2) {
        span++;
        end--;
    }
    for (; span < end; span++) {
        /* A table takes the backslash of "\|" away before all else. */
        if (*span == '\\' && span[1] == '|')
            continue;
        assert_true(*span != '|' || span[-1] == '\\');
        buf_addc(out, *span);
    }
}

static void
names_come_back_from_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_sample_hostile_names; i++) {
        auto_buf span = { 0 }, back = { 0 };
        char shown[256];

        /* "\|" of a name: two backslashes stay two. */
        if (strstr(sample_hostile_names[i], "\\|"))
            continue;
        str_sanitize(shown, sizeof(shown), sample_hostile_names[i]);
        markdown_code_in_table(&span, sample_hostile_names[i]);
        read_code(&back, buf_str(&span));
        assert_string_equal(buf_str(&back), shown);
    }
}

static void
words_that_become_something_stand_as_code(void **state)
{
    static const struct {
        const char *text;
        const char *markdown;
    } rows[] = {
        { "plain words, 1 < 2", "plain words, 1 \\< 2" },
        { "tell ada@contoso.com, please", "tell `ada@contoso.com`, please" },
        { "(see https://evil.example)", "(see `https://evil.example`)" },
        { "WWW.evil.example", "`WWW.evil.example`" },
        { "@team #1 :tada: $x$", "`@team` `#1` `:tada`: `$x$`" },
        { "cost: 5", "cost: 5" },
        { "@", "`@`" },
        { "a@b|c", "`a@b\\|c`" },
        { "[x](y) *b* _u_ `c` ~s~ a|b &amp; \\",
          "\\[x\\](y) \\*b\\* \\_u\\_ \\`c\\` \\~s\\~ a\\|b \\&amp; \\\\" },
        { "", "-" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };

        markdown_text(&out, rows[i].text);
        assert_string_equal(buf_str(&out), rows[i].markdown);
    }
}

static void
a_table_ends_where_it_must(void **state)
{
    auto_buf out = { 0 };
    struct md_table t;

    (void)state;
    buf_adds(&out, "before\n\n");
    md_table_begin(&t, &out, 100, "## T", "A|B");
    for (int i = 0; i < 50; i++) {
        md_table_row(&t);
        md_table_text(&t, "0123456789");
        md_table_code(&t, NULL);
        md_table_end_row(&t);
    }
    assert_true(out.len <= 100);
    assert_int_equal(t.left_out, 47);
    md_table_end(&t, "rest.csv");
    assert_non_null(strstr(buf_str(&out), "|\n\n**47 more, left out because"));
    assert_non_null(strstr(buf_str(&out), "`rest.csv`"));
}

static void
a_table_without_rows_is_none(void **state)
{
    auto_buf out = { 0 };
    struct md_table t;

    (void)state;
    md_table_begin(&t, &out, 100, "## T", "A");
    md_table_end(&t, "rest.csv");
    assert_int_equal(out.len, 0);
}

static void
the_document_says_what_was_not_seen_first(void **state)
{
    static const char *const lines[] = {
        "# Microsoft Entra integration of AKS clusters",
        "**Exit code 2:** 5 legacy clusters found.",
        "| Integration | 5 legacy, 2 managed, 1 none, 1 unknown |",
        "| Subscriptions | 1 audited, 1 partial, 1 denied, 1 unreachable, 1 "
        "skipped |",
        "| subscription | `Finance` | denied | AuthorizationFailed: no right "
        "to "
        "list clusters | the role Reader on the subscription |",
        "| subscription | `Half` | partial | it broke off after page 1 |  |",
    };
    struct results r;
    char *text;

    (void)state;
    sample_results(&r);
    text = sample_written(write_report_md, &r);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (!sample_has_line(text, lines[i]))
            fail_msg("no line: %s", lines[i]);
    }
    assert_true(strstr(text, "## Not audited") < strstr(text, "## Clusters"));
    /* What was skipped is told apart from what could not be seen. */
    assert_true(strstr(text, "`Gone`") > strstr(text, "## Left out"));
    assert_null(strstr(text, "left out because"));
    free(text);
    results_free(&r);
}

static void
the_document_has_a_limit(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_many_results(&r, 12000);
    text = sample_written(write_report_md, &r);
    assert_true(strlen(text) < (size_t)1024 * 1024);
    assert_non_null(strstr(text, "more, left out because"));
    /* The head and each section are still there. */
    assert_memory_equal(text, "# Microsoft", 11);
    assert_non_null(strstr(text, "\n## Clusters\n"));
    assert_non_null(strstr(text, "\n### CLU-001 (high): "));
    free(text);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_back_from_code),
        cmocka_unit_test(words_that_become_something_stand_as_code),
        cmocka_unit_test(a_table_ends_where_it_must),
        cmocka_unit_test(a_table_without_rows_is_none),
        cmocka_unit_test(the_document_says_what_was_not_seen_first),
        cmocka_unit_test(the_document_has_a_limit),
    };

    return cmocka_run_group_tests_name("report_md", tests, NULL, NULL);
}
