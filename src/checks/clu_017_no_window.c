/* SPDX-License-Identifier: MIT */
/* clu_017_no_window.c - no time that suggests itself for the migration. */
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
    if (c->maintenance.status != COVERAGE_AUDITED)
        return judge_unknown(j,
                             "The maintenance windows could not be read: "
                             "%s; what helps: %s",
                             str_or(c->maintenance.reason, "no reason given"),
                             str_or(c->maintenance.remedy, "see -v"));
    judge_evidence(j, "maintenanceConfigurations",
                   judge_text(j, "%zu", c->maintenance_windows));
    if (c->maintenance_windows > 0)
        return VERDICT_PASS;
    buf_adds(&command, "az aks maintenanceconfiguration add --name default");
    command_add_cluster(&command, c, "--cluster-name");
    buf_adds(&command, " --weekday Sunday --start-hour 1");
    judge_command(j, &command);
    return judge_fail(j, "No maintenance window is set: agree on a time with "
                         "the people who use the cluster");
}

const struct check check_clu_017 = {
    .rule = {
        .id = "CLU-017",
        .title = "No maintenance window suggests a time for the migration",
        .severity = SEVERITY_INFO,
        .why = "The API server may be down while the cluster is migrated. "
               "A window that was agreed on for upgrades is a good time "
               "for that as well; nothing enforces it.",
        .how = "The maintenance configurations of every legacy cluster are "
               "read.",
        .fix = "Agree on a time, or set a window for it.",
        .reference = "https://learn.microsoft.com/azure/aks/planned-maintenance",
    },
    .needs = NEED_CLUSTERS | NEED_MAINTENANCE,
    .run = run,
};
