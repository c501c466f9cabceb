/* SPDX-License-Identifier: MIT */
/* arm_role.c - role assignments, role definitions and locks as values. */
#include "sources/arm_access.h"

#include <string.h>
#include <strings.h>

#include "sources/json_fields.h"
#include "support/json.h"
#include "support/str.h"

/* The members lie in "properties", or, as the Azure CLI prints them, beside the
 * id. */
static const json_t *
members_of(const json_t *body)
{
    const json_t *properties = json_get_fold(body, "properties", NULL);

    return json_is_object(properties) ? properties : body;
}

int
arm_role_assignment_parse(struct snapshot *s, struct subscription *sub,
                          const json_t *body, struct err *e)
{
    const json_t *p = members_of(body);
    const char *role = json_get_text(p, "roleDefinitionId");
    const char *principal = json_get_text(p, "principalId");
    const char *scope = json_get_text(p, "scope");
    struct fields f = { .arena = s->arena, .object = p, .path = "" };
    struct fields top = { .arena = s->arena, .object = body, .path = "" };
    struct text_list problems = { 0 };
    struct role_assignment *a;

    if (str_empty(role) || str_empty(principal) || str_empty(scope))
        return err_set(e, ERR_INPUT,
                       "expected a role assignment with roleDefinitionId, "
                       "principalId and scope, found %s",
                       json_kind(body));
    a = arena_alloc(s->arena, sizeof(*a));
    if (!a)
        return err_nomem(e);
    f.problems = top.problems = &problems;
    a->id = fields_text(&top, "id");
    a->role = snapshot_role(s, role);
    a->principal_id = arena_intern(s->arena, principal);
    a->scope = arena_intern(s->arena, scope);
    a->principal_type = fields_text(&f, "principalType");
    a->condition = fields_text(&f, "condition");
    a->listed = sub;
    if (problems.len > 0)
        return err_set(e, ERR_INPUT, "role assignment: %s", problems.items[0]);
    if (!a->role || !a->principal_id || !a->scope || f.out_of_memory ||
        top.out_of_memory || vec_push(&s->assignments, a) != 0)
        return err_nomem(e);
    return 0;
}

/* ---- definitions --------------------------------------------------------- */

static int
read_patterns(struct arena *arena, struct text_list *list,
              const json_t *permission, const char *key, struct err *e)
{
    const json_t *array = json_get_fold(permission, key, NULL);
    const json_t *item;
    size_t i;

    if (!array || json_is_null(array))
        return 0;
    if (!json_is_array(array))
        return err_set(e, ERR_INPUT, "permissions.%s: expected array, found %s",
                       key, json_kind(array));
    list->items =
        arena_alloc(arena, (json_array_size(array) + 1) * sizeof(*list->items));
    if (!list->items)
        return err_nomem(e);
    json_array_foreach(array, i, item)
    {
        if (!json_is_string(item))
            return err_set(e, ERR_INPUT,
                           "permissions.%s[%zu]: expected string, found %s",
                           key, i, json_kind(item));
        list->items[list->len] = arena_intern(arena, json_string_value(item));
        if (!list->items[list->len++])
            return err_nomem(e);
    }
    return 0;
}

static int
read_permissions(struct snapshot *s, struct role_definition *role,
                 const json_t *array, struct err *e)
{
    size_t i, n = json_array_size(array);
    struct role_permission *permissions =
        arena_alloc(s->arena, (n + 1) * sizeof(*permissions));
    const json_t *item;

    if (!permissions)
        return err_nomem(e);
    json_array_foreach(array, i, item)
    {
        struct role_permission *p = &permissions[i];

        if (!json_is_object(item))
            return err_set(e, ERR_INPUT,
                           "permissions[%zu]: expected object, found %s", i,
                           json_kind(item));
        if (read_patterns(s->arena, &p->actions, item, "actions", e) != 0 ||
            read_patterns(s->arena, &p->not_actions, item, "notActions", e) !=
                0 ||
            read_patterns(s->arena, &p->data_actions, item, "dataActions", e) !=
                0 ||
            read_patterns(s->arena, &p->not_data_actions, item,
                          "notDataActions", e) != 0)
            return -1;
    }
    role->powers = role_powers(permissions, n);
    return 0;
}

int
arm_role_definition_parse(struct snapshot *s, struct role_definition *role,
                          const json_t *body, struct err *e)
{
    const json_t *p = members_of(body);
    const json_t *permissions = json_get_fold(p, "permissions", NULL);
    const char *name = json_get_text(p, "roleName");
    /* The Azure CLI says roleType where ARM says type. */
    const char *type = json_get_text(p, "roleType");

    if (!json_is_array(permissions))
        return err_set(e, ERR_INPUT,
                       "expected a role definition with permissions, found %s",
                       json_kind(body));
    if (!type)
        type = json_get_text(p, "type");
    if (!role) {
        const char *id = json_get_text(body, "id");

        if (str_empty(id))
            return err_set(e, ERR_INPUT,
                           "expected a role definition with an id, found none");
        role = snapshot_role(s, id);
        if (!role)
            return err_nomem(e);
    }
    role->name = arena_intern(s->arena, str_or(name, role->id));
    role->custom = str_eq_fold(type, "CustomRole");
    if (!role->name)
        return err_nomem(e);
    if (read_permissions(s, role, permissions, e) != 0)
        return -1;
    role->read = true;
    return 0;
}

/* ---- locks --------------------------------------------------------------- */

/* Where a lock lies: its id without its own part. */
static size_t
scope_of_lock(const char *id)
{
    const char *own = str_find_fold(id, "/providers/Microsoft.Authorization/"
                                        "locks/");

    return own ? (size_t)(own - id) : 0;
}

int
arm_lock_parse(struct snapshot *s, const json_t *body, struct err *e)
{
    const char *id = json_get_text(body, "id");
    const char *level = json_get_text(members_of(body), "level");
    size_t len = id ? scope_of_lock(id) : 0;
    const char *copy;

    if (len == 0 || str_empty(level))
        return err_set(e, ERR_INPUT,
                       "expected a lock with an id and a level, found %s",
                       json_kind(body));
    if (!str_eq_fold(level, "ReadOnly"))
        return 0;
    copy = arena_strdup(s->arena, id);
    if (!copy)
        return err_nomem(e);
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];

        if (strncasecmp(c->id, id, len) == 0 &&
            (c->id[len] == '/' || c->id[len] == '\0'))
            c->read_only_lock = copy;
    }
    return 0;
}
