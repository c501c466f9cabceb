/* SPDX-License-Identifier: MIT */
/* test_retry.c - when a request is tried again, row by row; and URLs. */
#include "unit.h"

#include <string.h>

#include "support/retry.h"
#include "support/url.h"

static const struct {
    const char *name;
    int status;
    int64_t wish_ms;
    unsigned attempt;
    uint32_t random;
    int64_t expected;
} rows[] = {
    { "the server's wish wins over backoff", 429, 7000, 3, 0, 7000 },
    { "a wish of nothing is obeyed", 429, 0, 1, 9, 0 },
    { "a wish beyond all patience", 503, 300001, 1, 0, RETRY_GIVE_UP },
    { "forbidden is an answer, no fault", 403, RETRY_NO_WISH, 1, 0,
      RETRY_GIVE_UP },
    { "not found is an answer", 404, 5000, 1, 0, RETRY_GIVE_UP },
    { "no answer at all", 0, RETRY_NO_WISH, 1, 0, 250 },
    { "a random half, lowest", 500, RETRY_NO_WISH, 2, 0, 500 },
    { "a random half, highest", 500, RETRY_NO_WISH, 2, 500, 1000 },
    { "doubling ends at the ceiling", 502, RETRY_NO_WISH, 4, 0, 1000 },
    { "the last attempt", 429, 1000, 5, 0, RETRY_GIVE_UP },
};

static void
waits_follow_the_table(void **state)
{
    const struct retry_policy policy = {
        .retries = 4, .base_ms = 500, .ceiling_ms = 2000, .patience_ms = 300000
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t found = retry_wait_ms(&policy, rows[i].status, rows[i].wish_ms,
                                      rows[i].attempt, rows[i].random);

        if (found != rows[i].expected)
            fail_msg("%s: %lld", rows[i].name, (long long)found);
    }
}

static void
retry_after_in_every_form(void **state)
{
    const int64_t now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */

    (void)state;
    assert_int_equal(retry_after_ms("120", now), 120000);
    assert_int_equal(retry_after_ms(" 0 ", now), 0);
    assert_int_equal(retry_after_ms("Sun, 06 Nov 1994 08:49:47 GMT", now),
                     10000);
    assert_int_equal(retry_after_ms("Sunday, 06-Nov-94 08:49:47 GMT", now),
                     10000);
    assert_int_equal(retry_after_ms("Sun Nov  6 08:49:47 1994", now), 10000);
    assert_int_equal(retry_after_ms("Sun, 06 Nov 1994 08:00:00 GMT", now), 0);
    assert_true(retry_after_ms("99999999999999999999999", now) > 1000000000);
    assert_int_equal(retry_after_ms(NULL, now), RETRY_NO_WISH);
    assert_int_equal(retry_after_ms("", now), RETRY_NO_WISH);
    assert_int_equal(retry_after_ms("-5", now), RETRY_NO_WISH);
    assert_int_equal(retry_after_ms("soon", now), RETRY_NO_WISH);
    assert_int_equal(retry_after_ms("1.5", now), RETRY_NO_WISH);
}

static void
origins_are_compared_whole(void **state)
{
    char origin[URL_ORIGIN_MAX];

    (void)state;
    assert_int_equal(url_origin("HTTPS://A.Example:443/x?y", origin, NULL), 0);
    assert_string_equal(origin, "https://a.example");
    assert_true(url_same_origin("https://a/x", "https://a:443/y"));
    assert_false(url_same_origin("https://a", "https://a:444"));
    assert_false(url_same_origin("https://a", "http://a"));
    assert_false(url_same_origin("https://a", "https://a.evil"));
    assert_false(url_same_origin("https://a", "https://a@evil/"));
    assert_int_equal(url_origin("https://a@evil/", origin, NULL), -1);
    assert_int_equal(url_origin("https://user:pw@a/", origin, NULL), -1);
    assert_int_equal(url_origin("//a/x", origin, NULL), -1);
    assert_int_equal(url_origin("ftp://a/", origin, NULL), -1);
    assert_int_equal(url_origin("https:///x", origin, NULL), -1);
    assert_int_equal(url_origin("https://a/\nx", origin, NULL), -1);
    assert_int_equal(url_origin("https://a\\evil/", origin, NULL), -1);
    assert_false(url_same_origin("", ""));
}

static void
names_are_encoded_for_a_path(void **state)
{
    auto_buf out = { 0 };

    (void)state;
    url_encode(&out, "a b/c?d#e%f~\xc3\xa9");
    assert_string_equal(buf_str(&out), "a%20b%2Fc%3Fd%23e%25f~%C3%A9");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_follow_the_table),
        cmocka_unit_test(retry_after_in_every_form),
        cmocka_unit_test(origins_are_compared_whole),
        cmocka_unit_test(names_are_encoded_for_a_path),
    };

    return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
