/* SPDX-License-Identifier: MIT */
/* test_retry.c - whether and when a request is tried again. */
#include "support/retry.h"

#include "unit.h"

static const struct retry_policy policy = {
    .retries = 4, .base_ms = 500, .ceiling_ms = 3000, .patience_ms = 10000
};

static void
transient_failures_are_these_alone(void **state)
{
    static const int transient[] = { 0, 408, 429, 500, 502, 503, 504 };
    size_t n = 0;

    (void)state;
    for (int status = 0; status < 600; status++) {
        bool expected = n < ARRAY_LEN(transient) && transient[n] == status;

        n += expected;
        assert_int_equal(retry_is_transient(status), expected);
    }
    assert_int_equal(n, ARRAY_LEN(transient));
}

static void
waits_double_up_to_the_ceiling(void **state)
{
    static const int64_t whole[] = { 500, 1000, 2000, 3000 };

    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(whole); i++) {
        int64_t half = whole[i] / 2;
        uint32_t most = (uint32_t)half;

        assert_int_equal(retry_wait_ms(&policy, 0, RETRY_NO_WISH, i + 1, 0),
                         half);
        assert_int_equal(
            retry_wait_ms(&policy, 503, RETRY_NO_WISH, i + 1, most), whole[i]);
        /* Whatever the random bits are, it stays between the two. */
        for (uint32_t r = 1; r > 0 && r < 0x80000000u; r *= 7) {
            int64_t wait = retry_wait_ms(&policy, 0, RETRY_NO_WISH, i + 1, r);

            assert_true(wait >= half && wait <= whole[i]);
        }
        assert_true(retry_wait_ms(&policy, 0, RETRY_NO_WISH, i + 1,
                                  0xffffffffu) <= whole[i]);
    }
}

static void
retries_are_used_up(void **state)
{
    const struct retry_policy none = { .base_ms = 500, .ceiling_ms = 3000 };

    (void)state;
    assert_int_not_equal(retry_wait_ms(&policy, 500, RETRY_NO_WISH, 4, 0),
                         RETRY_GIVE_UP);
    assert_int_equal(retry_wait_ms(&policy, 500, RETRY_NO_WISH, 5, 0),
                     RETRY_GIVE_UP);
    assert_int_equal(retry_wait_ms(&policy, 429, 1000, 5, 0), RETRY_GIVE_UP);
    assert_int_equal(retry_wait_ms(&none, 0, RETRY_NO_WISH, 1, 0),
                     RETRY_GIVE_UP);
    assert_int_equal(retry_wait_ms(&policy, 404, RETRY_NO_WISH, 1, 0),
                     RETRY_GIVE_UP);
    assert_int_equal(retry_wait_ms(&policy, 200, 1000, 1, 0), RETRY_GIVE_UP);
}

static void
a_wish_is_obeyed_within_patience(void **state)
{
    (void)state;
    assert_int_equal(retry_wait_ms(&policy, 429, 0, 1, 77), 0);
    assert_int_equal(retry_wait_ms(&policy, 429, 7000, 1, 77), 7000);
    assert_int_equal(retry_wait_ms(&policy, 503, 10000, 4, 77), 10000);
    assert_int_equal(retry_wait_ms(&policy, 503, 10001, 1, 77), RETRY_GIVE_UP);
    assert_int_equal(retry_wait_ms(&policy, 429, INT64_MAX, 1, 77),
                     RETRY_GIVE_UP);
}

static void
retry_after_is_read(void **state)
{
    /* 1994-11-06T08:49:37Z, the date of RFC 9110 5.6.7. */
    const int64_t then = 784111777;
    static const struct {
        const char *value;
        int64_t before_s; /* now is so long before that date */
        int64_t expected;
    } rows[] = {
        { "0", 0, 0 },
        { "1", 0, 1000 },
        { "120", 0, 120000 },
        { " 120 ", 0, 120000 },
        { "00005", 0, 5000 },
        { "Sun, 06 Nov 1994 08:49:37 GMT", 90, 90000 },
        { "Sunday, 06-Nov-94 08:49:37 GMT", 90, 90000 },
        { "Sun Nov  6 08:49:37 1994", 90, 90000 },
        { "Sun, 06 Nov 1994 08:49:37 GMT", 0, 0 },
        { "Sun, 06 Nov 1994 08:49:37 GMT", -5, 0 },
        { "Sun, 06 Nov 1994 08:49:37", 90, RETRY_NO_WISH },
        { "Sun, 41 Nov 1994 08:49:37 GMT", 90, RETRY_NO_WISH },
        { "1994-11-06T08:49:37Z", 90, RETRY_NO_WISH },
        { "", 0, RETRY_NO_WISH },
        { "  ", 0, RETRY_NO_WISH },
        { "-1", 0, RETRY_NO_WISH },
        { "+1", 0, RETRY_NO_WISH },
        { "1.5", 0, RETRY_NO_WISH },
        { "1 2", 0, RETRY_NO_WISH },
        { "5s", 0, RETRY_NO_WISH },
        { "0x10", 0, RETRY_NO_WISH },
        { "soon", 0, RETRY_NO_WISH },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(retry_after_ms(rows[i].value, then - rows[i].before_s),
                         rows[i].expected);
    assert_int_equal(retry_after_ms(NULL, then), RETRY_NO_WISH);
}

static void
absurd_numbers_stay_large(void **state)
{
    (void)state;
    assert_true(retry_after_ms("99999999999", 0) > 86400000);
    assert_true(retry_after_ms("9223372036854775807", 0) > 86400000);
    assert_true(retry_after_ms("99999999999999999999999999999999", 0) >
                86400000);
    assert_true(retry_after_ms("Fri, 31 Dec 9999 23:59:59 GMT", 0) > 86400000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transient_failures_are_these_alone),
        cmocka_unit_test(waits_double_up_to_the_ceiling),
        cmocka_unit_test(retries_are_used_up),
        cmocka_unit_test(a_wish_is_obeyed_within_patience),
        cmocka_unit_test(retry_after_is_read),
        cmocka_unit_test(absurd_numbers_stay_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
