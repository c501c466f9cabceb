/* SPDX-License-Identifier: MIT */
/* clu_021_newly_legacy.c - what must never happen: a cluster becomes legacy. */
#include "checks/registry.h"

#include "model/audit_diff.h"
#include "model/command.h"
#include "support/str.h"

static enum verdict
fail(struct judgement *j, const struct cluster *c)
{
    const struct record_cluster *was = c->since->was;
    auto_buf command = { 0 };

    command_migrate(&command, c);
    judge_command(j, &command);
    if (was)
        return judge_fail(j,
                          "It is legacy now, and in the baseline its "
                          "integration was: %s",
                          integration_name(was->integration));
    return judge_fail(j, "It is legacy, and the baseline, which saw the whole "
                         "of its subscription, had no such cluster");
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    const struct cluster_change *since = c->since;

    (void)s;
    if (!since)
        return judge_unknown(j, "It was not compared with the baseline");
    judge_evidence(j, "integration", integration_name(c->integration));
    judge_evidence(j, "baseline.integration",
                   since->was ? integration_name(since->was->integration)
                              : NULL);
    switch (since->newly_legacy) {
    case TRI_YES:
        return fail(j, c);
    case TRI_NO:
        return VERDICT_PASS;
    default:
        break;
    }
    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j, "Whether it is legacy now cannot be told: %s",
                             c->integration_reason);
    return judge_unknown(j,
                         "It is legacy, and whether it was when the baseline "
                         "was made is not known: %s",
                         str_or(since->why, "no reason given"));
}

const struct check check_clu_021 = {
    .rule = {
        .id = CHECK_NEWLY_LEGACY,
        .title = "The cluster has become legacy since the baseline",
        .severity = SEVERITY_CRITICAL,
        .is_history = true,
        .why = "It must never happen: no legacy cluster can be made since 1 "
               "June 2023, and a managed one cannot go back. Somebody has "
               "found a way round, or one of the two audits is not about the "
               "cluster it seems to be about.",
        .how = "With --baseline: the earlier audit saw the cluster and it was "
               "managed or without integration, or it saw the whole "
               "subscription without this cluster, and now the cluster is "
               "legacy. Unknown where the earlier audit could not look.",
        .fix = "Find out in the activity log who changed or made the cluster "
               "and how; then migrate it with az aks update --enable-aad.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_BASELINE,
    .run = run,
};
