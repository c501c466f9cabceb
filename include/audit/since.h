/* SPDX-License-Identifier: MIT */
/* since.h - --baseline RESULTS: what this audit finds, held against what an
 * earlier one remembers. Does nothing where no baseline was given. */
#ifndef AKSENTRA_AUDIT_SINCE_H
#define AKSENTRA_AUDIT_SINCE_H

#include "model/audit_diff.h"
#include "model/results.h"
#include "support/err.h"

/* Before the checks speak: what became of each cluster. Takes *baseline over,
 * which is NULL afterwards. -1: out of memory. */
int since_clusters(struct audit_record **baseline, struct results *r,
                   struct err *e);

/* Once waivers are applied: which failures are new. -1: out of memory. */
int since_findings(struct results *r, struct err *e);

#endif
