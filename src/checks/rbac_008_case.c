/* SPDX-License-Identifier: MIT */
/* rbac_008_case.c - a name that is right but for its case. */
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
    if (!(x->troubles & TROUBLE_CASE)) {
        if (!judge_principal_known(j, s, at, &verdict))
            return verdict;
        return VERDICT_PASS;
    }
    judge_rebind(j, at, fate_right_name(x));
    return judge_fail(
        j,
        "%s is spelled %s in Entra: Kubernetes tells upper and lower case "
        "apart",
        x->name, x->principal->user_principal_name);
}

const struct check check_rbac_008 = {
    .rule = {
        .id = "RBAC-008",
        .title = "The subject's upper and lower case differ from the user's "
               "UPN",
        .severity = SEVERITY_MEDIUM,
        .why = "Entra does not mind the case of a user principal name and "
               "Kubernetes does: the token carries the spelling of Entra, "
               "and the binding does not match.",
        .how = "A subject of kind User that equals the userPrincipalName "
               "of a user without regard to case, and differs from it with "
               "regard to case.",
        .fix = "Bind the name as Entra spells it and take the other one "
               "out.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_user,
};
