/* SPDX-License-Identifier: MIT */
/* clu_014_admin_group_wide.c - an admin group that admits more than one would think. */
#include "checks/registry.h"

#include "checks/check_group.h"
#include "support/buf.h"
#include "support/str.h"

/* More cluster-admins than anybody keeps an eye on; a judgement of this check,
 * no limit of Azure. */
enum { LARGE = 50 };

static void
note(struct buf *out, bool is_so, const char *text)
{
    if (is_so)
        buf_addf(out, "%s%s", out->len ? "; " : "", text);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c,
    const struct group *g)
{
    auto_buf notes = { 0 };
    enum verdict verdict;

    if (!judge_group_known(j, s, c, g, &verdict))
        return verdict;
    judge_evidence(j, "groupTypes",
                   g->unified   ? "Unified"
                   : g->dynamic ? "DynamicMembership"
                                : "none");
    note(&notes, g->dynamic,
         "its membership is dynamic: a rule decides who is "
         "admin");
    note(&notes, g->unified,
         "it is a Microsoft 365 group: its owners can add "
         "anybody");
    note(&notes, g->nested > 0, "groups are nested in it");
    note(&notes, g->guests > 0, "guests are in it");
    note(&notes, g->members > LARGE, "it is very large");
    if (notes.len > 0) {
        judge_evidence(j, "transitiveMembers",
                       g->members < 0 ? NULL
                                      : judge_text(j, "%ld", g->members));
        judge_evidence(j, "guests",
                       g->guests < 0 ? NULL : judge_text(j, "%ld", g->guests));
        if (!buf_ok(&notes))
            j->out_of_memory = true;
        return judge_fail(j, "%s: %s", str_or(g->display_name, g->id),
                          buf_str(&notes));
    }
    if (g->members < 0 || g->nested < 0 || g->guests < 0)
        return judge_unknown(j, "Its members could not be counted: %s",
                             str_or(g->reason, "no reason given"));
    return VERDICT_PASS;
}

const struct check check_clu_014 = {
    .rule = {
        .id = "CLU-014",
        .title = "An admin group is dynamic, a Microsoft 365 group, nested, "
                 "holds guests, or is very large",
        .severity = SEVERITY_LOW,
        .why = "Everyone in the group is cluster-admin. Rules, nesting and "
               "guests make it hard to say who that is.",
        .how = "groupTypes, the number of members (more than 50 counts as "
               "very large), of groups among them and of guests.",
        .fix = "Use a dedicated security group with assigned members, best "
               "with Privileged Identity Management.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS | NEED_GROUPS,
    .run_group = run,
};
