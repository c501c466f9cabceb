/* SPDX-License-Identifier: MIT */
/* clock.c - the one source of time. */
#include "support/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "support/str.h"

/* 9999-12-31T23:59:59Z: RFC 3339 has four digits for the year. */
#define LAST_SECOND 253402300799L

int
clock_init(struct clock *c, const char *source_date_epoch, struct err *e)
{
    long seconds = 0;

    if (!str_empty(source_date_epoch) &&
        !str_to_long(source_date_epoch, 0, LAST_SECOND, &seconds))
        return err_set(e, ERR_USAGE,
                       "SOURCE_DATE_EPOCH: expected seconds since 1970, found "
                       "'%s'",
                       source_date_epoch);
    c->fixed = !str_empty(source_date_epoch);
    c->fixed_time = seconds;
    return 0;
}

int64_t
clock_report_time(const struct clock *c)
{
    return c->fixed ? c->fixed_time : clock_wall_time();
}

int64_t
clock_wall_time(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

int64_t
clock_monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
clock_format(char out[CLOCK_TEXT_SIZE], int64_t seconds)
{
    time_t when = seconds;
    struct tm tm;

    /* A year that a time_t can hold and a struct tm cannot. */
    if (!gmtime_r(&when, &tm)) {
        snprintf(out, CLOCK_TEXT_SIZE, "%lld s", (long long)seconds);
        return;
    }
    if (strftime(out, CLOCK_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        out[0] = '\0';
}

/* Whether the text begins in this form: d is a digit, anything else itself. */
static bool
has_form(const char *text, const char *form)
{
    for (size_t i = 0; form[i]; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (form[i] == 'd' ? !digit : text[i] != form[i])
            return false;
    }
    return true;
}

/* "+01:30" or "Z" to seconds. */
static bool
parse_offset(const char *text, int64_t *offset)
{
    int hours, minutes;

    *offset = 0;
    if (str_eq_fold(text, "Z"))
        return true;
    if ((text[0] != '+' && text[0] != '-') || !has_form(text + 1, "dd:dd") ||
        strlen(text) != 6 ||
        sscanf(text + 1, "%2d:%2d", &hours, &minutes) != 2 || hours > 23 ||
        minutes > 59)
        return false;
    *offset = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
    return true;
}

bool
clock_parse(const char *text, int64_t *seconds)
{
    struct tm tm = { 0 }, same;
    int64_t offset, moment;

    if (!text || !has_form(text, "dddd-dd-dd") ||
        (text[10] != 'T' && text[10] != 't') ||
        !has_form(text + 11, "dd:dd:dd") ||
        sscanf(text, "%4d-%2d-%2d%*1c%2d:%2d:%2d", &tm.tm_year, &tm.tm_mon,
               &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6)
        return false;
    text += sizeof("dddd-dd-ddTdd:dd:dd") - 1;
    if (*text == '.') {
        size_t digits = strspn(text + 1, "0123456789");

        if (digits == 0)
            return false;
        text += 1 + digits;
    }
    tm.tm_year -= 1900;
    tm.tm_mon--;
    if (tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60 ||
        !parse_offset(text, &offset))
        return false;
    /* timegm() carries 31 February over into March: it is no date. */
    same = tm;
    moment = timegm(&same);
    if (same.tm_mday != tm.tm_mday || same.tm_mon != tm.tm_mon)
        return false;
    *seconds = moment - offset;
    return true;
}
