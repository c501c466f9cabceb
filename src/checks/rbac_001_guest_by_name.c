/* SPDX-License-Identifier: MIT */
/* rbac_001_guest_by_name.c - a guest who is known by another name. */
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
    if (!(x->troubles & TROUBLE_GUEST_BY_NAME)) {
        if (!judge_principal_known(j, s, at, &verdict))
            return verdict;
        return VERDICT_PASS;
    }
    judge_rebind(j, at, fate_right_name(x));
    return judge_fail(
        j,
        "%s is a guest: Kubernetes knows guests by the object id, so that this "
        "binding gives nobody anything",
        x->name);
}

const struct check check_rbac_001 = {
    .rule = {
        .id = "RBAC-001",
        .title = "A guest is bound by name instead of object id",
        .severity = SEVERITY_HIGH,
        .why = "Entra signs guests in under the object id that they have "
               "in this tenant. A binding by mail address or #EXT# name "
               "has never matched anybody, legacy or managed.",
        .how = "A subject of kind User whose name holds #EXT#, or which "
               "Microsoft Graph knows as a guest, by userPrincipalName or "
               "by mail.",
        .fix = "Bind the object id and take the name out.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_user,
};
