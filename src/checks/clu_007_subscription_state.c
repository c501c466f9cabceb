/* SPDX-License-Identifier: MIT */
/* clu_007_subscription_state.c - a disabled subscription refuses writes. */
#include "checks/registry.h"

#include "support/str.h"

/* Azure docs "Azure subscription states": PUT, PATCH and POST are refused in
 * these; a warned or past-due subscription still accepts them. */
static bool
refuses_changes(const char *state)
{
    return str_eq_fold(state, "Disabled") || str_eq_fold(state, "Expired") ||
           str_eq_fold(state, "Deleted");
}

static bool
accepts_changes(const char *state)
{
    return str_eq_fold(state, "Enabled") || str_eq_fold(state, "Warned") ||
           str_eq_fold(state, "PastDue");
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    const char *state = c->subscription->state;
    enum verdict verdict;

    (void)s;
    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    judge_evidence(j, "subscription.state", state);
    if (!state)
        return judge_unknown(j, "The state of the subscription is not known; "
                                "export it too with az account list");
    if (refuses_changes(state))
        return judge_fail(j,
                          "The subscription is %s: it can be read, but it "
                          "refuses updates and credential calls",
                          state);
    if (accepts_changes(state))
        return VERDICT_PASS;
    return judge_unknown(j,
                         "The subscription is in a state that this version "
                         "does not know: %s",
                         state);
}

const struct check check_clu_007 = {
    .rule = {
        .id = "CLU-007",
        .title = "The subscription does not accept changes",
        .severity = SEVERITY_HIGH,
        .blocks = true,
        .why = "A disabled subscription answers reads and refuses everything "
               "else, the migration and the credential calls among them.",
        .how = "The subscription's state is Disabled, Expired or Deleted. "
               "Warned and PastDue still accept changes.",
        .fix = "Reactivate the subscription, or delete the cluster if nobody "
               "needs it any more.",
        .reference = "https://learn.microsoft.com/azure/"
                     "cost-management-billing/manage/subscription-states",
    },
    .needs = NEED_CLUSTERS | NEED_SUBSCRIPTIONS,
    .run = run,
};
