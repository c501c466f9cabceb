/* SPDX-License-Identifier: MIT */
/* clu_010_not_integrated.c - without Entra, every user is an admin. */
#include "checks/registry.h"

#include "model/command.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };

    (void)s;
    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j,
                             "It is not known whether the cluster has "
                             "Entra integration: %s",
                             c->integration_reason);
    if (c->integration != INTEGRATION_NONE)
        return VERDICT_PASS;
    judge_evidence(j, "aadProfile", NULL);
    judge_evidence_tri(j, "disableLocalAccounts", c->disable_local_accounts);
    if (c->disable_local_accounts == TRI_YES)
        return judge_not_applicable(
            j, "No Entra integration, but local accounts are off: no "
               "credential is handed out at all");
    if (c->enable_rbac != TRI_NO) {
        command_migrate(&command, c);
        judge_command(j, &command);
    }
    return judge_fail(j, "No Entra integration: everyone who may list the "
                         "user credential is cluster-admin");
}

const struct check check_clu_010 = {
    .rule = {
        .id = "CLU-010",
        .title = "No Entra integration: everyone with the Cluster User role "
                 "is cluster-admin",
        .severity = SEVERITY_HIGH,
        .why = "On a cluster without Entra integration the user credential is "
               "the same certificate as the admin's.",
        .how = "There is no aadProfile, and local accounts are not disabled.",
        .fix = "Enable AKS-managed integration with an admin group, which a "
               "cluster with Kubernetes RBAC allows at any time.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "control-kubeconfig-access",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
