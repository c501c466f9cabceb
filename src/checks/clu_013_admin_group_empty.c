/* SPDX-License-Identifier: MIT */
/* clu_013_admin_group_empty.c - an admin group without anybody. */
#include "checks/registry.h"

#include "checks/check_group.h"
#include "support/buf.h"
#include "support/shell_quote.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c,
    const struct group *g)
{
    auto_buf command = { 0 };
    enum verdict verdict;

    if (!judge_group_known(j, s, c, g, &verdict))
        return verdict;
    if (g->members < 0)
        return judge_unknown(j, "Its members could not be counted: %s",
                             str_or(g->reason, "no reason given"));
    judge_evidence(j, "transitiveMembers", judge_text(j, "%ld", g->members));
    if (g->members > 0)
        return VERDICT_PASS;
    buf_adds(&command, "az ad group member add --group ");
    shell_quote(&command, g->id);
    buf_adds(&command, " --member-id '<object-id>'");
    judge_command(j, &command);
    return judge_fail(j, "%s has no members: nobody is admin through it",
                      str_or(g->display_name, g->id));
}

const struct check check_clu_013 = {
    .rule = {
        .id = "CLU-013",
        .title = "An admin group has no members",
        .severity = SEVERITY_HIGH,
        .why = "An empty group locks everybody out of cluster administration "
               "through Entra.",
        .how = "transitiveMembers of the group counts none.",
        .fix = "Add the people who are to administer the cluster before "
               "migrating.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_GROUPS,
    .run_group = run,
};
