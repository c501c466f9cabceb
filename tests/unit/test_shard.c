/* SPDX-License-Identifier: MIT */
/* test_shard.c - which part of an audit a subscription is in. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "audit/shard.h"

static void
words(void **state)
{
    static const char *const wrong[] = {
        "",
        "1",
        "/",
        "1/",
        "/4",
        "0/4",
        "5/4",
        "1/0",
        "-1/4",
        "1/4/4",
        "1/1001",
        "1.5/4",
        "a/b",
        " 1/4",
        "1/4 ",
        "+1/4",
        "0x1/4",
        "1,4",
        "00000000001/4",
        "1/99999999999999999999",
    };
    struct shard s;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(shard_parse(&s, NULL, &e), 0);
    assert_int_equal(s.of, 0);
    assert_int_equal(shard_parse(&s, "2/8", &e), 0);
    assert_int_equal(s.number, 2);
    assert_int_equal(s.of, 8);
    assert_int_equal(shard_parse(&s, "1/1", &e), 0);
    assert_int_equal(shard_parse(&s, "1000/1000", &e), 0);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        err_clear(&e);
        if (shard_parse(&s, wrong[i], &e) == 0)
            fail_msg("'%s' was taken", wrong[i]);
        assert_int_equal(e.code, ERR_USAGE);
        assert_non_null(strstr(e.text, "I/N"));
    }
}

static unsigned
part_of(const char *id, unsigned of)
{
    unsigned found = 0;

    for (unsigned i = 1; i <= of; i++) {
        const struct shard s = { i, of };
        bool has;

        assert_int_equal(shard_has(&s, id, &has, NULL), 0);
        if (!has)
            continue;
        assert_int_equal(found, 0);
        found = i;
    }
    assert_true(found > 0);
    return found;
}

/* From sha256sum, so that another version or another machine agrees: bd7662a5 of
 * printf %s 11111111-1111-4111-8111-111111111111 | sha256sum. */
static void
the_same_everywhere(void **state)
{
    (void)state;
    assert_int_equal(part_of("11111111-1111-4111-8111-111111111111", 4), 2);
    assert_int_equal(part_of("11111111-1111-4111-8111-111111111111", 7), 3);
    assert_int_equal(part_of("abcdefab-1111-4111-8111-cdefabcdefab", 1000),
                     231);
    assert_int_equal(part_of("ABCDEFAB-1111-4111-8111-CDEFABCDEFAB", 1000),
                     231);
}

static void
nobody_is_left_out(void **state)
{
    const struct shard all = { 0, 0 };
    size_t sizes[9] = { 0 };
    bool has;

    (void)state;
    assert_int_equal(shard_has(&all, "x", &has, NULL), 0);
    assert_true(has);
    for (unsigned i = 0; i < 4000; i++) {
        char id[64];

        snprintf(id, sizeof(id), "00000000-0000-4000-9000-%012x", i);
        sizes[part_of(id, 8)]++;
    }
    for (size_t i = 1; i <= 8; i++)
        assert_in_range(sizes[i], 425, 575);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(the_same_everywhere),
        cmocka_unit_test(nobody_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
