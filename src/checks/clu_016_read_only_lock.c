/* SPDX-License-Identifier: MIT */
/* clu_016_read_only_lock.c - a lock that refuses what the migration needs. */
#include "checks/registry.h"

#include "support/shell_quote.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    const struct coverage_view *v = &c->subscription->locks;
    auto_buf command = { 0 };
    enum verdict verdict;

    (void)s;
    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    judge_evidence(j, "lock", c->read_only_lock);
    if (c->read_only_lock) {
        buf_adds(&command, "az lock delete --ids ");
        shell_quote(&command, c->read_only_lock);
        judge_command(j, &command);
        return judge_fail(j, "A ReadOnly lock at or above the cluster refuses "
                             "the update, and the calls for credentials too");
    }
    if (v->status == COVERAGE_AUDITED)
        return VERDICT_PASS;
    return judge_unknown(j, "The locks could not be read: %s; what helps: %s",
                         str_or(v->reason, "no reason given"),
                         str_or(v->remedy, "see -v"));
}

const struct check check_clu_016 = {
    .rule = {
        .id = "CLU-016",
        .title = "A ReadOnly lock refuses the update and the credential "
               "calls",
        .severity = SEVERITY_HIGH,
        .blocks = true,
        .why = "A ReadOnly lock refuses every write, so that az aks update "
               "fails. Listing credentials is a POST and is refused as "
               "well, which keeps people out after the migration.",
        .how = "The management locks of the subscription are read; one of "
               "level ReadOnly lies at the cluster, its resource group or "
               "the subscription.",
        .fix = "Take the lock off for the change, and put it back "
               "afterwards.",
        .reference = "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
    },
    .needs = NEED_CLUSTERS | NEED_LOCKS,
    .run = run,
};
