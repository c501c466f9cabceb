/* SPDX-License-Identifier: MIT */
/* app_003_secret_expires_soon.c - the server app will soon lose its last secret. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    const struct app_credential *newest = app_newest_credential(a);
    enum verdict verdict;
    int64_t days;

    if (!judge_app_body(j, a, &verdict))
        return verdict;
    if (!a->principal && !a->principal_gone &&
        !judge_part(j, s, DIRECTORY_SERVICE_PRINCIPALS, &verdict))
        return verdict;
    if (!app_live_credential(a, s->taken_at))
        return judge_not_applicable(
            j, "No secret or certificate is good today, see APP-002");
    judge_evidence(j, "newest endDateTime", newest->end);
    if (newest->end_unknown)
        return judge_unknown(j, "The end of a secret could not be read: %s",
                             newest->end);
    if (newest->ends_at == INT64_MAX)
        return VERDICT_PASS;
    days = app_days_left(newest, s->taken_at);
    if (days >= APP_EXPIRES_SOON_DAYS)
        return VERDICT_PASS;
    return judge_fail(j, "The newest secret of %s ends in %lld day%s",
                      app_label(a), (long long)days, days == 1 ? "" : "s");
}

const struct check check_app_003 = {
    .rule = {
        .id = "APP-003",
        .title = "The server app's newest secret expires within 30 days",
        .severity = SEVERITY_MEDIUM,
        .why = "Once it has ended, users in more than 200 groups are locked "
               "out, and the Azure CLI can no longer give a legacy cluster a "
               "new secret.",
        .how = "The latest endDateTime among passwordCredentials and "
               "keyCredentials of the application and its service principal.",
        .fix = "Migrate before that day.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_SERVER,
};
