/* SPDX-License-Identifier: MIT */
/* app_010_aad_graph.c - a directory interface that is retired. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    enum verdict verdict;

    bool declared, granted;

    if (!judge_app_body(j, a, &verdict))
        return verdict;
    declared = app_declares(a, APP_ID_AAD_GRAPH, NULL);
    granted = app_has_role(a, APP_ID_AAD_GRAPH, AAD_GRAPH_DIRECTORY_READ);
    judge_evidence(j, "declares Azure AD Graph", declared ? "true" : "false");
    if (directory_sees(&s->directory, DIRECTORY_ROLE_GRANTS))
        judge_evidence(j, "granted on Azure AD Graph",
                       granted ? "true" : "false");
    if (!declared && !granted)
        return VERDICT_PASS;
    if (app_declares(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ))
        return judge_fail(j,
                          "%s names Azure AD Graph beside Microsoft Graph; "
                          "what still goes through the old one fails",
                          app_label(a));
    return judge_fail(j,
                      "%s reads the directory through Azure AD Graph alone, "
                      "which was retired on 31 August 2025: group look-ups "
                      "may fail",
                      app_label(a));
}

const struct check check_app_010 = {
    .rule = {
        .id = "APP-010",
        .title = "The app still depends on Azure AD Graph, which is retired",
        .severity = SEVERITY_HIGH,
        .why = "Registrations made before 2020 ask Azure AD Graph for group "
               "memberships. It was retired on 31 August 2025.",
        .how = "requiredResourceAccess, or a granted app role, names "
               "00000002-0000-0000-c000-000000000000.",
        .fix = "Migrate: the managed integration does not use the app.",
        .reference = ""
                     "https://learn.microsoft.com/graph/migrate-azure-ad-graph-overview",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_GRANTS,
    .run_app = run,
    .roles = APP_ROLE_SERVER,
};
