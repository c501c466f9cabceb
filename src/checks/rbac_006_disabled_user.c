/* SPDX-License-Identifier: MIT */
/* rbac_006_disabled_user.c - a binding for an account that is off. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct binding_subject *x = at->subject;
    const struct principal *p = x->principal;
    enum verdict verdict;

    judge_subject_evidence(j, at);
    if (!judge_principal_known(j, s, at, &verdict))
        return verdict;
    if (p->presence != PRINCIPAL_PRESENT || p->kind == PRINCIPAL_GROUP)
        return judge_not_applicable(j, "It is no user or app that is there");
    judge_evidence_tri(j, "accountEnabled", p->enabled);
    if (p->enabled == TRI_YES)
        return VERDICT_PASS;
    if (p->enabled == TRI_UNSET)
        return judge_unknown(j, "Whether %s is enabled could not be seen: %s",
                             principal_label(p),
                             str_or(p->reason, "Graph did not say"));
    judge_rebind(j, at, NULL);
    return judge_fail(j,
                      "%s is disabled: the rights come back with the account",
                      principal_label(p));
}

const struct check check_rbac_006 = {
    .rule = {
        .id = "RBAC-006",
        .title = "The user of a binding is disabled",
        .severity = SEVERITY_LOW,
        .why = "The rights are not used today and come back unseen when "
               "the account is enabled again.",
        .how = "A subject of kind User that is a user or service principal "
               "with accountEnabled false.",
        .fix = "Take the subject out of the binding when the person has "
               "left.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_any_user,
};
