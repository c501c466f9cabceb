/* SPDX-License-Identifier: MIT */
/* inputs_plan.c - gives every cluster the groups that the plan names for it. */
#include "audit/inputs.h"

#include "support/log.h"

/* The plan's texts go with the file; the clusters keep copies, one a rule. */
static struct planned_integration *
copy_planned(struct arena *a, const struct planned_integration *from)
{
    const struct text_list *groups = &from->admin_group_object_ids;
    struct planned_integration *to = arena_alloc(a, sizeof(*to));

    if (!to)
        return NULL;
    to->enable_azure_rbac = from->enable_azure_rbac;
    to->rule = arena_strdup(a, from->rule);
    to->tenant_id = arena_intern(a, from->tenant_id);
    to->admin_group_object_ids.items =
        arena_alloc(a, groups->len * sizeof(*groups->items));
    if (!to->rule || (from->tenant_id && !to->tenant_id) ||
        !to->admin_group_object_ids.items)
        return NULL;
    for (size_t i = 0; i < groups->len; i++) {
        to->admin_group_object_ids.items[i] = arena_intern(a, groups->items[i]);
        if (!to->admin_group_object_ids.items[i])
            return NULL;
    }
    to->admin_group_object_ids.len = groups->len;
    return to;
}

static int
plan_cluster(const struct plan_file *plan, struct cluster *c,
             const struct planned_integration **copies, struct arena *arena,
             struct err *e)
{
    struct err why = { 0 };
    const struct plan_rule *rule = plan_file_find(
        plan, c->id, c->resource_group, c->tags, c->n_tags, &why);

    if (why.code != ERR_NONE)
        return err_set(e, why.code, "--plan: %s", why.text);
    if (!rule)
        return 0;
    if (!copies[rule->place])
        copies[rule->place] = copy_planned(arena, &rule->planned);
    c->planned = copies[rule->place];
    return c->planned ? 0 : err_nomem(e);
}

int
inputs_apply_plan(const struct audit_inputs *inputs, struct snapshot *s,
                  struct err *e)
{
    const struct planned_integration **copies;
    size_t n;

    if (!inputs->plan)
        return 0;
    s->has_plan = true;
    n = plan_file_count(inputs->plan);
    copies = arena_alloc(s->arena, n * sizeof(*copies));
    if (!copies)
        return err_nomem(e);
    for (size_t i = 0; i < s->clusters.len; i++) {
        if (plan_cluster(inputs->plan, s->clusters.items[i], copies, s->arena,
                         e) != 0)
            return -1;
    }
    for (size_t i = 0; i < n; i++) {
        if (!copies[i])
            log_write(LOG_WARNING, "--plan: no cluster matches %s",
                      plan_file_rule(inputs->plan, i)->planned.rule);
    }
    return 0;
}
