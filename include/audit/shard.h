/* SPDX-License-Identifier: MIT */
/* shard.h - one of N parts of an audit, so that several machines can share it. Which
 * part a subscription is in depends on its id and N alone: the first four bytes of
 * the SHA-256 of the id in lower case, as a number (most significant byte first),
 * modulo N. */
#ifndef AKSENTRA_AUDIT_SHARD_H
#define AKSENTRA_AUDIT_SHARD_H

#include <stdbool.h>

#include "support/err.h"

/* More are no parts of a tenant. */
#define SHARDS_MAX 1000

/* Why a shard alone cannot tell what no cluster needs any more. */
#define SHARD_SCOPE_LIMIT "--shard narrowed the scope"

/* Of what merged shards lack, in the coverage: "3/4". */
#define SHARD_COVERAGE_KIND "shard"

struct shard {
    unsigned number; /* from 1 */
    unsigned of;     /* 0: the audit is not shared */
};

/* "2/8"; NULL: not shared. ERR_USAGE. */
int shard_parse(struct shard *ret, const char *text, struct err *e);

/* Whether the subscription with this id is in the shard. ERR_INTERNAL: there is no
 * SHA-256. */
int shard_has(const struct shard *s, const char *id, bool *ret, struct err *e);

#endif
