/* SPDX-License-Identifier: MIT */
/* kcfg_004_ahead.c - a new file for a cluster that is still legacy. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct kubeconfig_context *c)
{
    (void)s;
    judge_context_evidence(j, c);
    if (c->verdict == CONTEXT_AHEAD ||
        (c->cluster && c->cluster->integration == INTEGRATION_LEGACY &&
         context_is_managed_style(c))) {
        judge_context_commands(j, c);
        return judge_fail(j,
                          "Context %s asks for a token of Microsoft's app, and "
                          "the cluster is still legacy",
                          c->name);
    }
    if (!context_is_managed_style(c))
        return judge_not_applicable(j, "It is not of the managed style");
    if (!c->cluster || c->cluster->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j,
                             "Context %s is of the managed style, and whether "
                             "its cluster is managed is not known",
                             c->name);
    return VERDICT_PASS;
}

const struct check check_kcfg_004 = {
    .rule = {
        .id = "KCFG-004",
        .title = "The context is ahead: managed-style, while the cluster is "
               "still legacy",
        .severity = SEVERITY_MEDIUM,
        .why = "Until the cluster is migrated its tokens are for the wrong "
               "app: Unauthorized.",
        .how = "The server id is that of Microsoft's app, and the cluster "
               "is legacy.",
        .fix = "Wait for the migration, or fetch the kubeconfig anew for "
               "the time being.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_KUBECONFIGS,
    .run_context = run,
};
