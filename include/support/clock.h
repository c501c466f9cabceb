/* SPDX-License-Identifier: MIT */
/* clock.h - the one source of time.
 *
 * Reports speak of clock_report_time(), which SOURCE_DATE_EPOCH fixes, so that
 * two runs give the same bytes (reproducible-builds.org). Tokens and
 * certificates need the true time of day; waiting needs the monotonic one. */
#ifndef AKSENTRA_SUPPORT_CLOCK_H
#define AKSENTRA_SUPPORT_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/err.h"

struct clock {
    bool fixed;         /* by SOURCE_DATE_EPOCH */
    int64_t fixed_time; /* seconds since 1970-01-01T00:00:00Z */
};

/* `source_date_epoch` is the variable's value; NULL or "": not set. -1
 * (ERR_USAGE): no number of seconds up to the year 9999. */
int clock_init(struct clock *c, const char *source_date_epoch, struct err *e);

int64_t clock_report_time(const struct clock *c); /* seconds, UTC */
int64_t clock_wall_time(void);                    /* seconds, UTC */
int64_t clock_monotonic_ms(void);

#define CLOCK_TEXT_SIZE 32
/* RFC 3339 in UTC: 2026-11-23T05:30:00Z */
void clock_format(char out[CLOCK_TEXT_SIZE], int64_t seconds);

/* Seconds since 1970 of an RFC 3339 date and time, with any number of decimals
 * (cut off) and "Z" or an offset. False: it is none. */
bool clock_parse(const char *text, int64_t *seconds);

#endif
