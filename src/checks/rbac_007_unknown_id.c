/* SPDX-License-Identifier: MIT */
/* rbac_007_unknown_id.c - a binding for somebody who is gone. */
#include "checks/registry.h"

#include "checks/check_binding.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct binding_subject *x = at->subject;
    enum verdict verdict;

    judge_subject_evidence(j, at);
    if (!(x->troubles & TROUBLE_ID_UNKNOWN)) {
        if (!judge_principal_known(j, s, at, &verdict))
            return verdict;
        return VERDICT_PASS;
    }
    judge_rebind(j, at, NULL);
    return judge_fail(j, "%s: %s", x->name, x->why);
}

const struct check check_rbac_007 = {
    .rule = {
        .id = "RBAC-007",
        .title = "The object id of a binding is unknown in the tenant",
        .severity = SEVERITY_MEDIUM,
        .why = "What had the id was deleted, or is of another tenant. The "
               "binding gives nobody anything and hides what is really "
               "granted.",
        .how = "A subject of kind User or Group that is a GUID, and "
               "neither a user, a group, a service principal nor an app of "
               "the tenant has it.",
        .fix = "Restore what was deleted, or take the subject out of the "
               "binding.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_an_id,
};
