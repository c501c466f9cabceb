/* SPDX-License-Identifier: MIT */
/* directory.c - what was seen of the Microsoft Entra tenant. */
#include "model/directory.h"

#include <string.h>

#include "support/str.h"

#define APPLICATION_READ "Application.Read.All"
#define DIRECTORY_READ "Directory.Read.All"
#define POLICY_READ "Policy.Read.All"

static const struct {
    const char *name;
    const char *permission;
} parts[DIRECTORY_PART_COUNT] = {
    [DIRECTORY_APPLICATIONS] = { "applications", APPLICATION_READ },
    [DIRECTORY_SERVICE_PRINCIPALS] = { "servicePrincipals", APPLICATION_READ },
    [DIRECTORY_DELEGATED_GRANTS] = { "oauth2PermissionGrants", DIRECTORY_READ },
    [DIRECTORY_ROLE_GRANTS] = { "appRoleAssignments", APPLICATION_READ },
    [DIRECTORY_FEDERATED] = { "federatedIdentityCredentials",
                              APPLICATION_READ },
    [DIRECTORY_OWNERS] = { "owners", APPLICATION_READ },
    [DIRECTORY_DELETED_ITEMS] = { "deletedItems", APPLICATION_READ },
    [DIRECTORY_POLICIES] = { "conditionalAccessPolicies", POLICY_READ },
    [DIRECTORY_GROUPS] = { "groups", DIRECTORY_READ },
    [DIRECTORY_PRINCIPALS] = { "directoryObjects", DIRECTORY_READ },
    [DIRECTORY_MEMBERSHIPS] = { "memberships", DIRECTORY_READ },
    [DIRECTORY_DELETED_PRINCIPALS] = { "deletedUsersAndGroups",
                                       DIRECTORY_READ },
};

const char *
group_presence_name(enum group_presence p)
{
    static const char *const names[GROUP_PRESENCE_COUNT] = {
        [GROUP_UNKNOWN] = "unknown",
        [GROUP_PRESENT] = "present",
        [GROUP_DELETED] = "deleted",
        [GROUP_GONE] = "gone",
    };

    return names[p];
}

const char *
directory_part_name(enum directory_part part)
{
    return parts[part].name;
}

const char *
directory_part_permission(enum directory_part part)
{
    return parts[part].permission;
}

const char *
directory_permission_id(const char *permission)
{
    static const struct {
        const char *name;
        const char *id;
    } roles[] = {
        { APPLICATION_READ, "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30" },
        { DIRECTORY_READ, ROLE_DIRECTORY_READ },
        { POLICY_READ, "246dd0d5-5bd0-4def-940b-0421030a5b68" },
    };

    for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++) {
        if (str_eq(roles[i].name, permission))
            return roles[i].id;
    }
    return NULL;
}

void
directory_init(struct directory *d)
{
    memset(d, 0, sizeof(*d));
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        d->views[i].status = COVERAGE_SKIPPED;
        d->views[i].reason = "not read";
    }
}

void
directory_free(struct directory *d)
{
    vec_free(&d->apps);
    map_free(&d->app_by_id);
    map_free(&d->app_by_object);
    map_free(&d->app_by_principal);
    for (size_t i = 0; i < d->groups.len; i++) {
        struct group *g = d->groups.items[i];

        if (g->member_ids)
            map_free(g->member_ids);
    }
    vec_free(&d->groups);
    map_free(&d->group_by_id);
    vec_free(&d->policies);
    map_free(&d->baseline_apps);
    map_free(&d->outside_apps);
    vec_free(&d->principals);
    map_free(&d->principal_by_id);
    map_free(&d->principal_by_name);
    map_free(&d->principal_by_mail);
}

struct app *
directory_find_app(const struct directory *d, const char *app_id)
{
    return app_id ? map_get(&d->app_by_id, app_id) : NULL;
}

struct app *
directory_app(struct directory *d, struct arena *arena, const char *app_id)
{
    struct app *a = directory_find_app(d, app_id);

    if (a)
        return a;
    a = arena_alloc(arena, sizeof(*a));
    if (!a)
        return NULL;
    a->app_id = arena_strdup(arena, app_id);
    if (!a->app_id || vec_push(&d->apps, a) != 0)
        return NULL;
    if (map_put(&d->app_by_id, a->app_id, a) != 0) {
        d->apps.len--;
        return NULL;
    }
    return a;
}

struct group *
directory_find_group(const struct directory *d, const char *id)
{
    return id ? map_get(&d->group_by_id, id) : NULL;
}

struct group *
directory_group(struct directory *d, struct arena *arena, const char *id)
{
    struct group *g = directory_find_group(d, id);

    if (g)
        return g;
    g = arena_alloc(arena, sizeof(*g));
    if (!g)
        return NULL;
    g->members = g->nested = g->guests = -1;
    g->id = arena_strdup(arena, id);
    if (!g->id || vec_push(&d->groups, g) != 0)
        return NULL;
    if (map_put(&d->group_by_id, g->id, g) != 0) {
        d->groups.len--;
        return NULL;
    }
    return g;
}

/* ---- principals ---------------------------------------------------------- */

static struct principal *
add_principal(struct directory *d, struct arena *arena)
{
    struct principal *p = arena_alloc(arena, sizeof(*p));

    if (!p || vec_push(&d->principals, p) != 0)
        return NULL;
    p->groups = p->members = -1;
    return p;
}

struct principal *
directory_find_principal(const struct directory *d, const char *id)
{
    return id ? map_get(&d->principal_by_id, id) : NULL;
}

struct principal *
directory_principal(struct directory *d, struct arena *arena, const char *id)
{
    struct principal *p = directory_find_principal(d, id);

    if (p)
        return p;
    p = add_principal(d, arena);
    if (!p)
        return NULL;
    p->id = arena_strdup(arena, id);
    return p->id && map_put(&d->principal_by_id, p->id, p) == 0 ? p : NULL;
}

struct principal *
directory_named_user(struct directory *d, struct arena *arena, const char *name)
{
    struct principal *p = map_get(&d->principal_by_name, name);

    if (p)
        return p;
    p = add_principal(d, arena);
    if (!p)
        return NULL;
    p->kind = PRINCIPAL_USER;
    p->name = arena_strdup(arena, name);
    return p->name && map_put(&d->principal_by_name, p->name, p) == 0 ? p
                                                                      : NULL;
}

struct principal *
directory_settle_name(struct directory *d, struct arena *arena,
                      const char *name, const char *id)
{
    struct principal *named = directory_named_user(d, arena, name);
    struct principal *known = directory_find_principal(d, id);

    if (!named || named == known)
        return named;
    if (!known) {
        named->id = arena_strdup(arena, id);
        if (!named->id || map_put(&d->principal_by_id, named->id, named) != 0)
            return NULL;
        return named;
    }
    /* It was asked for by its id as well: one of the two is enough. */
    for (size_t i = 0; i < d->principals.len; i++) {
        if (d->principals.items[i] == named) {
            d->principals.items[i] = d->principals.items[--d->principals.len];
            break;
        }
    }
    known->name = named->name;
    return map_put(&d->principal_by_name, named->name, known) == 0 ? known
                                                                   : NULL;
}

bool
directory_explain_id(const struct directory *d, struct principal *p)
{
    const struct app *a = directory_find_app(d, p->id);

    p->applications_seen = directory_sees(d, DIRECTORY_APPLICATIONS);
    p->app_ids_seen =
        p->applications_seen && directory_sees(d, DIRECTORY_SERVICE_PRINCIPALS);
    if (a && (a->read || a->principal)) {
        p->wrong_id = "app id";
    } else {
        a = map_get(&d->app_by_object, p->id);
        if (!a)
            return false;
        p->wrong_id = "object id of the application";
    }
    p->wrong_id_app = app_label(a);
    p->right_id = a->principal ? a->principal->id : NULL;
    return true;
}

/* ---- views --------------------------------------------------------------- */

void
directory_mark(struct directory *d, enum directory_part part,
               enum coverage_status status, const char *reason,
               const char *remedy)
{
    struct coverage_view *v = &d->views[part];

    if (v->status != COVERAGE_AUDITED && v->status != COVERAGE_SKIPPED)
        return;
    if (status == COVERAGE_SKIPPED && v->status == COVERAGE_AUDITED)
        return;
    v->status = status;
    v->reason = reason;
    v->remedy = remedy;
}

bool
directory_sees(const struct directory *d, enum directory_part part)
{
    return d->views[part].status == COVERAGE_AUDITED;
}
