/* SPDX-License-Identifier: MIT */
/* test_maintenance.c - maintenance configurations as lines for people. */
#include "sources/maintenance.h"

#include <string.h>

#include "support/json.h"
#include "unit.h"

#define WINDOW(schedule, rest)                                      \
    "{\"name\":\"default\",\"properties\":{\"maintenanceWindow\":{" \
    "\"schedule\":{" schedule "},\"durationHours\":4," rest "}}}"
#define SUNDAY "\"weekly\":{\"intervalWeeks\":1,\"dayOfWeek\":\"Sunday\"}"
#define AT_TWO "\"startTime\":\"02:00\""

struct fixture {
    struct arena *arena;
    struct cluster cluster;
    struct err e;
};

static int
add(struct fixture *f, const char *text)
{
    json_t *body = json_read(text, strlen(text), "test", NULL);
    int rc;

    assert_non_null(body);
    err_clear(&f->e);
    rc = maintenance_add(f->arena, &f->cluster, body, &f->e);
    json_decref(body);
    return rc;
}

static void
what_can_be_read_is_one_line(void **state)
{
    static const struct {
        const char *body, *line;
    } rows[] = {
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":[{\"day\":"
          "\"sunday\",\"hourSlots\":[2,1]}]}}",
          "default: Sunday 01:00-03:00 UTC" },
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":[{\"day\":"
          "\"Sunday\",\"hourSlots\":[23,0,5,6]},{\"day\":\"Friday\","
          "\"hourSlots\":[4]}],\"notAllowedTime\":[]}}",
          "default: Sunday 00:00-01:00 and 05:00-07:00 and 23:00-24:00, "
          "Friday 04:00-05:00 UTC" },
        { "{\"name\":\"default\",\"properties\":{\"notAllowedTime\":[{"
          "\"start\":\"2026-12-20T00:00:00Z\",\"end\":"
          "\"2027-01-03T00:00:00Z\"},{\"start\":\"2027-05-01T00:00:00Z\","
          "\"end\":\"2027-05-02T00:00:00Z\"}]}}",
          "default: any time; not 2026-12-20T00:00:00Z to "
          "2027-01-03T00:00:00Z and 2027-05-01T00:00:00Z to "
          "2027-05-02T00:00:00Z" },
        { "{\"name\":\"default\",\"properties\":{}}",
          "default: names no time" },
        /* As the Azure CLI prints it, all members there. */
        { "{\"id\":\"/x/maintenanceConfigurations/mine\",\"maintenanceWindow\":"
          "null,\"notAllowedTime\":null,\"timeInWeek\":null}",
          "mine: names no time" },
        { "{\"name\":\"default\",\"maintenanceWindow\":{\"durationHours\":24,"
          "\"notAllowedDates\":null,\"schedule\":{\"absoluteMonthly\":null,"
          "\"daily\":{\"intervalDays\":1},\"relativeMonthly\":null,\"weekly\":"
          "null},\"startDate\":\"2026-05-01\",\"startTime\":\"02:30\","
          "\"utcOffset\":\"+05:30\"},\"timeInWeek\":null}",
          "default: every day 02:30-02:30 (the next day) UTC+05:30, from "
          "2026-05-01" },
        { WINDOW(SUNDAY, AT_TWO), "default: every Sunday 02:00-06:00 UTC" },
        { WINDOW(SUNDAY, AT_TWO ",\"utcOffset\":\"-00:00\""),
          "default: every Sunday 02:00-06:00 UTC" },
        { WINDOW(SUNDAY, "\"startTime\":\"20:00\""),
          "default: every Sunday 20:00-24:00 UTC" },
        { WINDOW(SUNDAY, "\"startTime\":\"20:01\""),
          "default: every Sunday 20:01-00:01 (the next day) UTC" },
        { WINDOW("\"weekly\":{\"intervalWeeks\":2,\"dayOfWeek\":\"Monday\"}",
                 AT_TWO),
          "default: Monday every 2 weeks 02:00-06:00 UTC" },
        { WINDOW("\"daily\":{\"intervalDays\":3}", AT_TWO),
          "default: every 3 days 02:00-06:00 UTC" },
        { WINDOW("\"absoluteMonthly\":{\"intervalMonths\":3,\"dayOfMonth\":15}",
                 AT_TWO),
          "default: day 15 of every 3 months 02:00-06:00 UTC" },
        { WINDOW("\"relativeMonthly\":{\"intervalMonths\":1,\"weekIndex\":"
                 "\"Last\",\"dayOfWeek\":\"Saturday\"}",
                 AT_TWO ",\"notAllowedDates\":[{\"start\":\"2026-12-23\","
                        "\"end\":\"2027-01-05\"}]"),
          "default: the last Saturday of every month 02:00-06:00 UTC; not "
          "2026-12-23 to 2027-01-05" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fixture f = { .arena = arena_new() };

        if (add(&f, rows[i].body) != 0)
            fail_msg("%s: %s", rows[i].body, f.e.text);
        assert_int_equal(f.cluster.maintenance_windows, 1);
        assert_string_equal(f.cluster.maintenance_texts.items[0], rows[i].line);
        arena_free(f.arena);
    }
}

static void
what_cannot_is_named_and_gives_no_time(void **state)
{
    static const struct {
        const char *body, *trouble;
    } rows[] = {
        { "{\"name\":\"default\"}",
          "properties: expected an object, found nothing" },
        { "{\"name\":\"default\",\"properties\":[]}",
          "properties: expected an object, found array" },
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":{}}}",
          "timeInWeek: expected an array, found object" },
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":[{\"day\":"
          "\"Sonn\\u001btag\",\"hourSlots\":[1]}]}}",
          "timeInWeek[0].day: expected a day of the week, found 'Sonn?tag'" },
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":[{\"day\":"
          "\"Sunday\",\"hourSlots\":[1,24]}]}}",
          "timeInWeek[0].hourSlots: expected whole hours from 0 to 23, found "
          "24" },
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":[{\"day\":"
          "\"Sunday\"}]}}",
          "timeInWeek[0].hourSlots: expected an array of hours from 0 to 23, "
          "found nothing" },
        { "{\"name\":\"default\",\"properties\":{\"timeInWeek\":[7]}}",
          "timeInWeek[0].day: expected a day of the week, found nothing" },
        { "{\"name\":\"default\",\"properties\":{\"notAllowedTime\":[{"
          "\"start\":\"soon\",\"end\":\"2027-01-03T00:00:00Z\"}]}}",
          "notAllowedTime[0].start: expected a date and time in UTC, found "
          "'soon'" },
        { "{\"name\":\"default\",\"properties\":{\"maintenanceWindow\":3}}",
          "maintenanceWindow: expected an object, found 3" },
        { WINDOW("", AT_TWO), "maintenanceWindow.schedule: expected one of "
                              "daily, weekly, absoluteMonthly and "
                              "relativeMonthly, found none of them" },
        { WINDOW("\"fortnightly\":{}", AT_TWO), "found none of them" },
        { WINDOW(SUNDAY ",\"daily\":{\"intervalDays\":1}", AT_TWO),
          "found several" },
        { WINDOW("\"weekly\":[]", AT_TWO),
          "maintenanceWindow.schedule.weekly: expected an object, found "
          "array" },
        { WINDOW("\"daily\":{\"intervalDays\":0}", AT_TWO),
          "maintenanceWindow.schedule.daily.intervalDays: expected a whole "
          "number from 1 to 99, found 0" },
        { WINDOW("\"absoluteMonthly\":{\"intervalMonths\":1,\"dayOfMonth\":32}",
                 AT_TWO),
          "absoluteMonthly.dayOfMonth: expected a whole number from 1 to 31" },
        { WINDOW("\"relativeMonthly\":{\"intervalMonths\":1,\"weekIndex\":"
                 "\"Fifth\",\"dayOfWeek\":\"Saturday\"}",
                 AT_TWO),
          "weekIndex: expected First, Second, Third, Fourth or Last, found "
          "'Fifth'" },
        { WINDOW(SUNDAY, "\"startTime\":\"24:00\""),
          "maintenanceWindow.startTime: expected a time as HH:MM, found "
          "'24:00'" },
        { WINDOW(SUNDAY, "\"startTime\":\"2:00\""), "found '2:00'" },
        { WINDOW(SUNDAY, "\"startTime\":null"), "found nothing" },
        { WINDOW(SUNDAY, AT_TWO ",\"utcOffset\":\"CET\""),
          "maintenanceWindow.utcOffset: expected +HH:MM or -HH:MM, found "
          "'CET'" },
        { WINDOW(SUNDAY, AT_TWO ",\"startDate\":\"2026-13-01\""),
          "maintenanceWindow.startDate: expected a date as YYYY-MM-DD" },
        { WINDOW(SUNDAY, AT_TWO ",\"notAllowedDates\":[{\"start\":"
                                "\"2026-12-23\"}]"),
          "maintenanceWindow.notAllowedDates[0].end: expected a date as "
          "YYYY-MM-DD, found nothing" },
        { "{\"name\":\"default\",\"properties\":{\"maintenanceWindow\":{"
          "\"schedule\":{" SUNDAY "}," AT_TWO ",\"durationHours\":\"4\"}}}",
          "maintenanceWindow.durationHours: expected a whole number from 1 to "
          "24, found '4'" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fixture f = { .arena = arena_new() };

        assert_int_equal(add(&f, rows[i].body), -1);
        assert_int_equal(f.e.code, ERR_INPUT);
        if (!strstr(f.e.text, rows[i].trouble))
            fail_msg("expected '%s', found '%s'", rows[i].trouble, f.e.text);
        assert_int_equal(f.cluster.maintenance_windows, 1);
        assert_ptr_equal(strstr(f.cluster.maintenance_texts.items[0],
                                "default: cannot be read: "),
                         f.cluster.maintenance_texts.items[0]);
        assert_null(strstr(f.cluster.maintenance_texts.items[0], "UTC "));
        assert_non_null(
            strstr(f.cluster.maintenance_texts.items[0], rows[i].trouble));
        arena_free(f.arena);
    }
}

static void
lines_are_sorted_and_stand_once(void **state)
{
    struct fixture f = { .arena = arena_new() };
    static const char *const bodies[] = {
        "{\"name\":\"default\",\"properties\":{}}",
        "{\"name\":\"aksManagedAutoUpgradeSchedule\",\"properties\":{}}",
        "{\"name\":\"default\",\"properties\":{}}",
        "{\"name\":\"zulu\",\"properties\":{}}",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
        assert_int_equal(add(&f, bodies[i]), 0);
    assert_int_equal(add(&f, "[]"), -1);
    assert_non_null(strstr(f.e.text, "found array"));
    assert_int_equal(f.cluster.maintenance_windows, 3);
    assert_string_equal(f.cluster.maintenance_texts.items[0],
                        "aksManagedAutoUpgradeSchedule: names no time");
    assert_string_equal(f.cluster.maintenance_texts.items[1],
                        "default: names no time");
    assert_string_equal(f.cluster.maintenance_texts.items[2],
                        "zulu: names no time");
    arena_free(f.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_be_read_is_one_line),
        cmocka_unit_test(what_cannot_is_named_and_gives_no_time),
        cmocka_unit_test(lines_are_sorted_and_stand_once),
    };

    return cmocka_run_group_tests_name("maintenance", tests, NULL, NULL);
}
