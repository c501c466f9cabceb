/* SPDX-License-Identifier: MIT */
/* rbac_011_single_admin.c - an admin whom the admin group does not know. */
#include "checks/registry.h"

#include "checks/check_binding.h"

static bool
speaks_of(const struct subject_at *at)
{
    return binding_is_cluster_admin(at->binding) && binding_names_any_user(at);
}

/* Whether the admin groups have the member; unset: they could not be seen. */
static enum tri
is_in_admin_group(const struct snapshot *s, const struct cluster *c,
                  const char *id)
{
    const struct text_list *ids = check_admin_groups(c);
    enum tri result = TRI_NO;

    for (size_t i = 0; i < ids->len; i++) {
        const struct group *g =
            directory_find_group(&s->directory, ids->items[i]);

        if (!g || !g->member_ids)
            result = TRI_UNSET;
        else if (id && map_get(g->member_ids, id))
            return TRI_YES;
    }
    return result;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct principal *p = at->subject->principal;
    enum verdict verdict;
    enum tri member;

    judge_subject_evidence(j, at);
    if (!judge_principal_known(j, s, at, &verdict))
        return verdict;
    member = is_in_admin_group(s, at->cluster, p->id);
    judge_evidence_tri(j, "member of the admin group", member);
    if (member == TRI_YES)
        return VERDICT_PASS;
    if (member == TRI_UNSET)
        return judge_unknown(j,
                             "Whether %s is in the admin group could not be "
                             "seen",
                             principal_label(p));
    judge_rebind(j, at, NULL);
    return judge_fail(j,
                      "%s is cluster-admin by a binding of its own, outside "
                      "%s: nobody who looks at the group sees it",
                      principal_label(p),
                      check_admin_groups(at->cluster)->len
                          ? "the admin group"
                          : "any admin group (none is planned or set)");
}

const struct check check_rbac_011 = {
    .rule = {
        .id = "RBAC-011",
        .title = "cluster-admin for single users outside the admin group",
        .severity = SEVERITY_MEDIUM,
        .why = "Admins by single bindings stay when people change teams, "
               "are not in access reviews of the group, and survive the "
               "migration unseen.",
        .how = "A ClusterRoleBinding to cluster-admin with a user or "
               "service principal of Entra who is not, even by nested "
               "groups, a member of an admin group that is set or planned.",
        .fix = "Make the person a member of the admin group, and take the "
               "subject out.",
        .reference = "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS | NEED_MEMBERS,
    .run_subject = run,
    .speaks_of = speaks_of,
};
