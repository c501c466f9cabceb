/* SPDX-License-Identifier: MIT */
/* waiver_file.h - --waivers FILE: findings that somebody has accepted.
 *
 *     waivers:
 *       - check: CLU-009
 *         resource: /subscriptions/.../managedClusters/lab   # or /PATTERN/
 *         owner: platform-team@example.com
 *         reason: the lab is torn down in January
 *         expires: 2027-01-31           # still valid on that day (UTC)
 *
 * All five are needed: a waiver without an owner and an end is a way to look
 * away. `resource` is what results.json calls the resource of the finding. */
#ifndef AKSENTRA_AUDIT_WAIVER_FILE_H
#define AKSENTRA_AUDIT_WAIVER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/selector.h"
#include "model/finding.h"
#include "support/err.h"

struct waiver_file;

struct waiver_rule {
    size_t place; /* from 0: for arrays of the caller, such as "was used" */
    const char *check;        /* the id as written in the file */
    const char *resource;     /* as written */
    struct selector selector; /* the same, ready to be tried */
    struct waiver waiver;     /* its texts belong to the file */
};

/* "-" reads standard input. `is_check` says whether an id is that of a check.
 * ERR_USAGE names file, line and column: an unknown key or check, something
 * missing, a bad date or pattern. An empty list is fine. */
int waiver_file_read(struct waiver_file **ret, const char *path,
                     bool (*is_check)(const char *id), struct err *e);
struct waiver_file *waiver_file_free(struct waiver_file *w); /* takes NULL */

size_t waiver_file_count(const struct waiver_file *w);
const struct waiver_rule *waiver_file_rule(const struct waiver_file *w,
                                           size_t place);

/* The first waiver for a finding that is valid on `today` (YYYY-MM-DD, or a
 * longer text that begins so), borrowed. NULL: none, or, with *e set, a pattern
 * came to its limits. When only expired ones speak of the finding, *expired is
 * the first of them, else NULL. */
const struct waiver_rule *
waiver_file_find(const struct waiver_file *w, const char *check,
                 const char *resource, const char *today,
                 const struct waiver_rule **expired, struct err *e);

/* 1: the rule speaks of this finding, 0: not, -1: a pattern came to its
 * limits. */
int waiver_rule_speaks_of(const struct waiver_rule *rule, const char *check,
                          const char *resource, struct err *e);

/* Whether the waiver has come to its end before `today`. */
bool waiver_rule_expired(const struct waiver_rule *rule, const char *today);

#endif
