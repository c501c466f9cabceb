/* SPDX-License-Identifier: MIT */
/* run_id.h - the name of one audit. */
#ifndef AKSENTRA_AUDIT_RUN_ID_H
#define AKSENTRA_AUDIT_RUN_ID_H

#include "model/results.h"
#include "support/clock.h"
#include "support/err.h"

/* Fills r->run.id with a GUID: random, or, when the clock is fixed, made from
 * what was audited, so that the same input gives the same bytes. */
int run_id_make(struct results *r, const struct clock *clock, struct err *e);

#endif
