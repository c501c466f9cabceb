/* SPDX-License-Identifier: MIT */
/* evaluate.h - the checks speak: every check on every cluster. */
#ifndef AKSENTRA_AUDIT_EVALUATE_H
#define AKSENTRA_AUDIT_EVALUATE_H

#include "checks/check.h"
#include "model/results.h"
#include "support/err.h"

/* Runs all checks over the frozen, sorted snapshot; fills r->rules and
 * r->findings (by check, then cluster) and the counts of verdicts. A pass that
 * rests on a member that could not be read becomes unknown. -1: no memory. */
int evaluate(struct results *r, struct err *e);

/* One check alone; its place in r->rules. -1: out of memory. */
int evaluate_check(struct results *r, size_t place, const struct check *check);

#endif
