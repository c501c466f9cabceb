/* SPDX-License-Identifier: MIT */
/* plan_file.h - --plan FILE: the admin groups that are planned for clusters.
 *
 *     plan:
 *       - name: production              # optional, for messages
 *         match:                        # all that is given must hold
 *           id: PATTERN                 # on the resource id
 *           resource-group: NAME        # or /PATTERN/
 *           tag: KEY=PATTERN            # or KEY alone
 *         admin-group-object-ids: [GUID, ...]
 *         azure-rbac: false             # optional
 *         tenant-id: GUID               # optional
 *
 * The first rule that matches wins. docs/PLAN.md explains it. */
#ifndef AKSENTRA_AUDIT_PLAN_FILE_H
#define AKSENTRA_AUDIT_PLAN_FILE_H

#include <stddef.h>

#include "model/cluster.h"
#include "support/err.h"

struct plan_file;
struct plan_match;

struct plan_rule {
    size_t place; /* from 0: for arrays of the caller, such as "was used" */
    /* What the rule plans; its texts belong to the file. planned.rule is the
     * name, or "rule 2" for the second one without. */
    struct planned_integration planned;
    struct plan_match *match;
};

/* "-" reads standard input. ERR_USAGE names file, line and column: an unknown
 * key, something missing, a bad GUID or pattern, a wrong kind of value. */
int plan_file_read(struct plan_file **ret, const char *path, struct err *e);
struct plan_file *plan_file_free(struct plan_file *p); /* takes NULL */

size_t plan_file_count(const struct plan_file *p);
const struct plan_rule *plan_file_rule(const struct plan_file *p, size_t place);

/* The rule for a cluster, borrowed. NULL: none matches, or, with *e set, a
 * pattern came to its limits. `resource_group` may be NULL: unknown. */
const struct plan_rule *plan_file_find(const struct plan_file *p,
                                       const char *cluster_id,
                                       const char *resource_group,
                                       const struct tag *tags, size_t n_tags,
                                       struct err *e);

#endif
