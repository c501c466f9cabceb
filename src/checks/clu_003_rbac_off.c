/* SPDX-License-Identifier: MIT */
/* clu_003_rbac_off.c - Entra integration needs Kubernetes RBAC. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    (void)s;
    if (c->integration == INTEGRATION_MANAGED)
        return judge_not_applicable(j, "The cluster is managed already");
    judge_evidence_tri(j, "enableRBAC", c->enable_rbac);
    if (c->enable_rbac == TRI_UNSET)
        return judge_unknown(j, "enableRBAC is missing from the cluster");
    if (c->enable_rbac == TRI_YES)
        return VERDICT_PASS;
    return judge_fail(j, "Kubernetes RBAC is off, and AKS cannot switch it on "
                         "later: managed integration needs a new cluster");
}

const struct check check_clu_003 = {
    .rule = {
        .id = "CLU-003",
        .title = "Kubernetes RBAC is off: managed integration cannot be "
                 "enabled",
        .severity = SEVERITY_CRITICAL,
        .blocks = true,
        .why = "AKS-managed integration can only be enabled on a cluster with "
               "Kubernetes RBAC, and RBAC cannot be enabled on a cluster that "
               "was made without it.",
        .how = "enableRBAC is false. Absent is unknown.",
        .fix = "Build a new cluster with Kubernetes RBAC and managed "
               "integration beside this one, and move the workloads.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
