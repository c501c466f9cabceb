/* SPDX-License-Identifier: MIT */
/* clu_012_admin_group_invalid.c - an admin group that makes nobody admin. */
#include "checks/registry.h"

#include "checks/check_group.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c,
    const struct group *g)
{
    enum verdict verdict;

    if (!g) {
        judge_group_known(j, s, c, g, &verdict);
        return verdict;
    }
    if ((g->presence == GROUP_DELETED || g->presence == GROUP_GONE) &&
        !judge_other_tenant(j, s, c, &verdict))
        return verdict;
    if (g->presence == GROUP_DELETED)
        return judge_fail(j,
                          "%s is deleted: none of its members is admin until "
                          "it is restored",
                          str_or(g->display_name, "The group"));
    if (g->presence == GROUP_GONE)
        return judge_fail(j, "The tenant has no group with this id: it was "
                             "deleted for good, or is of another tenant, or "
                             "the id is not a group's");
    if (!judge_group_known(j, s, c, g, &verdict))
        return verdict;
    judge_evidence_tri(j, "securityEnabled", g->security_enabled);
    if (g->security_enabled == TRI_YES)
        return VERDICT_PASS;
    if (g->security_enabled == TRI_UNSET)
        return judge_unknown(j,
                             "Graph did not say whether %s is a security "
                             "group",
                             str_or(g->display_name, g->id));
    return judge_fail(j,
                      "%s is not security-enabled: tokens do not carry it, so "
                      "that its members are not admins",
                      str_or(g->display_name, g->id));
}

const struct check check_clu_012 = {
    .rule = {
        .id = "CLU-012",
        .title = "An admin group is deleted, not a security group, or not of "
                 "this tenant",
        .severity = SEVERITY_HIGH,
        .why = "If the groups in adminGroupObjectIDs admit nobody, nobody is "
               "cluster-admin through Entra after the migration. The Azure "
               "CLI does not check them.",
        .how = "Each planned admin group of a legacy cluster, and each of a "
               "managed one, is looked up in Microsoft Graph: it exists and "
               "is securityEnabled.",
        .fix = "Restore the group or choose another one before migrating; on "
               "a managed cluster replace it with az aks update "
               "--aad-admin-group-object-ids.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_GROUPS,
    .run_group = run,
};
