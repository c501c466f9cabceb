/* SPDX-License-Identifier: MIT */
/* rbac_010_everyone_is_admin.c - cluster-admin for whoever asks. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "support/str.h"

static bool
speaks_of(const struct subject_at *at)
{
    return binding_is_cluster_admin(at->binding);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    (void)s;
    judge_subject_evidence(j, at);
    if (!subject_is_everyone(at->subject))
        return VERDICT_PASS;
    judge_rebind(j, at, NULL);
    return judge_fail(j, "%s is cluster-admin: %s", at->subject->name,
                      str_eq(at->subject->name, "system:authenticated")
                          ? "everyone who can sign in, every user of the "
                            "tenant among them"
                      : str_eq(at->subject->name, "system:serviceaccounts")
                          ? "everything that runs in the cluster"
                          : "everyone who reaches the API server");
}

const struct check check_rbac_010 = {
    .rule = {
        .id = "RBAC-010",
        .title = "cluster-admin for everyone who can sign in, or for "
               "anonymous",
        .severity = SEVERITY_CRITICAL,
        .why = "Whoever gets a token for the cluster, or only reaches its "
               "API server, owns it. With managed integration that is "
               "every user of the tenant.",
        .how = "A ClusterRoleBinding to cluster-admin with the subject "
               "system:authenticated, system:unauthenticated, "
               "system:serviceaccounts or system:anonymous. Bindings of "
               "the system are looked at too.",
        .fix = "Take the subject out at once, and bind a group instead.",
        .reference = "https://learn.microsoft.com/azure/aks/concepts-identity",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS,
    .run_subject = run,
    .speaks_of = speaks_of,
    .all_bindings = true,
};
