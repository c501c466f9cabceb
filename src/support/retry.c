/* SPDX-License-Identifier: MIT */
/* retry.c - whether and when a request is tried again. */
#include "support/retry.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool
retry_is_transient(int status)
{
    return status == 0 || status == 408 || status == 429 || status == 500 ||
           status == 502 || status == 503 || status == 504;
}

static int64_t
backoff_ms(const struct retry_policy *p, unsigned attempt, uint32_t random)
{
    int64_t wait = p->base_ms;

    while (--attempt > 0 && wait < p->ceiling_ms)
        wait *= 2;
    if (wait > p->ceiling_ms)
        wait = p->ceiling_ms;
    return wait / 2 + (int64_t)(random % (uint64_t)(wait / 2 + 1));
}

int64_t
retry_wait_ms(const struct retry_policy *p, int status, int64_t wish_ms,
              unsigned attempt, uint32_t random)
{
    if (!retry_is_transient(status) || attempt > p->retries)
        return RETRY_GIVE_UP;
    if (wish_ms == RETRY_NO_WISH)
        return backoff_ms(p, attempt, random);
    return wish_ms > p->patience_ms ? RETRY_GIVE_UP : wish_ms;
}

/* The three forms of RFC 9110 5.6.7. */
static bool
parse_date(const char *value, int64_t *ret)
{
    static const char *const forms[] = { "%a, %d %b %Y %H:%M:%S GMT",
                                         "%A, %d-%b-%y %H:%M:%S GMT",
                                         "%a %b %e %H:%M:%S %Y" };

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct tm tm = { 0 };
        const char *end = strptime(value, forms[i], &tm);

        if (end && *end == '\0') {
            *ret = timegm(&tm);
            return true;
        }
    }
    return false;
}

int64_t
retry_after_ms(const char *value, int64_t now)
{
    const int64_t most = INT64_MAX / 4000;
    int64_t seconds = 0, date;

    if (!value)
        return RETRY_NO_WISH;
    value += strspn(value, " \t");
    if (parse_date(value, &date))
        return date > now ? (date - now) * 1000 : 0;
    if (!*value)
        return RETRY_NO_WISH;
    for (; *value >= '0' && *value <= '9'; value++)
        seconds = seconds > most / 10 ? most : seconds * 10 + (*value - '0');
    value += strspn(value, " \t");
    return *value ? RETRY_NO_WISH : seconds * 1000;
}
