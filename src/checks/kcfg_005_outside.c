/* SPDX-License-Identifier: MIT */
/* kcfg_005_outside.c - a context nobody audits. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct kubeconfig_context *c)
{
    judge_context_evidence(j, c);
    if (c->cluster)
        return VERDICT_PASS;
    if (s->clusters_unknown)
        return judge_not_applicable(j, "There is no audit to compare with");
    if (!snapshot_sees_clusters(s) || !c->host || c->problem)
        return judge_unknown(j, "Context %s: %s", c->name, c->why);
    return judge_fail(j,
                      "Context %s: no cluster in the audit's scope has the API "
                      "server %s: it is gone, in another tenant, or left out",
                      c->name, c->host);
}

const struct check check_kcfg_005 = {
    .rule = {
        .id = "KCFG-005",
        .title = "The context names a cluster outside the audit's scope",
        .severity = SEVERITY_INFO,
        .why = "A cluster that is gone leaves a file behind that can go; "
               "one that nobody audits may still be legacy.",
        .how = "The API server is none of those of the clusters, and the "
               "server app, where the API server has no name of AKS, is "
               "named by none.",
        .fix = "Widen the scope of the audit, or delete the context.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_KUBECONFIGS,
    .run_context = run,
};
