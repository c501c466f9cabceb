/* SPDX-License-Identifier: MIT */
/* clu_001_legacy.c - the question itself: is the cluster still legacy? */
#include "checks/registry.h"

#include "model/command.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };

    (void)s;
    judge_evidence_tri(j, "aadProfile.managed", c->aad.managed);
    judge_evidence(j, "aadProfile.serverAppID", c->aad.server_app_id);
    judge_evidence(j, "aadProfile.clientAppID", c->aad.client_app_id);
    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j, "Legacy or not cannot be told: %s",
                             c->integration_reason);
    if (c->integration != INTEGRATION_LEGACY)
        return VERDICT_PASS;
    command_migrate(&command, c);
    judge_command(j, &command);
    command_verify(&command, c);
    judge_command(j, &command);
    return judge_fail(j, "Legacy Microsoft Entra integration: %s",
                      c->integration_reason);
}

const struct check check_clu_001 = {
    .rule = {
        .id = "CLU-001",
        .title = "The cluster uses legacy Microsoft Entra integration",
        .severity = SEVERITY_HIGH,
        .is_the_question = true,
        .why = "Legacy integration leans on two app registrations of yours, "
               "one of which can read the whole directory with a secret. It "
               "is retired: no new legacy cluster can be made since 1 June "
               "2023, and Microsoft announced that the rest would be moved.",
        .how = "aadProfile is there, managed is not true, and serverAppID or "
               "clientAppID is set.",
        .fix = "Move the cluster to AKS-managed integration with az aks update "
               "--enable-aad, once nothing blocks it. It cannot be undone.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
