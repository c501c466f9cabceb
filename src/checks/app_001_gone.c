/* SPDX-License-Identifier: MIT */
/* app_001_gone.c - an app that a cluster needs and that is not there. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    enum verdict verdict;

    (void)s;
    judge_evidence(j, "appId", a->app_id);
    if (a->presence == APP_UNKNOWN) {
        judge_app_body(j, a, &verdict);
        return verdict;
    }
    if (a->presence == APP_FOREIGN)
        return judge_not_applicable(
            j, "The registration is another tenant's, see APP-009");
    if (a->presence == APP_PRESENT)
        return VERDICT_PASS;
    if (a->presence == APP_DELETED) {
        judge_evidence(j, "deletedDateTime", a->deleted);
        return judge_fail(j,
                          "%s was deleted: signing in to its clusters fails "
                          "(AADSTS700016 or AADSTS500011). It can be restored "
                          "for 30 days after its deletion",
                          app_label(a));
    }
    if (!directory_sees(&s->directory, DIRECTORY_DELETED_ITEMS))
        return judge_fail(j, "There is no such registration: signing in to its "
                             "clusters fails. Whether it can be restored is "
                             "not known, because the deleted items could not "
                             "be read");
    return judge_fail(j, "There is no such registration, not among the deleted "
                         "items either: signing in to its clusters fails "
                         "(AADSTS700016 or AADSTS500011)");
}

const struct check check_app_001 = {
    .rule = {
        .id = "APP-001",
        .title = "The server or client app registration is gone",
        .severity = SEVERITY_HIGH,
        .why = "Without its two apps a legacy cluster refuses every sign-in "
               "through Entra: only the admin certificate is left. Migrating "
               "is urgent then, and nothing can be lost by it.",
        .how = "Microsoft Graph knows no application with the appId that "
               "aadProfile names, and it is not another tenant's. The "
               "deleted items are searched too.",
        .fix = "Migrate the clusters that name it, with their admin "
               "credential at hand. Until then a deleted registration can be "
               "restored from the deleted items.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_SERVER | APP_ROLE_CLIENT,
};
