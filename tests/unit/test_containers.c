/* SPDX-License-Identifier: MIT */
/* test_containers.c - buf, vec, map, arena: the things everything stands on. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "support/buf.h"
#include "support/map.h"
#include "support/str.h"
#include "support/vec.h"

static void
a_buffer_grows_to_its_ceiling_and_no_further(void **state)
{
    struct buf b = { .limit = 10 };

    (void)state;
    assert_string_equal(buf_str(&b), "");
    buf_adds(&b, "12345");
    buf_addf(&b, "%d", 67890);
    assert_true(buf_ok(&b));
    assert_string_equal(buf_str(&b), "1234567890");
    buf_addc(&b, '!');
    assert_false(buf_ok(&b));
    assert_string_equal(buf_str(&b), "1234567890");
    assert_null(buf_take(&b));
}

static void
an_empty_buffer_gives_empty_text(void **state)
{
    struct buf b = { 0 };
    char *text = buf_take(&b);

    (void)state;
    assert_string_equal(text, "");
    free(text);
}

static int
compare_first(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

static void
sorting_keeps_the_order_of_equals(void **state)
{
    static char items[] = "c1a1b1a2c2b2a3";
    struct vec v = { 0 };
    char out[sizeof(items)] = "";

    (void)state;
    for (size_t i = 0; i + 1 < sizeof(items); i += 2)
        assert_int_equal(vec_push(&v, items + i), 0);
    assert_int_equal(vec_sort(&v, compare_first), 0);
    for (size_t i = 0; i < v.len; i++)
        strncat(out, v.items[i], 2);
    assert_string_equal(out, "a1a2a3b1b2c1c2");
    vec_free(&v);
}

static void
a_map_ignores_case_and_replaces(void **state)
{
    char keys[1000][16];
    struct map m = { 0 };

    (void)state;
    assert_null(map_get(&m, "x"));
    for (int i = 0; i < 1000; i++) {
        snprintf(keys[i], sizeof(keys[i]), "Key%d", i);
        assert_int_equal(map_put(&m, keys[i], keys[i]), 0);
    }
    assert_int_equal(map_put(&m, "KEY7", keys[8]), 0);
    assert_int_equal(m.len, 1000);
    assert_ptr_equal(map_get(&m, "key7"), keys[8]);
    assert_ptr_equal(map_get(&m, "kEy999"), keys[999]);
    assert_null(map_get(&m, "key1000"));
    map_free(&m);
}

static void
an_arena_zeroes_aligns_and_interns(void **state)
{
    struct arena *a = arena_new();
    const char *first;

    (void)state;
    for (size_t size = 1; size < 200000; size = size * 3 + 1) {
        unsigned char *p = arena_alloc(a, size);

        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, size);
    }
    first = arena_intern(a, "westeurope");
    for (int i = 0; i < 2000; i++) {
        char text[32];

        snprintf(text, sizeof(text), "text %d", i);
        assert_string_equal(arena_intern(a, text), text);
    }
    assert_ptr_equal(arena_intern(a, "westeurope"), first);
    assert_null(arena_intern(a, NULL));
    assert_string_equal(arena_printf(a, "%s-%d", "x", 5), "x-5");
    arena_free(a);
}

static void
text_is_made_harmless(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        { "plain", "plain" },
        { "caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80" },
        { "a\x1b[31mb\nc\td", "a?[31mb?c?d" },
        { "\xc2\x9b", "?" }, /* C1: CSI */
        { "a\xe2\x80\xae"
          "b",
          "a?b" },                 /* right-to-left override */
        { "a\xff\xc3", "a??" },    /* not UTF-8 */
        { "\xed\xa0\x80", "???" }, /* a surrogate */
        { "\xc0\xaf", "??" },      /* overlong */
        { "a\xd8\x9c"
          "b",
          "a?b" }, /* Arabic letter mark */
        /* What the log of a pipeline obeys. */
        { "::error::x", "?:error::x" },
        { "a ::error::x", "a ?:error::x" },
        { "\xc2\xa0::error::x", "\xc2\xa0?:error::x" },
        { "::1 a::b", "::1 a::b" },
        { "##[error]x", "?#[error]x" },
        { "a##VSO[x]", "a?#VSO[x]" },
        { "## x", "## x" },
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str_sanitize(out, sizeof(out), rows[i].in);
        assert_string_equal(out, rows[i].out);
    }
    str_sanitize_lines(out, sizeof(out), "a\tb\r\n\033::error::##[x]");
    assert_string_equal(out, "a\tb\r\n?::error::##[x]");
    str_sanitize(out, 4, "ab\xc3\xa9z");
    assert_string_equal(out, "ab");
}

static void
numbers_are_whole_and_bounded(void **state)
{
    long n;

    (void)state;
    assert_true(str_to_long("128", 1, 128, &n));
    assert_int_equal(n, 128);
    assert_false(str_to_long("129", 1, 128, &n));
    assert_false(str_to_long("", 0, 9, &n));
    assert_false(str_to_long(" 5", 0, 9, &n));
    assert_false(str_to_long("5x", 0, 9, &n));
    assert_false(str_to_long("+5", 0, 9, &n));
    assert_false(str_to_long("99999999999999999999", 0, 9, &n));
}

static void
comparing_folds_ascii_only(void **state)
{
    (void)state;
    assert_true(str_eq_fold("ResourceGroups", "resourcegroups"));
    assert_false(str_eq_fold("\xc3\x84", "\xc3\xa4"));
    assert_false(str_eq_fold("a", NULL));
    assert_true(str_eq_fold(NULL, NULL));
    assert_true(str_cmp_fold("a", "B") < 0);
    assert_non_null(str_find_fold("the SUPPORTED ones", "supported"));
    assert_null(str_find_fold("abc", "abcd"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_grows_to_its_ceiling_and_no_further),
        cmocka_unit_test(an_empty_buffer_gives_empty_text),
        cmocka_unit_test(sorting_keeps_the_order_of_equals),
        cmocka_unit_test(a_map_ignores_case_and_replaces),
        cmocka_unit_test(an_arena_zeroes_aligns_and_interns),
        cmocka_unit_test(text_is_made_harmless),
        cmocka_unit_test(numbers_are_whole_and_bounded),
        cmocka_unit_test(comparing_folds_ascii_only),
    };

    return cmocka_run_group_tests_name("containers", tests, NULL, NULL);
}
