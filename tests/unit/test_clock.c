/* SPDX-License-Identifier: MIT */
/* test_clock.c - the report clock, and how times are written. */
#include "unit.h"

#include <time.h>

#include "support/clock.h"

static void
test_fixed_clock(void **state)
{
    struct clock c;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(clock_init(&c, "1795411800", &e), 0);
    assert_true(c.fixed);
    assert_int_equal(clock_report_time(&c), 1795411800);
    assert_int_equal(clock_init(&c, "0", &e), 0);
    assert_true(c.fixed);
    assert_int_equal(clock_report_time(&c), 0);
}

static void
test_running_clock(void **state)
{
    static const char *const unset[] = { NULL, "" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct clock c;
        struct err e = { 0 };

        assert_int_equal(clock_init(&c, unset[i], &e), 0);
        assert_false(c.fixed);
        assert_in_range(clock_report_time(&c), time(NULL) - 2, time(NULL) + 2);
    }
}

static void
test_wrong_epochs(void **state)
{
    static const char *const wrong[] = {
        "now", "-1", "1.5", "1 ", " 1", "253402300800", "99999999999999999999"
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct clock c;
        struct err e = { 0 };

        assert_int_equal(clock_init(&c, wrong[i], &e), -1);
        assert_int_equal(e.code, ERR_USAGE);
        if (i == 0)
            assert_string_equal(e.text,
                                "SOURCE_DATE_EPOCH: expected seconds since "
                                "1970, found 'now'");
    }
}

static void
test_format(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } rows[] = {
        { 0, "1970-01-01T00:00:00Z" },
        { -1, "1969-12-31T23:59:59Z" },
        { 951782399, "2000-02-28T23:59:59Z" },
        { 951782400, "2000-02-29T00:00:00Z" },
        { 1795411800, "2026-11-23T05:30:00Z" },
        { 253402300799, "9999-12-31T23:59:59Z" },
        { INT64_MAX, "9223372036854775807 s" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[CLOCK_TEXT_SIZE];

        clock_format(text, rows[i].seconds);
        assert_string_equal(text, rows[i].text);
    }
}

static void
test_monotonic(void **state)
{
    int64_t before = clock_monotonic_ms(), after;
    const struct timespec pause = { .tv_nsec = 5000000 };

    (void)state;
    nanosleep(&pause, NULL);
    after = clock_monotonic_ms();
    assert_true(after >= before + 4);
    assert_true(after < before + 60000);
}

static void
moments_of_rfc3339_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds; /* -1: it is none */
    } rows[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "2019-09-17T19:10:35.2742618Z", 1568747435 },
        { "2024-02-29T12:00:00z", 1709208000 },
        { "2024-01-01T00:00:00+01:30", 1704061800 },
        { "2024-01-01T00:00:00-01:30", 1704072600 },
        { "2299-12-30T23:00:00Z", 10413702000 },
        { "2023-02-29T12:00:00Z", -1 },
        { "2024-01-01T24:00:00Z", -1 },
        { "2024-01-01T00:60:00Z", -1 },
        { "2024-01-01T00:00:00", -1 },
        { "2024-01-01 00:00:00Z", -1 },
        { "2024-01-01T00:00:00.Z", -1 },
        { "2024-01-01T00:00:00+1:30", -1 },
        { "2024-01-01T00:00:00+01:30x", -1 },
        { "2024-01-01", -1 },
        { "", -1 },
        { "soon", -1 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t seconds = -1;
        bool read = clock_parse(rows[i].text, &seconds);

        if (read != (rows[i].seconds >= 0) || seconds != rows[i].seconds)
            fail_msg("%s: %lld", rows[i].text, (long long)seconds);
    }
    assert_false(clock_parse(NULL, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixed_clock),
        cmocka_unit_test(test_running_clock),
        cmocka_unit_test(test_wrong_epochs),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_monotonic),
        cmocka_unit_test(moments_of_rfc3339_are_read),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
