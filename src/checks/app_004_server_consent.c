/* SPDX-License-Identifier: MIT */
/* app_004_server_consent.c - what the server app was granted, not what it asks for. */
#include "checks/registry.h"

#include "support/buf.h"
#include "support/shell_quote.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    auto_buf command = { 0 };
    bool role, read, self;
    enum verdict verdict;

    if (!judge_app_principal(j, s, a, &verdict) ||
        !judge_part(j, s, DIRECTORY_ROLE_GRANTS, &verdict) ||
        !judge_part(j, s, DIRECTORY_DELEGATED_GRANTS, &verdict))
        return verdict;
    role = app_has_role(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ) ||
           app_has_role(a, APP_ID_AAD_GRAPH, AAD_GRAPH_DIRECTORY_READ);
    read = app_has_scope(a, APP_ID_GRAPH, "Directory.Read.All") ||
           app_has_scope(a, APP_ID_AAD_GRAPH, "Directory.Read.All");
    self = app_has_scope(a, APP_ID_GRAPH, "User.Read") ||
           app_has_scope(a, APP_ID_AAD_GRAPH, "User.Read");
    judge_evidence(j, "granted Directory.Read.All (application)",
                   role ? "true" : "false");
    judge_evidence(j, "granted Directory.Read.All (delegated)",
                   read ? "true" : "false");
    judge_evidence(j, "granted User.Read (delegated)", self ? "true" : "false");
    if (role && read && self)
        return VERDICT_PASS;
    buf_adds(&command, "az ad app permission admin-consent --id ");
    shell_quote(&command, a->app_id);
    judge_command(j, &command);
    return judge_fail(j,
                      "%s lacks admin consent for %s%s%s: group memberships "
                      "may not be found",
                      app_label(a),
                      role ? "" : "Directory.Read.All (application)",
                      role || (read && self) ? "" : " and ",
                      read && self ? ""
                                   : "Directory.Read.All or User.Read "
                                     "(delegated)");
}

const struct check check_app_004 = {
    .rule = {
        .id = "APP-004",
        .title = "Admin consent for the server app is missing or incomplete",
        .severity = SEVERITY_MEDIUM,
        .why = "The recipe's az ad app permission add only declares a "
               "permission. Without the consent of an administrator the "
               "server app cannot read groups, and group bindings fail for "
               "users in many groups.",
        .how = "The service principal holds the app role Directory.Read.All "
               "on Microsoft Graph (or Azure AD Graph) and, for all users, "
               "the delegated scopes User.Read and Directory.Read.All.",
        .fix = "Migrate; or grant the consent if the cluster must stay "
               "legacy for a while.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_GRANTS,
    .run_app = run,
    .roles = APP_ROLE_SERVER,
};
