/* SPDX-License-Identifier: MIT */
/* app_009_foreign.c - an app whose owner is elsewhere. */
#include "checks/registry.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    const char *owner = a->principal ? a->principal->owner_tenant_id : NULL;
    enum verdict verdict;

    judge_evidence(j, "appOwnerOrganizationId", owner);
    if (a->presence == APP_FOREIGN)
        return judge_fail(j,
                          "The registration belongs to tenant %s: it cannot be "
                          "read, judged or deleted from here",
                          owner);
    if (a->presence == APP_UNKNOWN) {
        judge_app_body(j, a, &verdict);
        return verdict;
    }
    if (!a->read)
        return judge_not_applicable(j, "There is no such registration");
    (void)s;
    return VERDICT_PASS;
}

const struct check check_app_009 = {
    .rule = {
        .id = "APP-009",
        .title = "The app belongs to another tenant",
        .severity = SEVERITY_MEDIUM,
        .why = "Someone else controls who can sign in, and the clean-up has "
               "to be done there.",
        .how = "The service principal is here and appOwnerOrganizationId is "
               "not the audited tenant.",
        .fix = "Ask the owner of that tenant to delete the registration "
               "after the migration, and delete the service principal here.",
        .reference = ""
                     "https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS,
    .run_app = run,
    .roles = APP_ROLE_SERVER | APP_ROLE_CLIENT,
};
