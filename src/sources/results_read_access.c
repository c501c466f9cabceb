/* SPDX-License-Identifier: MIT */
/* results_read_access.c - principals, groups, bindings and Azure role assignments
 * of results.json. */
#include "sources/results_read_private.h"

#include "model/fate.h"
#include "support/json.h"
#include "support/str.h"

static const char *
kind_word(int i)
{
    return principal_kind_name((enum principal_kind)i);
}

static const char *
presence_word(int i)
{
    return principal_presence_name((enum principal_presence)i);
}

static int
read_principal(const struct members *m, struct principal *p)
{
    int kind, presence;

    if (members_word(m, "kind", kind_word, PRINCIPAL_SERVICE + 1, &kind) != 0 ||
        members_word(m, "presence", presence_word, PRINCIPAL_GONE + 1,
                     &presence) != 0 ||
        members_text(m, "name", false, &p->name) != 0 ||
        members_text(m, "reason", false, &p->reason) != 0 ||
        members_text(m, "displayName", false, &p->display_name) != 0 ||
        members_text(m, "userPrincipalName", false, &p->user_principal_name) !=
            0 ||
        members_text(m, "appId", false, &p->app_id) != 0 ||
        members_text(m, "rightId", false, &p->right_id) != 0 ||
        members_tri(m, "accountEnabled", &p->enabled) != 0 ||
        members_tri(m, "guest", &p->guest) != 0 ||
        members_tri(m, "securityEnabled", &p->security_enabled) != 0 ||
        members_count(m, "groupCount", &p->groups) != 0 ||
        members_count(m, "memberCount", &p->members) != 0 ||
        members_size(m, "bindings", &p->bindings) != 0)
        return -1;
    p->kind = (enum principal_kind)kind;
    p->presence = (enum principal_presence)presence;
    p->bound = p->bindings > 0;
    return members_size(m, "roleAssignments", &p->assignments);
}

int
results_read_principal(struct results_reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    const char *id, *name;
    struct principal *p;

    if (members_text(m, "id", false, &id) != 0 ||
        members_text(m, "name", !id, &name) != 0)
        return -1;
    if (id ? directory_find_principal(&s->directory, id) != NULL
           : map_get(&s->directory.principal_by_name, name) != NULL)
        return members_refuse(m, id ? "id" : "name",
                              "a principal that is not there yet",
                              id ? id : name);
    p = id ? directory_principal(&s->directory, s->arena, id)
           : directory_named_user(&s->directory, s->arena, name);
    return p ? read_principal(m, p) : err_nomem(m->e);
}

static const char *
group_presence_word(int i)
{
    return group_presence_name((enum group_presence)i);
}

int
results_read_group(struct results_reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    const char *id;
    struct group *g;
    int presence;

    if (members_text(m, "id", true, &id) != 0 ||
        members_word(m, "presence", group_presence_word, GROUP_PRESENCE_COUNT,
                     &presence) != 0)
        return -1;
    g = directory_group(&s->directory, s->arena, id);
    if (!g)
        return err_nomem(m->e);
    g->presence = (enum group_presence)presence;
    if (members_text(m, "reason", false, &g->reason) != 0 ||
        members_text(m, "displayName", false, &g->display_name) != 0 ||
        members_tri(m, "securityEnabled", &g->security_enabled) != 0 ||
        members_bool(m, "unified", &g->unified) != 0 ||
        members_bool(m, "dynamic", &g->dynamic) != 0 ||
        members_count(m, "memberCount", &g->members) != 0 ||
        members_count(m, "nestedGroupCount", &g->nested) != 0)
        return -1;
    return members_count(m, "guestCount", &g->guests);
}

/* ---- bindings --------------------------------------------------------------- */

static const char *
fate_word(int i)
{
    return fate_name((enum fate)i);
}

static bool
find_trouble(const char *word, unsigned *bit)
{
    const char *name;
    bool is_there;

    for (size_t i = 0; (name = trouble_name(i, 0, &is_there)); i++) {
        if (str_eq(name, word)) {
            *bit = 1U << i;
            return true;
        }
    }
    return false;
}

static enum subject_kind
kind_of(const char *text)
{
    if (str_eq(text, "User"))
        return SUBJECT_USER;
    if (str_eq(text, "Group"))
        return SUBJECT_GROUP;
    return str_eq(text, "ServiceAccount") ? SUBJECT_SERVICE_ACCOUNT
                                          : SUBJECT_OTHER;
}

struct subjects {
    struct results_reader *reader;
    struct binding *binding;
};

static int
read_subject(void *arg, const struct members *m)
{
    struct subjects *list = arg;
    const struct snapshot *s = &list->reader->results->snapshot;
    struct binding_subject *x =
        &list->binding->subjects[list->binding->n_subjects++];
    const char *id;
    int fate;

    if (members_text(m, "kind", false, &x->kind_text) != 0 ||
        members_text(m, "name", false, &x->name) != 0 ||
        members_text(m, "namespace", false, &x->name_space) != 0 ||
        members_text(m, "principalId", false, &id) != 0 ||
        members_word(m, "fate", fate_word, FATE_COUNT, &fate) != 0 ||
        members_tri(m, "worksToday", &x->today) != 0 ||
        members_tri(m, "worksAfter", &x->after) != 0 ||
        members_set(m, "troubles", find_trouble, &x->troubles) != 0 ||
        members_text(m, "why", false, &x->why) != 0)
        return -1;
    x->kind = kind_of(x->kind_text);
    x->fate = (enum fate)fate;
    x->principal = id ? directory_find_principal(&s->directory, id)
                      : fate_find_principal(s, x);
    if (id && !x->principal)
        return members_refuse(m, "principalId", "a principal of this file", id);
    return 0;
}

static int
read_binding(struct results_reader *r, struct binding *b)
{
    const struct members *m = &r->members;
    struct subjects list = { .reader = r, .binding = b };
    const char *kind;

    if (members_text(m, "kind", true, &kind) != 0 ||
        members_text(m, "namespace", false, &b->name_space) != 0 ||
        members_text(m, "name", false, &b->name) != 0 ||
        members_text(m, "roleKind", false, &b->role_kind) != 0 ||
        members_text(m, "roleName", false, &b->role_name) != 0 ||
        members_bool(m, "deleting", &b->deleting) != 0)
        return -1;
    b->cluster_wide = str_eq(kind, "ClusterRoleBinding");
    if (!b->cluster_wide && !str_eq(kind, "RoleBinding"))
        return members_refuse(m, "kind", "ClusterRoleBinding or RoleBinding",
                              kind);
    b->subjects = arena_alloc(m->arena, (members_length(m, "subjects") + 1) *
                                            sizeof(*b->subjects));
    if (!b->subjects)
        return err_nomem(m->e);
    return members_each(m, "subjects", read_subject, &list);
}

int
results_read_binding(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct cluster *c;
    const char *id;

    if (members_text(m, "cluster", true, &id) != 0)
        return -1;
    c = map_get(&r->results->snapshot.cluster_by_id, id);
    if (!c)
        return members_refuse(m, "cluster", "a cluster of this file", id);
    /* What clusters[].bindings counted. */
    if (c->bindings.n_unlisted == c->bindings.n_system)
        return members_refuse(m, "cluster",
                              "as many bindings as bindings.count of the "
                              "cluster says",
                              "more");
    c->bindings.n_unlisted--;
    return read_binding(r, &c->bindings.items[c->bindings.n++]);
}

/* ---- Azure's ------------------------------------------------------------------ */

static bool
find_power(const char *word, unsigned *bit)
{
    const char *name;
    bool is_there;

    for (size_t i = 0; (name = role_power_name(i, 0, &is_there)); i++) {
        if (str_eq(name, word)) {
            *bit = 1U << i;
            return true;
        }
    }
    return false;
}

static int
read_role(const struct members *m, struct role_definition *role)
{
    enum tri custom;

    if (members_text(m, "roleName", false, &role->name) != 0 ||
        members_text(m, "roleReason", false, &role->reason) != 0 ||
        members_tri(m, "customRole", &custom) != 0)
        return -1;
    role->read = custom != TRI_UNSET;
    role->custom = custom == TRI_YES;
    return members_set(m, "gives", find_power, &role->powers);
}

int
results_read_assignment(struct results_reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    struct role_assignment *a = arena_alloc(m->arena, sizeof(*a));
    struct role_definition *role;
    const char *role_id;

    if (!a)
        return err_nomem(m->e);
    if (members_text(m, "id", false, &a->id) != 0 ||
        members_text(m, "scope", true, &a->scope) != 0 ||
        members_text(m, "principalId", false, &a->principal_id) != 0 ||
        members_text(m, "principalType", false, &a->principal_type) != 0 ||
        members_text(m, "roleDefinitionId", true, &role_id) != 0 ||
        members_text(m, "condition", false, &a->condition) != 0 ||
        members_size(m, "clusters", &a->clusters) != 0)
        return -1;
    role = snapshot_role(s, role_id);
    if (!role)
        return err_nomem(m->e);
    a->role = role;
    a->principal = a->principal_id ? directory_find_principal(&s->directory,
                                                              a->principal_id)
                                   : NULL;
    if (read_role(m, role) != 0)
        return -1;
    return vec_push(&s->access_assignments, a) == 0 ? 0 : err_nomem(m->e);
}
