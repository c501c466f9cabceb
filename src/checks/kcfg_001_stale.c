/* SPDX-License-Identifier: MIT */
/* kcfg_001_stale.c - a file from before the migration. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct kubeconfig_context *c)
{
    (void)s;
    judge_context_evidence(j, c);
    switch (c->verdict) {
    case CONTEXT_STALE:
        judge_context_commands(j, c);
        return judge_fail(j, "Context %s: %s", c->name, c->why);
    case CONTEXT_UNKNOWN:
        return judge_unknown(j, "Context %s: %s", c->name, c->why);
    case CONTEXT_STATIC_ADMIN:
        return judge_not_applicable(j, "It does not sign in through Entra");
    default:
        break;
    }
    /* Another verdict came first, and this one needs the cluster. */
    if (!c->cluster)
        return judge_unknown(j,
                             "Context %s: whether it is stale cannot be said "
                             "without its cluster",
                             c->name);
    if (c->cluster->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j,
                             "Context %s: the integration of its cluster is "
                             "not known",
                             c->name);
    return VERDICT_PASS;
}

const struct check check_kcfg_001 = {
    .rule = {
        .id = "KCFG-001",
        .title = "The context is stale: the file does not name the app that "
               "the cluster asks for",
        .severity = SEVERITY_HIGH,
        .why = "Whoever uses it gets Unauthorized. After the migration a "
               "file that names the old server app gets tokens for the "
               "wrong app, and converting it with kubelogin keeps the old "
               "id.",
        .how = "The server id of the user entry is compared with the "
               "cluster: Microsoft's app on a managed one, its own server "
               "app on a legacy one; --legacy on a managed cluster counts "
               "too.",
        .fix = "Fetch the kubeconfig anew with az aks get-credentials "
               "--overwrite-existing, drop the cached tokens, then convert "
               "it.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_KUBECONFIGS,
    .run_context = run,
};
