/* SPDX-License-Identifier: MIT */
/* clock.c - the one source of time. */
#include "support/clock.h"

#include <stdio.h>
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
