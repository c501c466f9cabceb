/* SPDX-License-Identifier: MIT */
/* collect.h - filling the snapshot: from Azure, or from exported files. */
#ifndef AKSENTRA_AUDIT_COLLECT_H
#define AKSENTRA_AUDIT_COLLECT_H

#include "audit/audit.h"
#include "audit/inputs.h"

/* Resolves the cloud, a credential and the scope, then reads the clusters of
 * every subscription side by side. What cannot be read is in the coverage and
 * ends nothing. An interruption leaves what was seen so far. */
int collect_live(const struct audit_request *request,
                 const struct audit_inputs *inputs, struct results *r,
                 struct err *e);

int collect_exports(const struct audit_request *request,
                    const struct audit_inputs *inputs, struct results *r,
                    struct err *e);

/* Tells the listener, if it wants to know, that no program is started any more
 * (in audit.c). -1: it gave *e. */
int audit_is_alone(const struct audit_request *request, struct err *e);

/* Puts what was collected together: the plan, sorted lists, which cluster names
 * which app, which apps are left over, which groups matter. */
int collect_join(const struct audit_inputs *inputs, struct snapshot *s,
                 struct err *e);

#endif
