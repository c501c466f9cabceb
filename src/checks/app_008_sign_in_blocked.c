/* SPDX-License-Identifier: MIT */
/* app_008_sign_in_blocked.c - a service principal that lets nobody, or not everybody, in. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    enum verdict verdict;

    if (!judge_app_principal(j, s, a, &verdict))
        return verdict;
    judge_evidence_tri(j, "accountEnabled", a->principal->enabled);
    judge_evidence_tri(j, "appRoleAssignmentRequired",
                       a->principal->assignment_required);
    if (a->principal->enabled == TRI_NO)
        return judge_fail(j, "Sign-in through %s is disabled", app_label(a));
    if (a->principal->assignment_required == TRI_YES)
        return judge_fail(j,
                          "Only those assigned to %s can sign in through it. "
                          "The managed integration does not know this list: "
                          "after the migration others get in as far as their "
                          "bindings allow",
                          app_label(a));
    if (a->principal->enabled == TRI_UNSET ||
        a->principal->assignment_required == TRI_UNSET)
        return judge_unknown(j,
                             "Graph did not say whether sign-in through %s "
                             "is allowed",
                             app_label(a));
    return VERDICT_PASS;
}

const struct check check_app_008 = {
    .rule = {
        .id = "APP-008",
        .title = "The service principal is disabled, or requires assignment",
        .severity = SEVERITY_MEDIUM,
        .why = "A disabled one blocks every sign-in. One that requires "
               "assignment is a gate that is gone after the migration.",
        .how = "accountEnabled and appRoleAssignmentRequired of the service "
               "principal.",
        .fix = "Decide who is to have access after the migration, and say so "
               "with a Conditional Access policy on the AKS server app and "
               "with bindings.",
        .reference = ""
                     "https://learn.microsoft.com/entra/identity/enterprise-apps/what-is-access-management",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_SERVER | APP_ROLE_CLIENT,
};
