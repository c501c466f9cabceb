/* SPDX-License-Identifier: MIT */
/* filter.h - --include, --exclude and --tag: which clusters are in scope. */
#ifndef AKSENTRA_AUDIT_FILTER_H
#define AKSENTRA_AUDIT_FILTER_H

#include "model/cluster.h"
#include "support/err.h"

struct filter;

/* Compiles the patterns. `tags` are "KEY" or "KEY=RE". ERR_USAGE names the
 * pattern that is wrong. */
int filter_new(struct filter **ret, const struct text_list *include,
               const struct text_list *exclude, const struct text_list *tags,
               struct err *e);
struct filter *filter_free(struct filter *f); /* accepts NULL; returns NULL */

/* 1: in scope, 0: not, -1: a pattern came to its limits on this cluster. In
 * scope: matches one of the include patterns (if there are any) and none of the
 * exclude patterns, and carries every tag, whose value matches. */
int filter_wants(const struct filter *f, const struct cluster *c,
                 struct err *e);

#endif
