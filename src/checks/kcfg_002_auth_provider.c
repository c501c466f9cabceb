/* SPDX-License-Identifier: MIT */
/* kcfg_002_auth_provider.c - the form that kubectl no longer reads. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct kubeconfig_context *c)
{
    (void)s;
    judge_context_evidence(j, c);
    if (c->problem || c->form == USER_MISSING)
        return judge_unknown(j, "Context %s: %s", c->name, c->why);
    if (c->form != USER_AUTH_PROVIDER)
        return VERDICT_PASS;
    judge_context_commands(j, c);
    return judge_fail(j,
                      "Context %s signs in with auth-provider azure, which "
                      "kubectl 1.26 and later refuse",
                      c->name);
}

const struct check check_kcfg_002 = {
    .rule = {
        .id = "KCFG-002",
        .title = "auth-provider azure: kubectl 1.26 and later refuse it",
        .severity = SEVERITY_HIGH,
        .why = "The plugin was deprecated in client-go 1.22 and removed in "
               "1.26. It works with older clients alone, which do not fit "
               "current clusters.",
        .how = "users[].user.auth-provider.name is azure.",
        .fix = "Fetch the kubeconfig anew, in the exec format; while the "
               "cluster is legacy, kubelogin convert-kubeconfig will do.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
    },
    .needs = NEED_KUBECONFIGS,
    .run_context = run,
};
