/* SPDX-License-Identifier: MIT */
/* json_access.c - bindings, principals, Azure role assignments, and what they
 * mean for a cluster. */
#include "json/json_values.h"

#include "model/access.h"
#include "model/fate.h"
#include "support/str.h"

static json_t *
troubles_of(const struct binding_subject *x)
{
    json_auto_t *list = json_array();
    const char *name;
    bool is_there;

    for (size_t i = 0; (name = trouble_name(i, x->troubles, &is_there)); i++) {
        if (is_there && json_array_append_new(list, json_string(name)) != 0)
            return NULL;
    }
    return json_incref(list);
}

static json_t *
subjects_of(const struct binding *b)
{
    json_auto_t *list = json_array();

    for (size_t i = 0; i < b->n_subjects; i++) {
        const struct binding_subject *x = &b->subjects[i];
        const struct principal *p = x->principal;
        json_auto_t *o = json_object();

        if (json_put(o, "kind", json_from_text(x->kind_text)) != 0 ||
            json_put(o, "name", json_from_text(x->name)) != 0 ||
            json_put(o, "namespace", json_from_text(x->name_space)) != 0 ||
            json_put(o, "principalId", json_from_text(p ? p->id : NULL)) != 0 ||
            json_put(o, "fate", json_from_text(fate_name(x->fate))) != 0 ||
            json_put(o, "worksToday", json_from_tri(x->today)) != 0 ||
            json_put(o, "worksAfter", json_from_tri(x->after)) != 0 ||
            json_put(o, "why", json_from_text(x->why)) != 0 ||
            json_put(o, "rightName", json_from_text(fate_right_name(x))) != 0 ||
            json_put(o, "troubles", troubles_of(x)) != 0 ||
            json_array_append_new(list, json_incref(o)) != 0)
            return NULL;
    }
    return json_incref(list);
}

json_t *
json_from_binding(const struct cluster *c, const struct binding *b)
{
    json_auto_t *o = json_object();

    if (json_put(o, "cluster", json_from_text(c->id)) != 0 ||
        json_put(o, "kind", json_from_text(binding_kind(b))) != 0 ||
        json_put(o, "namespace", json_from_text(b->name_space)) != 0 ||
        json_put(o, "name", json_from_text(b->name)) != 0 ||
        json_put(o, "roleKind", json_from_text(b->role_kind)) != 0 ||
        json_put(o, "roleName", json_from_text(b->role_name)) != 0 ||
        json_put(o, "deleting", json_boolean(b->deleting)) != 0 ||
        json_put(o, "subjects", subjects_of(b)) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
count_or_null(long n)
{
    return n < 0 ? json_null() : json_integer(n);
}

json_t *
json_from_principal(const struct principal *p)
{
    json_auto_t *o = json_object();

    if (json_put(o, "id", json_from_text(p->id)) != 0 ||
        json_put(o, "name", json_from_text(p->name)) != 0 ||
        json_put(o, "kind", json_from_text(principal_kind_name(p->kind))) !=
            0 ||
        json_put(o, "presence",
                 json_from_text(principal_presence_name(p->presence))) != 0 ||
        json_put(o, "reason", json_from_text(p->reason)) != 0 ||
        json_put(o, "displayName", json_from_text(p->display_name)) != 0 ||
        json_put(o, "userPrincipalName",
                 json_from_text(p->user_principal_name)) != 0 ||
        json_put(o, "appId", json_from_text(p->app_id)) != 0 ||
        json_put(o, "rightId", json_from_text(p->right_id)) != 0 ||
        json_put(o, "accountEnabled", json_from_tri(p->enabled)) != 0 ||
        json_put(o, "guest", json_from_tri(p->guest)) != 0 ||
        json_put(o, "securityEnabled", json_from_tri(p->security_enabled)) !=
            0 ||
        json_put(o, "groupCount", count_or_null(p->groups)) != 0 ||
        json_put(o, "memberCount", count_or_null(p->members)) != 0 ||
        json_put(o, "bindings", json_integer((json_int_t)p->bindings)) != 0 ||
        json_put(o, "roleAssignments",
                 json_integer((json_int_t)p->assignments)) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
powers_of(unsigned powers)
{
    json_auto_t *list = json_array();
    const char *name;
    bool is_there;

    for (size_t i = 0; (name = role_power_name(i, powers, &is_there)); i++) {
        if (is_there && json_array_append_new(list, json_string(name)) != 0)
            return NULL;
    }
    return json_incref(list);
}

json_t *
json_from_group(const struct group *g)
{
    json_auto_t *o = json_object();

    if (json_put(o, "id", json_from_text(g->id)) != 0 ||
        json_put(o, "presence",
                 json_from_text(group_presence_name(g->presence))) != 0 ||
        json_put(o, "reason", json_from_text(g->reason)) != 0 ||
        json_put(o, "displayName", json_from_text(g->display_name)) != 0 ||
        json_put(o, "securityEnabled", json_from_tri(g->security_enabled)) !=
            0 ||
        json_put(o, "unified", json_boolean(g->unified)) != 0 ||
        json_put(o, "dynamic", json_boolean(g->dynamic)) != 0 ||
        json_put(o, "memberCount", count_or_null(g->members)) != 0 ||
        json_put(o, "nestedGroupCount", count_or_null(g->nested)) != 0 ||
        json_put(o, "guestCount", count_or_null(g->guests)) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
json_from_assignment(const struct role_assignment *a)
{
    json_auto_t *o = json_object();

    if (json_put(o, "id", json_from_text(a->id)) != 0 ||
        json_put(o, "scope", json_from_text(a->scope)) != 0 ||
        json_put(o, "level", json_from_text(role_scope_level(a->scope))) != 0 ||
        json_put(o, "principalId", json_from_text(a->principal_id)) != 0 ||
        json_put(o, "principalType", json_from_text(a->principal_type)) != 0 ||
        json_put(o, "roleDefinitionId", json_from_text(a->role->id)) != 0 ||
        json_put(o, "roleName", json_from_text(a->role->name)) != 0 ||
        json_put(o, "roleReason", json_from_text(a->role->reason)) != 0 ||
        json_put(o, "customRole",
                 a->role->read ? json_boolean(a->role->custom) : json_null()) !=
            0 ||
        json_put(o, "gives",
                 a->role->read ? powers_of(a->role->powers) : json_null()) !=
            0 ||
        json_put(o, "condition", json_from_text(a->condition)) != 0 ||
        json_put(o, "clusters", json_integer((json_int_t)a->clusters)) != 0)
        return NULL;
    return json_incref(o);
}

/* ---- a cluster ----------------------------------------------------------- */

static json_t *
ways_of(const struct cluster_bindings *b)
{
    json_auto_t *list = json_array();

    for (int i = 0; i < WAY_COUNT; i++) {
        const struct way_attempt *a = &b->attempts[i];
        json_auto_t *o = json_object();

        if (!a->reason)
            continue;
        if (json_put(o, "way",
                     json_from_text(binding_way_name((enum binding_way)i))) !=
                0 ||
            json_put(o, "tried", json_boolean(a->tried)) != 0 ||
            json_put(o, "reason", json_from_text(a->reason)) != 0 ||
            json_put(o, "remedy", json_from_text(a->remedy)) != 0 ||
            json_array_append_new(list, json_incref(o)) != 0)
            return NULL;
    }
    return json_incref(list);
}

static json_t *
fates_of(const size_t *fates)
{
    json_auto_t *o = json_object();

    for (int i = 0; i < FATE_COUNT; i++) {
        if (json_put(o, fate_name((enum fate)i),
                     json_integer((json_int_t)fates[i])) != 0)
            return NULL;
    }
    return json_incref(o);
}

json_t *
json_bindings_of(const struct cluster *c)
{
    const struct cluster_bindings *b = &c->bindings;
    json_auto_t *o = json_object();

    if (json_put(o, "status",
                 json_from_text(coverage_status_name(b->status))) != 0 ||
        json_put(o, "reason", json_from_text(b->reason)) != 0 ||
        json_put(o, "remedy", json_from_text(b->remedy)) != 0 ||
        json_put(o, "way",
                 b->has_way ? json_from_text(binding_way_name(b->way))
                            : json_null()) != 0 ||
        json_put(o, "otherWays", ways_of(b)) != 0 ||
        json_put(o, "count",
                 json_integer((json_int_t)cluster_bindings_total(b))) != 0 ||
        json_put(o, "system", json_integer((json_int_t)b->n_system)) != 0 ||
        json_put(o, "subjects", fates_of(b->fates)) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
json_access_after(const struct snapshot *s, const struct cluster *c)
{
    json_auto_t *o = NULL;
    struct access a;
    char sentence[512];

    if (c->integration != INTEGRATION_LEGACY || s->no_bindings)
        return json_null();
    if (access_after(s, c, &a) != 0)
        return NULL;
    access_sentence(&a, sentence, sizeof(sentence));
    o = json_object();
    if (json_put(o, "summary", json_from_text(sentence)) != 0 ||
        json_put(o, "lockedOut", json_from_tri(a.locked_out)) != 0 ||
        json_put(o, "localAccount", json_from_tri(a.local_account)) != 0 ||
        json_put(o, "adminGroups", json_integer((json_int_t)a.admin_groups)) !=
            0 ||
        json_put(o, "adminGroupMembers", count_or_null(a.admins)) != 0 ||
        json_put(o, "boundAdmins", json_integer((json_int_t)a.bound_admins)) !=
            0 ||
        json_put(o, "users", fates_of(a.users)) != 0 ||
        json_put(o, "groups", fates_of(a.groups)) != 0)
        return NULL;
    return json_incref(o);
}
