/* SPDX-License-Identifier: MIT */
/* check_group.h - what the checks of admin groups have in common. */
#ifndef AKSENTRA_CHECKS_CHECK_GROUP_H
#define AKSENTRA_CHECKS_CHECK_GROUP_H

#include "checks/check.h"

/* Whether the group was seen. Otherwise *verdict is what to return: unknown, or
 * not applicable where there is no group to judge, or none any more. */
bool judge_group_known(struct judgement *j, const struct snapshot *s,
                       const struct cluster *c, const struct group *g,
                       enum verdict *verdict);

/* False, and unknown in *verdict, when the cluster's groups live in another
 * tenant than the one that was asked: there, not being found means nothing. */
bool judge_other_tenant(struct judgement *j, const struct snapshot *s,
                        const struct cluster *c, enum verdict *verdict);

#endif
