/* SPDX-License-Identifier: MIT */
/* test_match.c - patterns, their errors and their limits. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "support/match.h"

static struct match *
compile(const char *pattern)
{
    struct match *m = NULL;
    struct err e = { 0 };

    if (match_new(&m, pattern, &e) != 0)
        fail_msg("%s", e.text);
    return m;
}

static void
test_found_or_not(void **state)
{
    static const struct {
        const char *pattern, *text;
        int found;
    } rows[] = {
        { "prod", "/subscriptions/1/resourceGroups/RG-PROD", 1 },
        { "^prod", "rg-prod", 0 },
        { "^rg-(prod|dev)$", "RG-Dev", 1 },
        { "", "anything", 1 },
        { "\xc3\x84pfel", "\xc3\xa4PFEL", 1 }, /* folds beyond ASCII */
        { "^.$", "\xc3\xa4", 1 },              /* characters, not bytes */
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct match *m = compile(rows[i].pattern);
        struct err e = { 0 };

        if (match_test(m, rows[i].text, &e) != rows[i].found)
            fail_msg("'%s' on '%s': %s", rows[i].pattern, rows[i].text, e.text);
        assert_null(match_free(m));
    }
}

static void
test_a_wrong_pattern_is_told(void **state)
{
    struct match *m = NULL;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(match_new(&m, "ab(c", &e), -1);
    assert_null(m);
    assert_int_equal(e.code, ERR_USAGE);
    assert_string_equal(e.text, "pattern 'ab(c' at character 5: missing "
                                "closing parenthesis");
    err_clear(&e);
    assert_int_equal(match_new(&m, "a\\Cb", &e), -1);
    assert_int_equal(e.code, ERR_USAGE);
    assert_null(match_free(NULL));
}

static void
test_effort_is_limited(void **state)
{
    struct match *m = compile("^(a+)+$");
    struct err e = { 0 };
    char text[64];

    (void)state;
    memset(text, 'a', 40);
    strcpy(text + 40, "!");
    assert_int_equal(match_test(m, text, &e), -1);
    assert_int_equal(e.code, ERR_LIMIT);
    assert_memory_equal(e.text, "pattern '^(a+)+$' takes too long on 'aaaa",
                        41);
    match_free(m);
}

static void
test_depth_is_limited(void **state)
{
    static char text[200001];
    struct match *m = compile("^(?:a|b)*$");
    struct err e = { 0 };

    (void)state;
    memset(text, 'a', sizeof(text) - 1);
    assert_int_equal(match_test(m, text, &e), -1);
    assert_int_equal(e.code, ERR_LIMIT);
    match_free(m);
}

static void
test_text_that_is_not_utf8(void **state)
{
    struct match *m = compile("a");
    struct err e = { 0 };

    (void)state;
    assert_int_equal(match_test(m, "a\xff", &e), -1);
    assert_int_equal(e.code, ERR_INPUT);
    assert_non_null(strstr(e.text, "UTF-8"));
    match_free(m);
}

static void
test_groups(void **state)
{
    struct match *m = compile("wait (\\d+) (seconds)?");
    struct err e = { 0 };
    size_t start = 99, end = 99;

    (void)state;
    assert_int_equal(match_find(m, "please wait 17 ", 0, &start, &end, &e), 1);
    assert_int_equal(start, 7);
    assert_int_equal(end, 15);
    assert_int_equal(match_find(m, "please wait 17 ", 1, &start, &end, &e), 1);
    assert_int_equal(start, 12);
    assert_int_equal(end, 14);
    assert_int_equal(match_find(m, "please wait 17 ", 2, &start, &end, &e), 1);
    assert_int_equal(start, end);
    assert_int_equal(match_find(m, "please wait 17 ", 3, &start, &end, &e), 1);
    assert_int_equal(start, end);
    assert_int_equal(match_find(m, "no", 1, &start, &end, &e), 0);
    match_free(m);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_or_not),
        cmocka_unit_test(test_a_wrong_pattern_is_told),
        cmocka_unit_test(test_effort_is_limited),
        cmocka_unit_test(test_depth_is_limited),
        cmocka_unit_test(test_text_that_is_not_utf8),
        cmocka_unit_test(test_groups),
    };

    return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
