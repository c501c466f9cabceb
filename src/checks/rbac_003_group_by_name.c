/* SPDX-License-Identifier: MIT */
/* rbac_003_group_by_name.c - a group that is known by another name. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "model/command.h"
#include "support/shell_quote.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct binding_subject *x = at->subject;
    auto_buf command = { 0 };

    (void)s;
    judge_subject_evidence(j, at);
    if (!(x->troubles & TROUBLE_GROUP_BY_NAME))
        return VERDICT_PASS;
    buf_adds(&command, "az ad group show --group ");
    shell_quote(&command, x->name);
    buf_adds(&command, " --query id --output tsv");
    judge_command(j, &command);
    command_bind(&command, at->cluster, at->binding, SUBJECT_GROUP,
                 "<group-object-id>");
    judge_command(j, &command);
    judge_rebind(j, at, NULL);
    return judge_fail(j,
                      "%s is a name: tokens carry the object ids of groups "
                      "alone, so that this binding gives nobody anything",
                      x->name);
}

const struct check check_rbac_003 = {
    .rule = {
        .id = "RBAC-003",
        .title = "A group is bound by name instead of object id",
        .severity = SEVERITY_HIGH,
        .why = "Tokens carry groups by object id, legacy and managed. A "
               "binding by the name of a group has never matched anybody; "
               "people who believe it did notice after the migration, when "
               "other ways in are gone.",
        .how = "A subject of kind Group that is neither a GUID nor one of "
               "Kubernetes' own (system:...).",
        .fix = "Bind the object id of the group and take the name out.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS,
    .run_subject = run,
    .speaks_of = binding_names_group,
};
