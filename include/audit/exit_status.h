/* SPDX-License-Identifier: MIT */
/* exit_status.h - the sums, and the one number that a pipeline branches on. */
#ifndef AKSENTRA_AUDIT_EXIT_STATUS_H
#define AKSENTRA_AUDIT_EXIT_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/results.h"
#include "support/err.h"

enum exit_status {
    EXIT_STATUS_CLEAN = 0,
    EXIT_STATUS_NOT_MADE = 1,
    EXIT_STATUS_FOUND = 2,
    EXIT_STATUS_INCOMPLETE = 3,
    EXIT_STATUS_USAGE = 64 /* EX_USAGE of sysexits.h */
};

/* What --fail-on asks for. */
struct fail_on {
    bool legacy;
    bool blocked;
    bool by_severity;
    enum severity threshold; /* and above; with by_severity */
    bool only_new;           /* what the baseline had does not count */
};

#define FAIL_ON_DEFAULT "legacy,high"

/* Parses "legacy,blocked,critical,high,medium,low,new,never". "new" narrows the
 * others, and alone the default. ERR_USAGE names the word that is none of these;
 * "never" stands alone. */
int fail_on_parse(struct fail_on *ret, const char *list, struct err *e);

/* Fills r->summary from the rest: sums, completeness, exit code and reason. */
int exit_status_decide(struct results *r, const struct fail_on *fail_on,
                       struct err *e);

#endif
