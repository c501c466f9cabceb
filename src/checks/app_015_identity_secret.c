/* SPDX-License-Identifier: MIT */
/* app_015_identity_secret.c - the cluster itself signs in with this. */
#include "checks/registry.h"

#include "model/command.h"

static void
add_commands(struct judgement *j, const struct app *a)
{
    for (const struct app_user *u = a->users; u; u = u->next) {
        auto_buf command = { 0 };

        if (!(u->roles & APP_ROLE_IDENTITY))
            continue;
        command_aks(&command, "update", u->cluster);
        buf_adds(&command, " --enable-managed-identity");
        judge_command(j, &command);
    }
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    const struct app_credential *newest = app_newest_credential(a);
    enum verdict verdict;
    int64_t days;

    if (!a->read && !a->principal) {
        if (judge_app_body(j, a, &verdict))
            return VERDICT_PASS;
        if (a->presence == APP_UNKNOWN)
            return verdict;
        return judge_fail(j, "The service principal of the cluster is gone: "
                             "it cannot manage its Azure resources");
    }
    if (!a->read && a->presence == APP_UNKNOWN && !newest) {
        judge_app_body(j, a, &verdict);
        return verdict;
    }
    if (!a->principal && !a->principal_gone &&
        !judge_part(j, s, DIRECTORY_SERVICE_PRINCIPALS, &verdict))
        return verdict;
    if (!newest)
        return judge_fail(j,
                          "%s has no secret and no certificate: the cluster "
                          "cannot manage its Azure resources",
                          app_label(a));
    judge_evidence(j, "newest endDateTime", newest->end);
    if (newest->end_unknown)
        return judge_unknown(j, "The end of a secret could not be read: %s",
                             newest->end);
    if (newest->ends_at == INT64_MAX)
        return VERDICT_PASS;
    days = app_days_left(newest, s->taken_at);
    if (days >= APP_EXPIRES_SOON_DAYS)
        return VERDICT_PASS;
    add_commands(j, a);
    if (days < 0)
        return judge_fail(j,
                          "The last secret of %s ended %lld days ago: its "
                          "clusters cannot manage their Azure resources, and "
                          "the migration may fail",
                          app_label(a), (long long)-days);
    return judge_fail(j, "The newest secret of %s ends in %lld day%s",
                      app_label(a), (long long)days, days == 1 ? "" : "s");
}

const struct check check_app_015 = {
    .rule = {
        .id = "APP-015",
        .title = "The cluster's own service principal secret has expired or "
                 "is about to",
        .severity = SEVERITY_MEDIUM,
        .why = "With an expired secret the cluster can neither scale nor "
               "update, and the migration is an update.",
        .how = "servicePrincipalProfile.clientId is an app (not \"msi\") whose "
               "latest secret or certificate ends within 30 days, or has "
               "ended.",
        .fix = "Give the cluster a managed identity, or reset its service "
               "principal.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/update-credentials",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_IDENTITY,
};
