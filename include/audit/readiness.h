/* SPDX-License-Identifier: MIT */
/* readiness.h - how far each cluster is, derived from the findings alone. */
#ifndef AKSENTRA_AUDIT_READINESS_H
#define AKSENTRA_AUDIT_READINESS_H

#include "model/results.h"
#include "support/err.h"

/* Fills readiness and blockers of every cluster, as design section 3 says.
 * Legacy: a blocking check fails: blocked; another of high or above fails (the
 * question itself aside): action-needed; one of these is unknown: unknown; else
 * ready. Managed: a check of medium or above fails: cleanup-needed; else
 * migrated. Waived findings do not count. -1: out of memory. */
int readiness_derive(struct results *r, struct err *e);

#endif
