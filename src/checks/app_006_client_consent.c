/* SPDX-License-Identifier: MIT */
/* app_006_client_consent.c - whether the client may ask for the server. */
#include "checks/registry.h"

#include "support/buf.h"
#include "support/shell_quote.h"
#include "support/str.h"

/* For everyone, whatever the scope is called: the recipe's user_impersonation
 * may have been renamed. */
static bool
is_granted(const struct app *a, const char *server)
{
    for (const struct app_grant *g = a->grants; g; g = g->next) {
        if (!g->is_role && g->admin && str_eq_fold(g->resource_app_id, server))
            return true;
    }
    return false;
}

static enum verdict
fail(struct judgement *j, const struct app *a, const char *server)
{
    auto_buf command = { 0 };

    buf_adds(&command, "az ad app permission grant --id ");
    shell_quote(&command, a->app_id);
    buf_adds(&command, " --api ");
    shell_quote(&command, server);
    buf_adds(&command, " --scope user_impersonation");
    judge_command(j, &command);
    return judge_fail(j, "%s has %s server app %s", app_label(a),
                      app_declares(a, server, NULL)
                          ? "no consent of an administrator for"
                          : "no declared permission on",
                      server);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    size_t servers = 0;
    enum verdict verdict;

    if (!judge_app_body(j, a, &verdict) ||
        !judge_app_principal(j, s, a, &verdict) ||
        !judge_part(j, s, DIRECTORY_DELEGATED_GRANTS, &verdict))
        return verdict;
    for (const struct app_user *u = a->users; u; u = u->next) {
        const char *server = u->cluster->aad.server_app_id;

        if (!(u->roles & APP_ROLE_CLIENT) || !server)
            continue;
        servers++;
        if (!app_declares(a, server, NULL) || !is_granted(a, server)) {
            judge_evidence(j, "serverAppID", server);
            judge_evidence(j, "declared",
                           app_declares(a, server, NULL) ? "true" : "false");
            judge_evidence(j, "consent for all users",
                           is_granted(a, server) ? "true" : "false");
            return fail(j, a, server);
        }
    }
    if (servers == 0)
        return judge_not_applicable(
            j, "No cluster names a server app beside this client app");
    return VERDICT_PASS;
}

const struct check check_app_006 = {
    .rule = {
        .id = "APP-006",
        .title = "The client app holds no permission on the server app, or "
                 "no consent for it",
        .severity = SEVERITY_MEDIUM,
        .why = "kubectl signs in as the client app and asks for a token for "
               "the server app. Without permission and consent users are "
               "asked to consent, or are refused (AADSTS65001).",
        .how = "requiredResourceAccess of the client names the server app, "
               "and an oauth2PermissionGrant for all users stands between "
               "their service principals.",
        .fix = "Migrate; or grant it if the cluster must stay legacy for a "
               "while.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_GRANTS,
    .run_app = run,
    .roles = APP_ROLE_CLIENT,
};
