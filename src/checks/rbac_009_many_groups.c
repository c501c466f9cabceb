/* SPDX-License-Identifier: MIT */
/* rbac_009_many_groups.c - a user whose tokens carry no groups. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct binding_subject *x = at->subject;
    const struct principal *p = x->principal;
    enum verdict verdict;

    judge_subject_evidence(j, at);
    if (!judge_principal_known(j, s, at, &verdict))
        return verdict;
    if (p->presence != PRINCIPAL_PRESENT || p->kind == PRINCIPAL_GROUP)
        return judge_not_applicable(j, "It is no user or app that is there");
    if (p->groups < 0)
        return judge_unknown(j,
                             "In how many groups %s is could not be seen: "
                             "%s",
                             principal_label(p),
                             str_or(p->reason, "Graph did not say"));
    judge_evidence(j, "groups", judge_text(j, "%ld", p->groups));
    if (p->groups <= PRINCIPAL_GROUPS_MAX)
        return VERDICT_PASS;
    if (p->kind == PRINCIPAL_SERVICE)
        return judge_fail(j,
                          "%s is in %ld groups: the token of a service "
                          "principal carries none of them beyond 200, on a "
                          "managed cluster too",
                          principal_label(p), p->groups);
    return judge_fail(j,
                      "%s is in %ld groups: beyond 200 a legacy cluster "
                      "answers Unauthorized; a managed one looks the groups "
                      "up",
                      principal_label(p), p->groups);
}

const struct check check_rbac_009 = {
    .rule = {
        .id = "RBAC-009",
        .title = "A bound user or service principal is in more than 200 "
               "groups",
        .severity = SEVERITY_MEDIUM,
        .why = "A token carries at most 200 groups. Legacy integration "
               "refuses users beyond that; managed integration looks their "
               "groups up, but not those of service principals.",
        .how = "The transitive group memberships of every bound user and "
               "service principal are counted in Microsoft Graph.",
        .fix = "Take people out of groups, or bind them directly; for a "
               "service principal use another one.",
        .reference = "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_any_user,
};
