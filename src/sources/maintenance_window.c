/* SPDX-License-Identifier: MIT */
/* maintenance_window.c - properties.maintenanceWindow in words. */
#include "sources/maintenance_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "support/clock.h"
#include "support/str.h"

#define PATH "maintenanceWindow."

enum { DAY = 24 * 60 }; /* minutes */

/* Whether every '0' of the form is a digit in the text, and every other
 * character itself. */
static bool
has_form(const char *text, const char *form)
{
    if (!text || strlen(text) != strlen(form))
        return false;
    for (; *form; form++, text++) {
        if (*form == '0' ? !isdigit((unsigned char)*text) : *text != *form)
            return false;
    }
    return true;
}

/* Two digits. */
static unsigned
two(const char *text)
{
    return (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

/* HH:MM as minutes of the day; false: it is none. */
static bool
is_time(const char *text, unsigned *minutes)
{
    if (!has_form(text, "00:00") || two(text) > 23 || two(text + 3) > 59)
        return false;
    *minutes = two(text) * 60 + two(text + 3);
    return true;
}

static bool
is_date(const char *text)
{
    return has_form(text, "0000-00-00") && two(text + 5) >= 1 &&
           two(text + 5) <= 12 && two(text + 8) >= 1 && two(text + 8) <= 31;
}

/* ---- times that are closed ----------------------------------------------- */

static const char *
edge(struct maintenance *m, const struct maintenance_spans *spans, size_t place,
     const json_t *item, const char *key)
{
    const json_t *value = maintenance_member(item, key);
    const char *text = json_string_value(value);
    char path[80];
    int64_t seconds;

    if (text && (spans->kind == MAINTENANCE_DATE ? is_date(text)
                                                 : clock_parse(text, &seconds)))
        return text;
    snprintf(path, sizeof(path), "%s%s[%zu].", spans->path, spans->key, place);
    maintenance_trouble(m, path, key, spans->wanted, value);
    return "?";
}

void
maintenance_add_spans(struct maintenance *m,
                      const struct maintenance_spans *spans, const json_t *list)
{
    const json_t *item;
    size_t i;

    if (!json_is_array(list)) {
        maintenance_trouble(m, spans->path, spans->key, "an array", list);
        return;
    }
    json_array_foreach(list, i, item)
    {
        const char *start = edge(m, spans, i, item, "start");
        const char *end = edge(m, spans, i, item, "end");

        buf_addf(&m->text, "%s%s to %s", i ? " and " : "; not ", start, end);
    }
}

/* ---- schedules ----------------------------------------------------------- */

/* A whole number; 0 and a trouble: it is none from 1 to max. */
static unsigned
number(struct maintenance *m, const char *path, const json_t *object,
       const char *key, unsigned max)
{
    const json_t *value = maintenance_member(object, key);
    json_int_t n = json_is_integer(value) ? json_integer_value(value) : 0;
    char wanted[60];

    if (n >= 1 && n <= max)
        return (unsigned)n;
    snprintf(wanted, sizeof(wanted), "a whole number from 1 to %u", max);
    maintenance_trouble(m, path, key, wanted, value);
    return 0;
}

/* Longer than any interval that Azure takes, so that a new one is readable. */
enum { INTERVAL_MAX = 99 };

static void
add_months(struct maintenance *m, const char *path, const json_t *s)
{
    unsigned months = number(m, path, s, "intervalMonths", INTERVAL_MAX);

    if (months == 1)
        buf_adds(&m->text, " of every month");
    else
        buf_addf(&m->text, " of every %u months", months);
}

static void
add_daily(struct maintenance *m, const char *path, const json_t *s)
{
    unsigned days = number(m, path, s, "intervalDays", INTERVAL_MAX);

    if (days == 1)
        buf_adds(&m->text, "every day");
    else
        buf_addf(&m->text, "every %u days", days);
}

static void
add_weekly(struct maintenance *m, const char *path, const json_t *s)
{
    unsigned weeks = number(m, path, s, "intervalWeeks", INTERVAL_MAX);
    const char *day = maintenance_day(m, path, "dayOfWeek",
                                      maintenance_member(s, "dayOfWeek"));

    if (weeks == 1)
        buf_addf(&m->text, "every %s", str_or(day, "?"));
    else
        buf_addf(&m->text, "%s every %u weeks", str_or(day, "?"), weeks);
}

static void
add_absolute(struct maintenance *m, const char *path, const json_t *s)
{
    buf_addf(&m->text, "day %u", number(m, path, s, "dayOfMonth", 31));
    add_months(m, path, s);
}

static void
add_relative(struct maintenance *m, const char *path, const json_t *s)
{
    static const char *const weeks[] = { "first", "second", "third", "fourth",
                                         "last" };
    const json_t *week = maintenance_member(s, "weekIndex");
    const char *day = maintenance_day(m, path, "dayOfWeek",
                                      maintenance_member(s, "dayOfWeek"));
    bool known = false;

    for (size_t i = 0; i < sizeof(weeks) / sizeof(weeks[0]); i++) {
        if (!str_eq_fold(json_string_value(week), weeks[i]))
            continue;
        buf_addf(&m->text, "the %s %s", weeks[i], str_or(day, "?"));
        known = true;
    }
    if (!known)
        maintenance_trouble(m, path, "weekIndex",
                            "First, Second, Third, Fourth or Last", week);
    add_months(m, path, s);
}

/* Which of the four it is: exactly one is there. */
static void
add_schedule(struct maintenance *m, const json_t *schedule)
{
    static const struct {
        const char *key;
        const char *path;
        void (*add)(struct maintenance *m, const char *path, const json_t *s);
    } kinds[] = {
        { "daily", PATH "schedule.daily.", add_daily },
        { "weekly", PATH "schedule.weekly.", add_weekly },
        { "absoluteMonthly", PATH "schedule.absoluteMonthly.", add_absolute },
        { "relativeMonthly", PATH "schedule.relativeMonthly.", add_relative },
    };
    size_t found = 0;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const json_t *s = maintenance_member(schedule, kinds[i].key);

        if (!s)
            continue;
        if (json_is_object(s))
            kinds[i].add(m, kinds[i].path, s);
        else
            maintenance_trouble(m, PATH "schedule.", kinds[i].key, "an object",
                                s);
        found++;
    }
    if (found != 1)
        err_set(m->e, ERR_INPUT,
                PATH "schedule: expected one of daily, weekly, "
                     "absoluteMonthly and relativeMonthly, found %s",
                found ? "several" : "none of them");
}

/* ---- the window ---------------------------------------------------------- */

/* The offset is shown as Azure has it; nothing is reckoned in it. */
static const char *
zone_of(struct maintenance *m, const json_t *window)
{
    const json_t *value = maintenance_member(window, "utcOffset");
    const char *text = json_string_value(value);
    unsigned minutes;

    if (!value)
        return ""; /* "If not specified, the default is '+00:00'" */
    if (!text || !strchr("+-", text[0]) || !is_time(text + 1, &minutes)) {
        maintenance_trouble(m, PATH, "utcOffset", "+HH:MM or -HH:MM", value);
        return "?";
    }
    return minutes == 0 ? "" : text;
}

static void
add_hours(struct maintenance *m, const json_t *window)
{
    const json_t *start = maintenance_member(window, "startTime");
    unsigned hours = number(m, PATH, window, "durationHours", 24);
    unsigned from = 0, to;

    if (!is_time(json_string_value(start), &from))
        maintenance_trouble(m, PATH, "startTime", "a time as HH:MM", start);
    to = from + hours * 60;
    buf_addf(&m->text, " %02u:%02u-%02u:%02u", from / 60, from % 60,
             (to > DAY ? to - DAY : to) / 60, to % 60);
    if (to > DAY)
        buf_adds(&m->text, " (the next day)");
    buf_addf(&m->text, " UTC%s", zone_of(m, window));
}

void
maintenance_add_window(struct maintenance *m, const json_t *window)
{
    static const struct maintenance_spans closed = { "notAllowedDates", PATH,
                                                     MAINTENANCE_DATE,
                                                     "a date as YYYY-MM-DD" };
    const json_t *dates = maintenance_member(window, "notAllowedDates");
    const json_t *date = maintenance_member(window, "startDate");

    if (!json_is_object(window)) {
        maintenance_trouble(m, "", "maintenanceWindow", "an object", window);
        return;
    }
    add_schedule(m, maintenance_member(window, "schedule"));
    add_hours(m, window);
    if (date && is_date(json_string_value(date)))
        buf_addf(&m->text, ", from %s", json_string_value(date));
    else if (date)
        maintenance_trouble(m, PATH, "startDate", "a date as YYYY-MM-DD", date);
    if (dates)
        maintenance_add_spans(m, &closed, dates);
}
