/* SPDX-License-Identifier: MIT */
/* next_step.h - what to do with a cluster next, in plain words. */
#ifndef AKSENTRA_REPORT_NEXT_STEP_H
#define AKSENTRA_REPORT_NEXT_STEP_H

#include "model/cluster.h"
#include "model/finding.h"

/* From the readiness and the failure to mend first (NULL: nothing fails). The
 * text is a literal or a rule's title. Never NULL. */
const char *next_step(const struct cluster *c, const struct finding *first);

#endif
