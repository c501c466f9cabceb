/* SPDX-License-Identifier: MIT */
/* check_group.c - what the checks of admin groups have in common. */
#include "checks/check_group.h"

#include "support/str.h"

bool
judge_other_tenant(struct judgement *j, const struct snapshot *s,
                   const struct cluster *c, enum verdict *verdict)
{
    const char *asked = s->directory.tenant_id;
    const char *theirs = c->planned ? c->planned->tenant_id : NULL;

    if (!theirs && c->integration == INTEGRATION_MANAGED)
        theirs = c->aad.tenant_id;
    if (!theirs)
        theirs = c->subscription->tenant_id;
    if (!asked || !theirs || str_eq_fold(asked, theirs))
        return true;
    *verdict = judge_unknown(j,
                             "The group is one of tenant %s; the tenant "
                             "audited is %s",
                             theirs, asked);
    return false;
}

static enum verdict
judge_no_group(struct judgement *j, const struct cluster *c)
{
    switch (c->integration) {
    case INTEGRATION_UNKNOWN:
        return judge_unknown(j, "The admin groups are not known: %s",
                             str_or(c->aad.trouble, c->integration_reason));
    case INTEGRATION_LEGACY:
        return judge_not_applicable(j, "No admin group is planned for the "
                                       "cluster, see CLU-020");
    case INTEGRATION_MANAGED:
        return judge_not_applicable(
            j, "The cluster has no admin group, see CLU-011");
    default:
        return judge_not_applicable(j, "The cluster has no Entra integration");
    }
}

bool
judge_group_known(struct judgement *j, const struct snapshot *s,
                  const struct cluster *c, const struct group *g,
                  enum verdict *verdict)
{
    if (!g) {
        *verdict = judge_no_group(j, c);
        return false;
    }
    if (g->presence == GROUP_PRESENT)
        return true;
    if (!judge_other_tenant(j, s, c, verdict))
        return false;
    if (g->presence == GROUP_UNKNOWN)
        *verdict = judge_unknown(j, "The group could not be seen: %s",
                                 str_or(g->reason, "no reason given"));
    else
        *verdict = judge_not_applicable(j, "The group is not there, see "
                                           "CLU-012");
    return false;
}
