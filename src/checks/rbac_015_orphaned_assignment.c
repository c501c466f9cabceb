/* SPDX-License-Identifier: MIT */
/* rbac_015_orphaned_assignment.c - a role for somebody who is gone. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "support/shell_quote.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct role_assignment *a)
{
    const struct principal *p = a->principal;
    auto_buf command = { 0 };

    (void)s;
    judge_evidence(j, "principalId", a->principal_id);
    judge_evidence(j, "role", str_or(a->role->name, a->role->id));
    judge_evidence(j, "scope", a->scope);
    if (!p || p->presence == PRINCIPAL_UNKNOWN)
        return judge_unknown(
            j, "%s could not be looked up: %s", a->principal_id,
            p ? str_or(p->reason, "no reason given") : "it was not asked for");
    if (p->presence == PRINCIPAL_PRESENT)
        return VERDICT_PASS;
    /* Groups and apps of the tenant that manages a subscription from outside
     * are no objects of this one. */
    if (str_eq_fold(a->principal_type, "ForeignGroup"))
        return judge_not_applicable(j, "It is a group of another tenant");
    if (a->id) {
        buf_adds(&command, "az role assignment delete --ids ");
        shell_quote(&command, a->id);
        judge_command(j, &command);
    }
    return judge_fail(
        j, "%s has the role %s at a %s and is %s", a->principal_id,
        str_or(a->role->name, a->role->id), role_scope_level(a->scope),
        p->presence == PRINCIPAL_DELETED ? "deleted" : "unknown in the tenant");
}

const struct check check_rbac_015 = {
    .rule = {
        .id = "RBAC-015",
        .title = "An Azure role assignment names a principal that is gone",
        .severity = SEVERITY_LOW,
        .why = "It gives nobody anything, counts against the limit of "
               "assignments, and hides in lists of who has access.",
        .how = "An assignment that gives something on a cluster, at, above "
               "or below it, whose principal Microsoft Graph does not "
               "know.",
        .fix = "Delete the assignment.",
        .reference = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    },
    .needs = NEED_CLUSTERS | NEED_ASSIGNMENTS | NEED_PRINCIPALS,
    .run_assignment = run,
};
