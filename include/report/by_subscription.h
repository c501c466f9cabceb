/* SPDX-License-Identifier: MIT */
/* by_subscription.h - how many clusters of which integration each subscription
 * has: those with most legacy clusters first, the rest in one row. */
#ifndef AKSENTRA_REPORT_BY_SUBSCRIPTION_H
#define AKSENTRA_REPORT_BY_SUBSCRIPTION_H

#include <stddef.h>

#include "report/overview.h"

enum { BY_SUBSCRIPTION_MAX = 20 };

struct subscription_count {
    const char *name; /* the id where it has no name; "Other (N)" */
    size_t by_integration[INTEGRATION_COUNT];
    size_t clusters;
};

struct by_subscription {
    struct subscription_count rows[BY_SUBSCRIPTION_MAX + 1];
    size_t n;
    char other[32];
};

/* Fills *ret; its names are borrowed. -1: out of memory. */
int by_subscription(struct by_subscription *ret, const struct overview *o);

#endif
