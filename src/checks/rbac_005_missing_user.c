/* SPDX-License-Identifier: MIT */
/* rbac_005_missing_user.c - a binding that waits for whoever gets the name. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "model/fate.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct binding_subject *x = at->subject;
    enum verdict verdict;

    judge_subject_evidence(j, at);
    if (!(x->troubles & TROUBLE_USER_MISSING)) {
        if (!judge_principal_known(j, s, at, &verdict))
            return verdict;
        return VERDICT_PASS;
    }
    judge_rebind(j, at, fate_right_name(x));
    return judge_fail(j, "%s: %s", x->name, x->why);
}

const struct check check_rbac_005 = {
    .rule = {
        .id = "RBAC-005",
        .title = "The user of a binding does not exist",
        .severity = SEVERITY_MEDIUM,
        .why = "The binding gives nobody anything today. Whoever is given "
               "the name later, a namesake for instance, gets the rights "
               "with it.",
        .how = "A subject of kind User that looks like a user principal "
               "name, and the tenant has no such user.",
        .fix = "Take the subject out of the binding; where the name is a "
               "mail address, bind the user principal name instead.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_user,
};
