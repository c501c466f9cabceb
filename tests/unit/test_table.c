/* SPDX-License-Identifier: MIT */
/* test_table.c - what the terminal shows. */
#include "cli/table.h"

#include <stdlib.h>
#include <string.h>

#include "cli/text_width.h"
#include "sample_results.h"
#include "unit.h"

static char *
printed(const struct results *r, unsigned width, bool colour)
{
    struct table_style style = { .width = width, .colour = colour };
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    assert_int_equal(table_print(out, r, &style, NULL), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* Of the table: up to the first empty line. */
static void
expect_width(const char *text, size_t width)
{
    while (*text && *text != '\n') {
        auto_buf line = { 0 };
        size_t len = strcspn(text, "\n");

        buf_add(&line, text, len);
        assert_true(text_width(buf_str(&line)) <= width);
        text += len + 1;
    }
}

static void
it_fits_every_width(void **state)
{
    static const unsigned widths[] = { 40, 60, 79, 80, 100, 132, 300 };
    struct results r;

    (void)state;
    sample_hostile_results(&r);
    for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
        char *text = printed(&r, widths[i], false);

        expect_width(text, widths[i]);
        assert_memory_equal(text, "CLUSTER", 7);
        assert_non_null(strstr(text, "READINESS"));
        free(text);
    }
    results_free(&r);
}

static void
a_wide_terminal_shows_more(void **state)
{
    struct results r;
    char *narrow, *wide;

    (void)state;
    sample_results(&r);
    narrow = printed(&r, 60, false);
    wide = printed(&r, 200, false);
    assert_null(strstr(narrow, "SUBSCRIPTION"));
    assert_non_null(strstr(wide, "SUBSCRIPTION"));
    assert_non_null(strstr(wide, "NEXT STEP"));
    assert_null(strstr(wide, "\xe2\x80\xa6"));
    free(narrow);
    free(wide);
    results_free(&r);
}

static void
names_do_not_steer_the_terminal(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = printed(&r, 120, false);
    for (const char *p = text; *p; p++)
        assert_true(*p == '\n' || ((unsigned char)*p >= 0x20 && *p != 0x7f));
    assert_null(strstr(text, "\xe2\x80\xae"));
    free(text);
    results_free(&r);
}

/* A copy without escape sequences: what a person sees. */
static char *
without_colours(const char *text)
{
    char *plain = calloc(1, strlen(text) + 1);
    size_t n = 0;

    assert_non_null(plain);
    while (*text) {
        if (*text == '\033')
            text += strcspn(text, "m") + 1;
        else
            plain[n++] = *text++;
    }
    return plain;
}

static void
colour_says_nothing_of_its_own(void **state)
{
    struct results r;
    char *coloured, *plain, *seen;

    (void)state;
    sample_results(&r);
    coloured = printed(&r, 100, true);
    plain = printed(&r, 100, false);
    seen = without_colours(coloured);
    assert_non_null(strchr(coloured, '\033'));
    assert_string_equal(seen, plain);
    free(coloured);
    free(plain);
    free(seen);
    results_free(&r);
}

static void
the_summary_says_what_was_not_seen_and_the_exit_code(void **state)
{
    static const char *const lines[] = {
        "Clusters: 5 legacy, 2 managed, 1 without Entra integration, 1 unknown "
        "(9 in all)",
        "Subscriptions: 1 audited, 1 partial, 1 denied, 1 unreachable, 1 "
        "skipped",
        "Not looked at: kubeconfigs (--kubeconfig looks at them)",
        "- subscription Half: partial: it broke off after page 1",
        "Exit code 2: 5 legacy clusters found. The audit is incomplete.",
    };
    struct results r;
    char *text;

    (void)state;
    sample_results(&r);
    text = printed(&r, 120, false);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (!sample_has_line(text, lines[i]))
            fail_msg("no line: %s", lines[i]);
    }
    assert_non_null(strstr(text, "what helps: the role Reader"));
    assert_null(strstr(text, "subscription Gone"));
    free(text);
    results_free(&r);
}

static void
nothing_in_scope_is_said_too(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_many_results(&r, 0);
    text = printed(&r, 80, false);
    assert_true(sample_has_line(text, "Clusters: none"));
    assert_non_null(strstr(text, "Exit code 0"));
    assert_null(strstr(text, "incomplete"));
    free(text);
    results_free(&r);
}

static void
width_is_counted_in_columns(void **state)
{
    static const struct {
        const char *text;
        size_t limit;
        const char *cut;
    } rows[] = {
        { "abc", 3, "abc" },
        { "abcd", 3, "ab\xe2\x80\xa6" },
        { "\xc3\xbc\xc3\xbc\xc3\xbc", 3, "\xc3\xbc\xc3\xbc\xc3\xbc" },
        { "\xe4\xb8\x80\xe4\xb8\x80", 4, "\xe4\xb8\x80\xe4\xb8\x80" },
        { "\xe4\xb8\x80\xe4\xb8\x80", 3, "\xe4\xb8\x80\xe2\x80\xa6" },
        { "e\xcc\x81x", 2, "e\xcc\x81x" },
        { "", 3, "" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };

        text_add_cut(&out, rows[i].text, rows[i].limit);
        assert_string_equal(buf_str(&out), rows[i].cut);
    }
    assert_int_equal(text_width("\xe4\xb8\x80z"), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_fits_every_width),
        cmocka_unit_test(a_wide_terminal_shows_more),
        cmocka_unit_test(names_do_not_steer_the_terminal),
        cmocka_unit_test(colour_says_nothing_of_its_own),
        cmocka_unit_test(the_summary_says_what_was_not_seen_and_the_exit_code),
        cmocka_unit_test(nothing_in_scope_is_said_too),
        cmocka_unit_test(width_is_counted_in_columns),
    };

    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
