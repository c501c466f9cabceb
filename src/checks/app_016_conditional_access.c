/* SPDX-License-Identifier: MIT */
/* app_016_conditional_access.c - a policy that would silently stop to apply. */
#include "checks/registry.h"

#include "support/str.h"

static bool
names(const struct text_list *apps, const char *app_id)
{
    for (size_t i = 0; i < apps->len; i++) {
        if (str_eq_fold(apps->items[i], app_id))
            return true;
    }
    return false;
}

/* A disabled policy covers nothing that could be lost. */
static bool
covers_aks(const struct access_policy *p)
{
    if (str_eq_fold(p->state, "disabled"))
        return true;
    return !names(&p->excluded, APP_ID_AKS_SERVER) &&
           (names(&p->applications, "All") ||
            names(&p->applications, APP_ID_AKS_SERVER));
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    enum verdict verdict;

    if (!judge_part(j, s, DIRECTORY_POLICIES, &verdict))
        return verdict;
    for (size_t i = 0; i < s->directory.policies.len; i++) {
        const struct access_policy *p = s->directory.policies.items[i];

        if (!names(&p->applications, a->app_id) || covers_aks(p))
            continue;
        judge_evidence(j, "policy", p->id);
        judge_evidence(j, "state", p->state);
        judge_evidence(j, "includeApplications", a->app_id);
        return judge_fail(j,
                          "Conditional Access policy '%s' names %s but not the "
                          "server app of AKS (" APP_ID_AKS_SERVER
                          "): after the migration it no longer covers the "
                          "cluster",
                          str_or(p->display_name, p->id), app_label(a));
    }
    return VERDICT_PASS;
}

const struct check check_app_016 = {
    .rule = {
        .id = "APP-016",
        .title = "A Conditional Access policy names the old server app but "
                 "not the AKS one",
        .severity = SEVERITY_HIGH,
        .why = "Multi-factor or device rules that are bound to the old "
               "server app silently end with the migration, since tokens are "
               "then for another app.",
        .how = "A policy that is not disabled includes the old app id, and "
               "neither All nor 6dae42f8-4368-4678-94ff-3960e28e3630.",
        .fix = "Add the Azure Kubernetes Service AAD Server "
               "(6dae42f8-4368-4678-94ff-3960e28e3630) to the policy before "
               "migrating.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/access-control-managed-azure-ad",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_POLICIES,
    .run_app = run,
    .roles = APP_ROLE_SERVER,
};
