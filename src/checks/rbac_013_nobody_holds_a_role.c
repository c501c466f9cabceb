/* SPDX-License-Identifier: MIT */
/* rbac_013_nobody_holds_a_role.c - Azure decides, and Azure lets nobody in. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "model/command.h"

static void
count(void *arg, const struct role_assignment *a)
{
    (void)a;
    ++*(size_t *)arg;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    size_t holders = 0, unread;
    enum verdict verdict;
    auto_buf command = { 0 };

    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j, "Matters on managed clusters, and it is not "
                                "known whether this is one");
    if (c->aad.enable_azure_rbac != TRI_YES ||
        c->integration != INTEGRATION_MANAGED)
        return judge_not_applicable(j, "Azure RBAC for Kubernetes is off");
    judge_evidence_tri(j, "aadProfile.enableAzureRBAC",
                       c->aad.enable_azure_rbac);
    unread = each_assignment(s, c, POWER_KUBERNETES, count, &holders);
    judge_evidence(j, "holders", judge_text(j, "%zu", holders));
    if (holders > 0)
        return VERDICT_PASS;
    if (!judge_assignments_read(j, c, &verdict))
        return verdict;
    if (unread > 0)
        return judge_unknown(j,
                             "%zu assigned roles could not be read, and "
                             "may let somebody in",
                             unread);
    command_assign(&command, c, "Azure Kubernetes Service RBAC Cluster Admin",
                   COMMAND_GROUP_PLACEHOLDER, "Group", NULL);
    judge_command(j, &command);
    return judge_fail(j,
                      "No role at, above or below the cluster gives a data "
                      "action of Kubernetes: %s",
                      c->aad.admin_group_object_ids.len
                          ? "only the admin groups get in"
                          : "nobody of Entra gets in");
}

const struct check check_rbac_013 = {
    .rule = {
        .id = "RBAC-013",
        .title = "Azure RBAC is on and nobody holds one of its roles",
        .severity = SEVERITY_HIGH,
        .why = "With Azure RBAC for Kubernetes, Azure role assignments "
               "decide who may do what. Owner and Contributor hold no data "
               "actions: without an assignment of an Azure Kubernetes "
               "Service RBAC role nobody gets in by it.",
        .how = "The cluster is managed with enableAzureRBAC, and no "
               "assignment at, above or below it has a role whose data "
               "actions, without what notDataActions take away, reach "
               "Microsoft.ContainerService/managedClusters. Custom roles "
               "count.",
        .fix = "Assign an Azure Kubernetes Service RBAC role at the "
               "cluster.",
        .reference = "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
    },
    .needs = NEED_CLUSTERS | NEED_ASSIGNMENTS,
    .run = run,
};
