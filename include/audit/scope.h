/* SPDX-License-Identifier: MIT */
/* scope.h - which subscriptions are audited. */
#ifndef AKSENTRA_AUDIT_SCOPE_H
#define AKSENTRA_AUDIT_SCOPE_H

#include "audit/shard.h"
#include "model/results.h"
#include "sources/arm.h"
#include "support/buf.h"
#include "support/err.h"

/* What the user asked for; all may be empty: then everything that is seen. */
struct scope_request {
    struct text_list subscriptions;     /* ids or names */
    struct text_list management_groups; /* ids */
    struct shard shard;                 /* of what these choose */
};

/* Reads the subscriptions that the credential sees and leaves those in scope
 * in the snapshot, none of them audited yet. Deleted ones are skipped.
 * -1: the list cannot be read, or something named does not exist, or a name
 * stands for several (ERR_NOT_FOUND). */
int scope_resolve(const struct arm *arm, struct snapshot *s,
                  const struct scope_request *request, struct err *e);

/* The same for subscriptions that exports named: narrows them to the request.
 */
int scope_narrow(struct snapshot *s, const struct scope_request *request,
                 struct err *e);

/* The request in words, for the reports; in the snapshot's arena. */
const char *scope_describe(struct snapshot *s,
                           const struct scope_request *request);

#endif
