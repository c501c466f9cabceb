/* SPDX-License-Identifier: MIT */
/* collect_join.c - clusters, plan and apps put together, once the clusters are
 * known and before anything is asked about what they name. */
#include "audit/collect.h"

#include "checks/check.h"
#include "model/left_over.h"

/* Today's admin groups and the planned ones. */
static int
list_groups(struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct text_list *ids = check_admin_groups(s->clusters.items[i]);

        for (size_t k = 0; k < ids->len; k++) {
            if (!directory_group(&s->directory, s->arena, ids->items[k]))
                return -1;
        }
    }
    return 0;
}

int
collect_join(const struct audit_inputs *inputs, struct snapshot *s,
             struct err *e)
{
    if (inputs_apply_plan(inputs, s, e) != 0)
        return -1;
    if (snapshot_sort(s) != 0 || snapshot_join_apps(s) != 0 ||
        left_over_recognize(s) != 0 || list_groups(s) != 0)
        return err_nomem(e);
    return 0;
}
