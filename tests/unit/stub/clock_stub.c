/* SPDX-License-Identifier: MIT */
/* clock_stub.c - a clock that moves only when a test moves it. Part of
 * http_stub.c. */
#include <stdio.h>
#include <string.h>

#include "stub/http_stub.h"
#include "support/clock.h"

#define START_S 1795411800 /* 2026-11-23T05:30:00Z */

static int64_t moved_ms;

void
http_stub_clock_reset(void)
{
    moved_ms = 0;
}

void
http_stub_clock_advance(int64_t ms)
{
    moved_ms += ms;
}

int
clock_init(struct clock *c, const char *source_date_epoch, struct err *e)
{
    (void)source_date_epoch;
    (void)e;
    memset(c, 0, sizeof(*c));
    return 0;
}

int64_t
clock_report_time(const struct clock *c)
{
    (void)c;
    return clock_wall_time();
}

int64_t
clock_wall_time(void)
{
    return START_S + moved_ms / 1000;
}

int64_t
clock_monotonic_ms(void)
{
    return 5000000 + moved_ms;
}

void
clock_format(char out[CLOCK_TEXT_SIZE], int64_t seconds)
{
    snprintf(out, CLOCK_TEXT_SIZE, "%lld", (long long)seconds);
}
