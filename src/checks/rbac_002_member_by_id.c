/* SPDX-License-Identifier: MIT */
/* rbac_002_member_by_id.c - a member who is known by another name. */
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
    if (!(x->troubles & TROUBLE_MEMBER_BY_ID)) {
        if (!judge_principal_known(j, s, at, &verdict))
            return verdict;
        return VERDICT_PASS;
    }
    judge_rebind(j, at, fate_right_name(x));
    return judge_fail(
        j,
        "%s is the object id of %s, a member of the tenant: Kubernetes knows "
        "members by the user principal name",
        x->name, principal_label(x->principal));
}

const struct check check_rbac_002 = {
    .rule = {
        .id = "RBAC-002",
        .title = "A member of this tenant is bound by object id instead of "
               "UPN",
        .severity = SEVERITY_MEDIUM,
        .why = "Users of the same tenant are signed in under their "
               "userPrincipalName; a binding by object id never matches "
               "them. Service principals and guests are the other way "
               "round.",
        .how = "A subject of kind User that is the object id of a user "
               "whose userType is Member.",
        .fix = "Bind the user principal name and take the id out.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_user_id,
};
