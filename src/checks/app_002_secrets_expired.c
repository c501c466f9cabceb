/* SPDX-License-Identifier: MIT */
/* app_002_secrets_expired.c - the server app can no longer read the directory. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    const struct app_credential *newest = app_newest_credential(a);
    const struct app_credential *live;
    enum verdict verdict;

    if (!judge_app_body(j, a, &verdict))
        return verdict;
    live = app_live_credential(a, s->taken_at);
    if (live && live->end_unknown)
        return judge_unknown(j, "The end of a secret could not be read: %s",
                             live->end);
    if (live)
        return VERDICT_PASS;
    /* A live one may stand on the service principal. */
    if (!a->principal && !a->principal_gone &&
        !judge_part(j, s, DIRECTORY_SERVICE_PRINCIPALS, &verdict))
        return verdict;
    if (!newest)
        return judge_fail(j,
                          "%s has no secret and no certificate: its "
                          "clusters cannot look up group memberships",
                          app_label(a));
    judge_evidence(j, "newest endDateTime", newest->end);
    judge_evidence(j, "on",
                   newest->on_service_principal ? "servicePrincipal"
                                                : "application");
    return judge_fail(j,
                      "Every secret and certificate of %s has expired, the "
                      "last one %lld days ago: its clusters cannot look up "
                      "group memberships",
                      app_label(a),
                      (long long)-app_days_left(newest, s->taken_at));
}

const struct check check_app_002 = {
    .rule = {
        .id = "APP-002",
        .title = "Every secret and key of the server app has expired",
        .severity = SEVERITY_HIGH,
        .why = "The API server of a legacy cluster signs in as the server "
               "app to read the groups of users who are in more than 200. "
               "Today's Azure CLI can no longer hand a new secret to the "
               "cluster.",
        .how = "passwordCredentials and keyCredentials of the application "
               "and of its service principal: none ends in the future.",
        .fix = "Migrate instead of renewing the secret: the managed "
               "integration needs none.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_SERVER,
};
