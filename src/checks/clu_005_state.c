/* SPDX-License-Identifier: MIT */
/* clu_005_state.c - a stopped, failed or busy cluster refuses the update. */
#include "checks/registry.h"

#include "model/command.h"
#include "support/str.h"

static enum verdict
stopped(struct judgement *j, const struct cluster *c)
{
    auto_buf command = { 0 };

    command_aks(&command, "start", c);
    judge_command(j, &command);
    return judge_fail(j, "The cluster is %s, not Running", c->power_state);
}

static enum verdict
not_succeeded(struct judgement *j, const struct cluster *c)
{
    auto_buf command = { 0 };

    if (!str_eq_fold(c->provisioning_state, "Failed") &&
        !str_eq_fold(c->provisioning_state, "Canceled"))
        return judge_fail(j, "The cluster is busy: provisioningState is %s",
                          c->provisioning_state);
    /* Without options, an update brings the cluster to the state wanted. */
    command_aks(&command, "update", c);
    judge_command(j, &command);
    return judge_fail(j,
                      "The last operation did not succeed: "
                      "provisioningState is %s",
                      c->provisioning_state);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    enum verdict verdict;

    (void)s;
    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    judge_evidence(j, "provisioningState", c->provisioning_state);
    judge_evidence(j, "powerState.code", c->power_state);
    if (c->power_state && !str_eq_fold(c->power_state, "Running"))
        return stopped(j, c);
    if (!c->provisioning_state)
        return judge_unknown(j, "provisioningState is missing");
    if (!str_eq_fold(c->provisioning_state, "Succeeded"))
        return not_succeeded(j, c);
    return VERDICT_PASS;
}

const struct check check_clu_005 = {
    .rule = {
        .id = "CLU-005",
        .title = "The cluster is not in a state that accepts the update",
        .severity = SEVERITY_HIGH,
        .blocks = true,
        .why = "A stopped, failed or busy cluster refuses the update that "
               "migrates it.",
        .how = "provisioningState is not Succeeded, or powerState.code is "
               "there and not Running. Replies from before stopping existed "
               "have no powerState.",
        .fix = "Start the cluster, wait for the operation under way, or mend "
               "a failed one with az aks update without options; ask Azure "
               "support if it stays failed.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "start-stop-cluster",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
