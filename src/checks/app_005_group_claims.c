/* SPDX-License-Identifier: MIT */
/* app_005_group_claims.c - tokens without groups. */
#include "checks/registry.h"

#include "support/buf.h"
#include "support/shell_quote.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    auto_buf command = { 0 };
    const char *claims = a->group_membership_claims;
    enum verdict verdict;

    (void)s;
    if (!judge_app_body(j, a, &verdict))
        return verdict;
    judge_evidence(j, "groupMembershipClaims", claims);
    /* The value may be several words with commas. */
    if (claims && (str_find_fold(claims, "All") ||
                   str_find_fold(claims, "SecurityGroup")))
        return VERDICT_PASS;
    buf_adds(&command, "az ad app update --id ");
    shell_quote(&command, a->app_id);
    buf_adds(&command, " --set groupMembershipClaims=All");
    judge_command(j, &command);
    return judge_fail(j,
                      "groupMembershipClaims of %s is %s: tokens carry no "
                      "groups, so that bindings to groups give nobody access",
                      app_label(a), str_or(claims, "not set"));
}

const struct check check_app_005 = {
    .rule = {
        .id = "APP-005",
        .title = "groupMembershipClaims does not let group bindings work",
        .severity = SEVERITY_MEDIUM,
        .why = "A legacy API server takes the groups of a user from the "
               "token. The server app must ask for them.",
        .how = "groupMembershipClaims of the application names All or "
               "SecurityGroup.",
        .fix = "Migrate; or set it to All if the cluster must stay legacy "
               "for a while.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_SERVER,
};
