/* SPDX-License-Identifier: MIT */
/* clu_009_local_accounts.c - a way in that Entra does not see. */
#include "checks/registry.h"

#include "model/command.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };

    (void)s;
    if (c->integration == INTEGRATION_LEGACY)
        return judge_not_applicable(
            j, "Local accounts are the way back in until the migration is "
               "done");
    if (c->integration == INTEGRATION_NONE)
        return judge_not_applicable(
            j, "Local accounts are the only way in without Entra "
               "integration");
    judge_evidence_tri(j, "disableLocalAccounts", c->disable_local_accounts);
    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j, "Matters on managed clusters, and it is not "
                                "known whether this is one");
    if (c->disable_local_accounts == TRI_YES)
        return VERDICT_PASS;
    command_aks(&command, "update", c);
    buf_adds(&command, " --disable-local-accounts");
    judge_command(j, &command);
    command_aks(&command, "rotate-certs", c);
    judge_command(j, &command);
    return judge_fail(j, "Local accounts are on: the admin certificate works "
                         "without Entra and shows no name in the logs");
}

const struct check check_clu_009 = {
    .rule = {
        .id = "CLU-009",
        .title = "Local accounts are on: a way in that Entra does not see",
        .severity = SEVERITY_MEDIUM,
        .why = "Whoever can list the admin credential is cluster-admin "
               "without signing in; leavers keep the certificate.",
        .how = "The cluster is managed and disableLocalAccounts is not true.",
        .fix = "Disable local accounts, then rotate the cluster's "
               "certificates: admin certificates handed out before stay valid "
               "until then. Rotation restarts the control plane and nodes.",
        .reference = "https://learn.microsoft.com/azure/aks/local-accounts",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
