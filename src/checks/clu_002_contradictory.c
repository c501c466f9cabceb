/* SPDX-License-Identifier: MIT */
/* clu_002_contradictory.c - a profile that AKS itself would not write. */
#include "checks/registry.h"

#include "model/command.h"

static void
show_profile(struct judgement *j, const struct aad_profile *p)
{
    judge_evidence_tri(j, "aadProfile.managed", p->managed);
    judge_evidence(j, "aadProfile.serverAppID", p->server_app_id);
    judge_evidence(j, "aadProfile.clientAppID", p->client_app_id);
    judge_evidence(j, "aadProfile.tenantID", p->tenant_id);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };

    (void)s;
    show_profile(j, &c->aad);
    command_verify(&command, c);
    if (c->aad.trouble) {
        judge_command(j, &command);
        return judge_unknown(j, "aadProfile cannot be judged: %s",
                             c->aad.trouble);
    }
    if (!aad_profile_is_contradictory(&c->aad))
        return VERDICT_PASS;
    judge_command(j, &command);
    if (c->aad.managed == TRI_YES)
        return judge_fail(j, "aadProfile is managed and still names an app; "
                             "a managed cluster needs none");
    return judge_fail(j, "aadProfile is not managed and names neither a "
                         "server nor a client app");
}

const struct check check_clu_002 = {
    .rule = {
        .id = "CLU-002",
        .title = "aadProfile is contradictory or names neither an app nor "
                 "managed",
        .severity = SEVERITY_MEDIUM,
        .why = "AKS writes app ids for legacy clusters and managed: true for "
               "managed ones, never both and never neither. What is neither "
               "cannot be classified by anyone but AKS.",
        .how = "managed is true and an app id is set, or managed is not true "
               "and no app id is set although the profile has content.",
        .fix = "Look at the profile with az aks show. If it stays like that "
               "after an az aks update without options, ask Azure support.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
