/* SPDX-License-Identifier: MIT */
/* clu_004_tenant.c - managed integration knows one tenant only. */
#include "checks/registry.h"

#include "support/guid.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    const char *profile = c->aad.tenant_id;
    const char *subscription = c->subscription->tenant_id;
    enum verdict verdict;

    (void)s;
    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    judge_evidence(j, "aadProfile.tenantID", profile);
    judge_evidence(j, "subscription.tenantId", subscription);
    /* AKS: "If not specified, will use the tenant of the deployment
     * subscription." */
    if (!profile)
        return VERDICT_PASS;
    if (guid_is_zero(profile))
        return judge_unknown(j, "aadProfile.tenantID is all zeroes");
    if (!subscription)
        return judge_unknown(j, "The tenant of the subscription is not known; "
                                "export it too with az account list");
    if (str_eq_fold(profile, subscription))
        return VERDICT_PASS;
    return judge_fail(j,
                      "Sign-in happens in tenant %s, but the subscription "
                      "belongs to tenant %s; managed integration needs "
                      "them to be the same",
                      profile, subscription);
}

const struct check check_clu_004 = {
    .rule = {
        .id = "CLU-004",
        .title = "The cluster's Entra tenant differs from the subscription's "
                 "tenant",
        .severity = SEVERITY_CRITICAL,
        .blocks = true,
        .why = "Managed integration signs people in through the tenant of the "
               "subscription. People of the other tenant become guests there, "
               "and bindings that name them by UPN stop matching.",
        .how = "aadProfile.tenantID and the tenant of the subscription are "
               "both known and differ.",
        .fix = "Invite the people as B2B guests into the subscription's "
               "tenant, bind them by object id, and migrate then; or move the "
               "subscription to the other tenant.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "concepts-cluster-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_SUBSCRIPTIONS,
    .run = run,
};
