/* SPDX-License-Identifier: MIT */
/* rbac_012_admin_binding_drift.c - the admin binding says other groups than the profile. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "model/command.h"
#include "support/shell_quote.h"
#include "support/str.h"

static const struct binding *
find_admin_binding(const struct cluster *c)
{
    for (size_t i = 0; i < c->bindings.n; i++) {
        const struct binding *b = &c->bindings.items[i];

        if (b->cluster_wide && str_eq(b->name, BINDING_AKS_ADMIN))
            return b;
    }
    return NULL;
}

static bool
is_bound(const struct binding *b, const char *id)
{
    for (size_t i = 0; i < b->n_subjects; i++) {
        if (b->subjects[i].kind == SUBJECT_GROUP &&
            str_eq_fold(b->subjects[i].name, id))
            return true;
    }
    return false;
}

static bool
is_listed(const struct text_list *ids, const char *id)
{
    for (size_t i = 0; i < ids->len; i++) {
        if (str_eq_fold(ids->items[i], id))
            return true;
    }
    return false;
}

/* The first that one side has and the other has not. */
static enum verdict
compare(struct judgement *j, const struct cluster *c, const struct binding *b)
{
    const struct text_list *ids = &c->aad.admin_group_object_ids;

    for (size_t i = 0; i < ids->len; i++) {
        if (!is_bound(b, ids->items[i]))
            return judge_fail(
                j,
                "%s is in adminGroupObjectIDs and not in " BINDING_AKS_ADMIN
                ": its members are no admins",
                ids->items[i]);
    }
    for (size_t i = 0; i < b->n_subjects; i++) {
        if (!is_listed(ids, b->subjects[i].name))
            return judge_fail(j,
                              "%s is in " BINDING_AKS_ADMIN " and not in "
                              "adminGroupObjectIDs: somebody changed the "
                              "binding by hand",
                              b->subjects[i].name);
    }
    return VERDICT_PASS;
}

static void
suggest(struct judgement *j, const struct cluster *c)
{
    const struct text_list *ids = &c->aad.admin_group_object_ids;
    auto_buf command = { 0 }, list = { 0 };

    for (size_t i = 0; i < ids->len; i++)
        buf_addf(&list, "%s%s", i ? "," : "", ids->items[i]);
    command_aks(&command, "update", c);
    buf_adds(&command, " --aad-admin-group-object-ids ");
    shell_quote(&command,
                list.len ? buf_str(&list) : COMMAND_GROUP_PLACEHOLDER);
    judge_command(j, &command);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    const struct text_list *ids = &c->aad.admin_group_object_ids;
    const struct binding *b;
    enum verdict verdict;

    (void)s;
    if (c->integration == INTEGRATION_UNKNOWN)
        return judge_unknown(j, "Matters on managed clusters, and it is not "
                                "known whether this is one");
    if (c->integration != INTEGRATION_MANAGED)
        return judge_not_applicable(j, "The cluster is not managed");
    if (!judge_bindings_read(j, c, &verdict))
        return verdict;
    b = find_admin_binding(c);
    judge_evidence(j, BINDING_AKS_ADMIN, b ? "present" : NULL);
    judge_evidence(j, "aadProfile.adminGroupObjectIDs",
                   ids->len ? ids->items[0] : NULL);
    if (!b && ids->len == 0)
        return VERDICT_PASS;
    verdict =
        b ? compare(j, c, b)
          : judge_fail(j, "There is no " BINDING_AKS_ADMIN ": the members "
                          "of the admin groups are no admins");
    if (verdict == VERDICT_FAIL)
        suggest(j, c);
    return verdict;
}

const struct check check_rbac_012 = {
    .rule = {
        .id = "RBAC-012",
        .title = "The AKS admin binding does not match adminGroupObjectIDs",
        .severity = SEVERITY_MEDIUM,
        .why = "AKS writes the admin groups into a ClusterRoleBinding of "
               "its own. When the two differ, the groups in Azure are not "
               "the people who are admin.",
        .how = "The subjects of aks-cluster-admin-binding-aad are compared "
               "with aadProfile.adminGroupObjectIDs, without regard to "
               "case.",
        .fix = "Set the admin groups again with az aks update; AKS then "
               "writes the binding anew.",
        .reference = "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS,
    .run = run,
};
