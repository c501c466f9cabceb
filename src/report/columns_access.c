/* SPDX-License-Identifier: MIT */
/* columns_access.c - the columns of bindings and of Azure role assignments. */
#include "report/columns.h"

#include <stddef.h>

#include "model/command.h"
#include "model/fate.h"
#include "support/str.h"

/* ---- bindings: the item is a struct subject_at ---------------------------- */

static const struct binding *
binding_of(const void *item)
{
    return ((const struct subject_at *)item)->binding;
}

static const struct binding_subject *
subject_of(const void *item)
{
    return ((const struct subject_at *)item)->subject;
}

static const struct cluster *
cluster_of(const void *item)
{
    return ((const struct subject_at *)item)->cluster;
}

static void
get_cluster(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->name);
}

static void
get_integration(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, integration_name(cluster_of(item)->integration));
}

static void
get_kind(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, binding_kind(binding_of(item)));
}

static void
get_namespace(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, binding_of(item)->name_space);
}

static void
get_binding(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, binding_of(item)->name);
}

static void
get_role(struct cell *cell, const struct overview *o, const void *item)
{
    const struct binding *b = binding_of(item);

    (void)o;
    buf_addf(&cell->made, "%s/%s", str_or(b->role_kind, "?"), b->role_name);
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_subject_kind(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, subject_of(item)->kind_text);
}

static void
get_subject(struct cell *cell, const struct overview *o, const void *item)
{
    const struct binding_subject *x = subject_of(item);

    (void)o;
    if (x->kind == SUBJECT_SERVICE_ACCOUNT && x->name_space)
        buf_addf(&cell->made, "%s/%s", x->name_space, x->name);
    cell_set_text(cell, cell->made.len ? buf_str(&cell->made) : x->name);
}

static void
get_who(struct cell *cell, const struct overview *o, const void *item)
{
    const struct principal *p = subject_of(item)->principal;

    (void)o;
    if (p && p->presence != PRINCIPAL_UNKNOWN && p->presence != PRINCIPAL_GONE)
        cell_set_text(cell, principal_label(p));
}

static void
get_who_kind(struct cell *cell, const struct overview *o, const void *item)
{
    const struct principal *p = subject_of(item)->principal;

    (void)o;
    if (!p || p->presence != PRINCIPAL_PRESENT)
        return;
    cell_set_text(cell, p->kind == PRINCIPAL_USER && p->guest == TRI_YES
                            ? "guest"
                            : principal_kind_name(p->kind));
}

static void
get_state(struct cell *cell, const struct overview *o, const void *item)
{
    const struct principal *p = subject_of(item)->principal;

    (void)o;
    if (p)
        cell_set_text(cell,
                      p->presence == PRINCIPAL_PRESENT && p->enabled == TRI_NO
                          ? "disabled"
                          : principal_presence_name(p->presence));
}

static void
get_fate(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, fate_label(subject_of(item)->fate));
}

static void
get_why(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, subject_of(item)->why);
}

/* What mends a subject that does not do what it should. */
static void
get_mend(struct cell *cell, const struct overview *o, const void *item)
{
    const struct binding_subject *x = subject_of(item);
    const struct binding *b = binding_of(item);
    const char *right = fate_right_name(x);
    enum subject_kind kind = x->kind;

    (void)o;
    if (x->fate != FATE_NEVER && x->fate != FATE_STOPS)
        return;
    if (x->troubles & TROUBLE_WRONG_KIND)
        kind = kind == SUBJECT_GROUP ? SUBJECT_USER : SUBJECT_GROUP;
    if (x->troubles & TROUBLE_DISABLED)
        right = NULL;
    if (right) {
        command_bind(&cell->made, cluster_of(item), b, kind, right);
        buf_addc(&cell->made, '\n');
    }
    command_unbind(&cell->made, cluster_of(item), b, x, right != NULL);
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_size(struct cell *cell, const struct overview *o, const void *item)
{
    const struct principal *p = subject_of(item)->principal;
    long n = !p ? -1 : p->kind == PRINCIPAL_GROUP ? p->members : p->groups;

    (void)o;
    if (n >= 0)
        cell_set_number(cell, (size_t)n);
}

static void
get_subscription(struct cell *cell, const struct overview *o, const void *item)
{
    const struct subscription *sub = cluster_of(item)->subscription;

    (void)o;
    cell_set_text(cell, str_or(sub->name, sub->id));
}

static void
get_cluster_id(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->id);
}

static const struct column binding_list_columns[] = {
    { "Cluster", "cluster", 26, COLUMN_TEXT, .get = get_cluster },
    { "Integration", "integration", 12, COLUMN_TEXT, .get = get_integration },
    { "Subject", "subject", 40, COLUMN_TEXT, .get = get_subject },
    { "Subject kind", "subjectKind", 15, COLUMN_TEXT, .get = get_subject_kind },
    { "What becomes of it", "fate", 21, COLUMN_TEXT, .get = get_fate },
    { "Why", "why", 54, COLUMN_TEXT, .get = get_why, .wraps = true },
    { "Role", "role", 28, COLUMN_TEXT, .get = get_role },
    { "Namespace", "namespace", 18, COLUMN_TEXT, .get = get_namespace },
    { "Binding", "binding", 30, COLUMN_TEXT, .get = get_binding },
    { "Binding kind", "bindingKind", 19, COLUMN_TEXT, .get = get_kind },
    { "In Entra", "principal", 32, COLUMN_TEXT, .get = get_who },
    { "Kind in Entra", "principalKind", 16, COLUMN_TEXT, .get = get_who_kind },
    { "State", "state", 10, COLUMN_TEXT, .get = get_state },
    { "Members or groups", "size", 17, COLUMN_NUMBER, .get = get_size },
    { "What mends it", "mend", 60, COLUMN_TEXT, .get = get_mend },
    { "Subscription", "subscription", 24, COLUMN_TEXT,
      .get = get_subscription },
    { "Cluster id", "clusterId", 60, COLUMN_TEXT, .get = get_cluster_id },
};

static const struct vec *
binding_items(const struct overview *o)
{
    return &o->subjects;
}

const struct column_set binding_columns = {
    .title = "Bindings",
    .columns = binding_list_columns,
    .n = sizeof(binding_list_columns) / sizeof(binding_list_columns[0]),
    .items = binding_items,
    .cluster_of = cluster_of,
    .cluster_key = "cluster",
};

/* ---- Azure roles: the item is a struct role_assignment --------------------- */

static void
get_assignee(struct cell *cell, const struct overview *o, const void *item)
{
    const struct role_assignment *a = item;

    (void)o;
    cell_set_text(cell,
                  a->principal && a->principal->presence == PRINCIPAL_PRESENT
                      ? principal_label(a->principal)
                      : a->principal_id);
}

static void
get_assignee_kind(struct cell *cell, const struct overview *o, const void *item)
{
    const struct role_assignment *a = item;

    (void)o;
    cell_set_text(cell, a->principal_type);
}

static void
get_assignee_state(struct cell *cell, const struct overview *o,
                   const void *item)
{
    const struct principal *p =
        ((const struct role_assignment *)item)->principal;

    (void)o;
    cell_set_text(cell, p ? principal_presence_name(p->presence) : "unknown");
}

static void
get_role_name(struct cell *cell, const struct overview *o, const void *item)
{
    const struct role_assignment *a = item;

    (void)o;
    cell_set_text(cell, str_or(a->role->name, a->role->id));
}

static void
get_custom(struct cell *cell, const struct overview *o, const void *item)
{
    const struct role_assignment *a = item;

    (void)o;
    if (!a->role->read)
        return;
    cell->empty = false;
    cell->truth = a->role->custom;
}

static void
get_level(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(
        cell, role_scope_level(((const struct role_assignment *)item)->scope));
}

static void
get_gives(struct cell *cell, const struct overview *o, const void *item)
{
    const struct role_assignment *a = item;

    (void)o;
    if (a->role->read)
        role_describe_powers(&cell->made, a->role->powers);
    else
        buf_addf(&cell->made, "not known: %s",
                 str_or(a->role->reason, "the role was not read"));
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_clusters(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_number(cell, ((const struct role_assignment *)item)->clusters);
}

#define MEMBER(name) \
    COLUMN_TEXT, .member = offsetof(struct role_assignment, name)

static const struct column role_list_columns[] = {
    { "Who", "principal", 36, COLUMN_TEXT, .get = get_assignee },
    { "Kind", "principalType", 17, COLUMN_TEXT, .get = get_assignee_kind },
    { "State", "state", 10, COLUMN_TEXT, .get = get_assignee_state },
    { "Role", "role", 40, COLUMN_TEXT, .get = get_role_name },
    { "Gives on the clusters", "gives", 60, COLUMN_TEXT, .get = get_gives,
      .wraps = true },
    { "Clusters", "clusters", 10, COLUMN_NUMBER, .get = get_clusters },
    { "At", "level", 17, COLUMN_TEXT, .get = get_level },
    { "Custom role", "custom", 12, COLUMN_BOOL, .get = get_custom },
    { "Condition", "condition", 30, MEMBER(condition) },
    { "Scope", "scope", 60, MEMBER(scope) },
    { "Principal id", "principalId", 38, MEMBER(principal_id) },
    { "Assignment", "id", 60, MEMBER(id) },
};

static const struct vec *
role_items(const struct overview *o)
{
    return &o->results->snapshot.access_assignments;
}

const struct column_set azure_role_columns = {
    .title = "Azure roles",
    .columns = role_list_columns,
    .n = sizeof(role_list_columns) / sizeof(role_list_columns[0]),
    .items = role_items,
};
