/* SPDX-License-Identifier: MIT */
/* retirement.h - what Microsoft announced when, as data with sources. The
 * dates moved several times, so that no single one is hard-coded anywhere. */
#ifndef AKSENTRA_MODEL_RETIREMENT_H
#define AKSENTRA_MODEL_RETIREMENT_H

#include <stdbool.h>
#include <stddef.h>

struct retirement_date {
    const char *date; /* YYYY-MM-DD */
    const char *what;
    const char *source;
    bool for_everybody; /* worth telling those who only use a cluster */
};

extern const struct retirement_date retirement_dates[];
extern const size_t n_retirement_dates;

#endif
