/* SPDX-License-Identifier: MIT */
/* finding.c - a check's verdict on one thing. */
#include "model/finding.h"

#include "support/str.h"

const char *
finding_since_name(enum finding_since s)
{
    static const char *const names[SINCE_COUNT] = {
        [SINCE_NEW] = "new",
        [SINCE_UPDATED] = "updated",
        [SINCE_UNCHANGED] = "unchanged",
    };

    return names[s];
}

bool
finding_counts(const struct finding *f)
{
    return f->verdict == VERDICT_FAIL && !f->waiver;
}

bool
finding_needs_attention(const struct finding *f)
{
    return f->verdict == VERDICT_FAIL || f->verdict == VERDICT_UNKNOWN ||
           f->verdict == VERDICT_ERROR;
}

bool
finding_concerns(const struct finding *f, const struct cluster *c)
{
    if (f->cluster)
        return f->cluster == c;
    for (const struct app_user *u = f->app ? f->app->users : NULL; u;
         u = u->next) {
        if (u->cluster == c)
            return true;
    }
    return false;
}

int
finding_compare(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    int order = str_cmp_fold(x->rule->id, y->rule->id);

    return order ? order : str_cmp_fold(x->resource, y->resource);
}
