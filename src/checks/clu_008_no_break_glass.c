/* SPDX-License-Identifier: MIT */
/* clu_008_no_break_glass.c - no other way in while the switch is made. */
#include "checks/registry.h"

#include "model/command.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };
    enum verdict verdict;

    (void)s;
    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    judge_evidence_tri(j, "disableLocalAccounts", c->disable_local_accounts);
    if (c->disable_local_accounts != TRI_YES)
        return VERDICT_PASS;
    command_aks(&command, "update", c);
    buf_adds(&command, " --enable-local-accounts");
    judge_command(j, &command);
    return judge_fail(j, "Local accounts are off: if the switch goes wrong, "
                         "nobody can get in to mend it");
}

const struct check check_clu_008 = {
    .rule = {
        .id = "CLU-008",
        .title = "Local accounts are off on a legacy cluster: no way in if "
                 "the switch goes wrong",
        .severity = SEVERITY_HIGH,
        .why = "The local admin account is the break-glass way in while "
               "sign-in changes under everybody's feet.",
        .how = "disableLocalAccounts is true on a legacy cluster. Absent is "
               "false, AKS's default.",
        .fix = "Enable local accounts for the change and disable them again "
               "once people can sign in.",
        .reference = "https://learn.microsoft.com/azure/aks/local-accounts",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
