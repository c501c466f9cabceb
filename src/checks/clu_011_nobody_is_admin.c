/* SPDX-License-Identifier: MIT */
/* clu_011_nobody_is_admin.c - managed, and nobody can get in. */
#include "checks/registry.h"

#include "model/command.h"

static void
suggest(struct judgement *j, const struct cluster *c)
{
    auto_buf command = { 0 };

    command_aks(&command, "update", c);
    buf_adds(&command,
             " --aad-admin-group-object-ids '" COMMAND_GROUP_PLACEHOLDER "'");
    judge_command(j, &command);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    (void)s;
    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j, "Matters on managed clusters, and it is not "
                                "known whether this is one");
    if (c->integration != INTEGRATION_MANAGED)
        return judge_not_applicable(j, "The cluster is not managed");
    judge_evidence(j, "aadProfile.adminGroupObjectIDs",
                   c->aad.admin_group_object_ids.len ? "set" : NULL);
    judge_evidence_tri(j, "aadProfile.enableAzureRBAC",
                       c->aad.enable_azure_rbac);
    judge_evidence_tri(j, "disableLocalAccounts", c->disable_local_accounts);
    if (c->aad.admin_group_object_ids.len > 0 ||
        c->aad.enable_azure_rbac == TRI_YES)
        return VERDICT_PASS;
    suggest(j, c);
    if (c->disable_local_accounts == TRI_YES)
        return judge_fail(j, "Locked: no admin group, no Azure RBAC, and "
                             "local accounts are off");
    return judge_fail(j, "No admin group and no Azure RBAC: nobody is admin "
                         "through Entra, only the local account");
}

const struct check check_clu_011 = {
    .rule = {
        .id = "CLU-011",
        .title = "Managed, but nobody is admin through Entra (no admin group, "
                 "no Azure RBAC)",
        .severity = SEVERITY_HIGH,
        .why = "az aks update --enable-aad accepts an empty list of admin "
               "groups, and a cluster that Azure migrated by itself was given "
               "none. With local accounts off as well, nobody gets in.",
        .how = "The cluster is managed, adminGroupObjectIDs is empty and "
               "enableAzureRBAC is not true.",
        .fix = "Set an admin group. It needs only the right to update the "
               "cluster, no access to Kubernetes.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
