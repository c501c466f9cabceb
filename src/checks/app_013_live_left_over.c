/* SPDX-License-Identifier: MIT */
/* app_013_live_left_over.c - a forgotten key to the whole directory. */
#include "checks/registry.h"

#include "support/buf.h"
#include "support/shell_quote.h"
#include "support/str.h"

/* What was, or was not, found in the whole tenant. */
static enum verdict
judge_search(struct judgement *j, const struct snapshot *s)
{
    enum verdict verdict;

    if (!judge_part(j, s, DIRECTORY_APPLICATIONS, &verdict))
        return verdict;
    return VERDICT_PASS;
}

static void
add_steps(struct judgement *j, const struct app *a)
{
    auto_buf command = { 0 };

    buf_adds(&command, "az ad sp update --id ");
    shell_quote(&command, a->app_id);
    buf_adds(&command, " --set accountEnabled=false");
    judge_command(j, &command);
    for (const struct app_credential *c = a->credentials; c; c = c->next) {
        if (!c->key_id || c->on_service_principal)
            continue;
        buf_adds(&command, "az ad app credential delete --id ");
        shell_quote(&command, a->app_id);
        buf_adds(&command, c->certificate ? " --cert --key-id " : " --key-id ");
        shell_quote(&command, c->key_id);
        judge_command(j, &command);
    }
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    const struct app_credential *live;
    enum verdict verdict;

    if (!a)
        return judge_search(j, s);
    live = app_live_credential(a, s->taken_at);
    judge_evidence(j, "certainty", certainty_name(a->certainty));
    judge_evidence(j, "live credential",
                   live ? str_or(live->key_id, "yes") : "none");
    if (!live && (a->principal || a->principal_gone))
        return VERDICT_PASS;
    if (!live && !judge_part(j, s, DIRECTORY_SERVICE_PRINCIPALS, &verdict))
        return verdict;
    if (!live)
        return VERDICT_PASS;
    if (!judge_part(j, s, DIRECTORY_ROLE_GRANTS, &verdict))
        return verdict;
    judge_evidence(j, "ends", live->end);
    if (!app_has_role(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ) &&
        !app_has_role(a, APP_ID_AAD_GRAPH, AAD_GRAPH_DIRECTORY_READ))
        return VERDICT_PASS;
    if (a->certainty == POSSIBLE)
        return judge_not_applicable(
            j, "It can read the whole directory with a live secret, but only "
               "one signal says that it is left over, see APP-012");
    add_steps(j, a);
    return judge_fail(j,
                      "%s is %s left over, has a live %s and may read the "
                      "whole directory with it (Directory.Read.All)",
                      app_label(a),
                      a->certainty == CERTAIN ? "certainly" : "likely",
                      live->certificate ? "certificate" : "secret");
}

const struct check check_app_013 = {
    .rule = {
        .id = "APP-013",
        .title = "Left-over registration with a live credential and granted "
                 "Directory.Read.All",
        .severity = SEVERITY_CRITICAL,
        .why = "Whoever holds the forgotten secret reads every user, group "
               "and app of the tenant, unseen by any cluster.",
        .how = "A left-over registration (APP-012) with a secret or "
               "certificate that has not ended, and the granted app role "
               "Directory.Read.All. Declared alone is not granted.",
        .fix = "Confirm that nothing uses it, disable sign-in at once, then "
               "remove the credential and delete the registration.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_GRANTS,
    .run_app = run,
    .roles = APP_ROLE_LEFT_OVER,
    .whole_tenant = true,
};
