/* SPDX-License-Identifier: MIT */
/* retry.h - whether and when a request is tried again. Pure: no clock, no
 * sockets, randomness handed in. */
#ifndef AKSENTRA_SUPPORT_RETRY_H
#define AKSENTRA_SUPPORT_RETRY_H

#include <stdbool.h>
#include <stdint.h>

struct retry_policy {
    unsigned retries;    /* attempts after the first */
    int64_t base_ms;     /* first wait without a wish of the server */
    int64_t ceiling_ms;  /* longest wait of the doubling kind */
    int64_t patience_ms; /* a server that wants longer is given up */
};

#define RETRY_DEFAULTS                                     \
    {                                                      \
        .retries = 4, .base_ms = 500, .ceiling_ms = 30000, \
        .patience_ms = 300000                              \
    }

#define RETRY_NO_WISH (-1)
#define RETRY_GIVE_UP (-1)

/* True for the failures that may pass by themselves: no answer at all
 * (status 0), 408, 429, 500, 502, 503, 504. */
bool retry_is_transient(int status);

/* Milliseconds to wait after `attempt` (from 1) ended with `status`, or
 * RETRY_GIVE_UP. `wish_ms` is what the server asked for (RETRY_NO_WISH: nothing).
 * Without a wish: base * 2^(attempt-1), capped, of which a random half is taken
 * ("equal jitter"); `random` is any 32 random bits. */
int64_t retry_wait_ms(const struct retry_policy *p, int status, int64_t wish_ms,
                      unsigned attempt, uint32_t random);

/* Retry-After (RFC 9110 10.2.3): seconds, or an HTTP-date seen at `now`
 * (seconds since the epoch). Milliseconds, 0 for a date in the past,
 * RETRY_NO_WISH for anything else. Absurdly large numbers are kept large. */
int64_t retry_after_ms(const char *value, int64_t now);

#endif
