/* SPDX-License-Identifier: MIT */
/* clu_006_free_tier.c - downtime is announced for the Free tier. */
#include "checks/registry.h"

#include "model/command.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };
    enum verdict verdict;

    (void)s;
    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    judge_evidence(j, "sku.tier", c->sku_tier);
    if (!c->sku_tier)
        return judge_unknown(j, "sku.tier is missing from the cluster");
    if (!str_eq_fold(c->sku_tier, "Free"))
        return VERDICT_PASS;
    command_aks(&command, "update", c);
    buf_adds(&command, " --tier standard");
    judge_command(j, &command);
    return judge_fail(j, "Free tier: plan the migration outside working "
                         "hours, the API server may be down for a while");
}

const struct check check_clu_006 = {
    .rule = {
        .id = "CLU-006",
        .title = "Free tier: the API server may be down while the cluster is "
                 "migrated",
        .severity = SEVERITY_MEDIUM,
        .why = "The AKS docs warn that clusters of the Free tier might see "
               "API server downtime during the change.",
        .how = "sku.tier is Free. Absent is unknown.",
        .fix = "Migrate outside working hours, or move the cluster to the "
               "Standard tier first.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
