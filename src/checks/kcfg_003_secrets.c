/* SPDX-License-Identifier: MIT */
/* kcfg_003_secrets.c - what should not lie in a file. */
#include "checks/registry.h"

#include "support/buf.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct kubeconfig_context *c)
{
    auto_buf secrets = { 0 };

    (void)s;
    judge_context_evidence(j, c);
    if (c->problem || c->form == USER_MISSING)
        return judge_unknown(j, "Context %s: %s", c->name, c->why);
    if (!c->secrets && !c->has_certificate)
        return VERDICT_PASS;
    kubeconfig_describe_secrets(&secrets, c->secrets);
    if (!c->secrets)
        buf_adds(&secrets, "static client certificate");
    if (!buf_ok(&secrets))
        j->out_of_memory = true;
    judge_context_commands(j, c);
    return judge_fail(j, "Context %s: the file holds secrets: %s%s", c->name,
                      buf_str(&secrets),
                      c->has_certificate
                          ? " (a static certificate works until the cluster's "
                            "certificates are rotated)"
                          : "");
}

const struct check check_kcfg_003 = {
    .rule = {
        .id = "KCFG-003",
        .title = "The file holds tokens, a client secret or a static admin "
               "certificate",
        .severity = SEVERITY_HIGH,
        .why = "Whoever reads the file, or a backup of it, gets in; a "
               "static certificate does so past Entra, and works until the "
               "certificates of the cluster are rotated.",
        .how = "Tokens, secrets, passwords and keys in the user entry, in "
               "arguments of kubelogin, and in its environment. Their "
               "values are not kept.",
        .fix = "Fetch the kubeconfig anew and convert it; give pipelines "
               "their secret through the environment; replace what lay in "
               "the file.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
    },
    .needs = NEED_KUBECONFIGS,
    .run_context = run,
};
