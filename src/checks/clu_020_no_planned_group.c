/* SPDX-License-Identifier: MIT */
/* clu_020_no_planned_group.c - a migration without an admin group. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };
    enum verdict verdict;

    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    if (c->planned) {
        judge_evidence(j, "plan.rule", c->planned->rule);
        return VERDICT_PASS;
    }
    judge_evidence(j, "plan.rule", NULL);
    buf_adds(&command, "az ad group create --display-name aks-admins "
                       "--mail-nickname aks-admins");
    judge_command(j, &command);
    if (!s->has_plan)
        return judge_fail(j, "No admin group is planned: give the groups with "
                             "--plan");
    return judge_fail(j, "No rule of the plan names admin groups for this "
                         "cluster");
}

const struct check check_clu_020 = {
    .rule = {
        .id = "CLU-020",
        .title = "No admin group is planned for this legacy cluster",
        .severity = SEVERITY_HIGH,
        .why = "The update accepts an empty list of admin groups, and then "
               "nobody is cluster-admin through Entra.",
        .how = "No rule of the --plan file matches the cluster, or no plan "
               "was given.",
        .fix = "Choose or make a security group for the admins and name it in "
               "the plan; docs/PLAN.md shows the format.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_PLAN,
    .run = run,
};
