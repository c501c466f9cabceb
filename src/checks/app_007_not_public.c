/* SPDX-License-Identifier: MIT */
/* app_007_not_public.c - a client that cannot sign people in. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    enum verdict verdict;

    (void)s;
    if (!judge_app_body(j, a, &verdict))
        return verdict;
    judge_evidence_tri(j, "isFallbackPublicClient", a->fallback_public_client);
    judge_evidence(j, "publicClient.redirectUris",
                   judge_text(j, "%zu", a->public_redirect_uris));
    if (a->fallback_public_client == TRI_YES || a->public_redirect_uris > 0)
        return VERDICT_PASS;
    return judge_fail(j,
                      "%s is no public client: signing in with a device code "
                      "is refused (AADSTS7000218)",
                      app_label(a));
}

const struct check check_app_007 = {
    .rule = {
        .id = "APP-007",
        .title = "The client app is not a public client",
        .severity = SEVERITY_LOW,
        .why = "A legacy kubeconfig signs people in with a device code, "
               "without a secret. Only a public client may do that.",
        .how = "The client app has a redirect URI for public clients, or "
               "isFallbackPublicClient is true.",
        .fix = "Migrate: the managed integration brings its own client.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_CLIENT,
};
