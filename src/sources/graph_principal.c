/* SPDX-License-Identifier: MIT */
/* graph_principal.c - service principals, and what they were granted. */
#include "sources/graph_objects.h"

#include "sources/graph_credentials.h"
#include "sources/json_fields.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

int
graph_principal_parse(struct snapshot *s, const json_t *body, struct app **ret,
                      struct err *e)
{
    struct directory *d = &s->directory;
    const char *app_id = json_get_text(body, "appId");
    struct fields f = { .arena = s->arena, .object = body, .path = "" };
    struct service_principal *p;
    struct app *a;

    if (!app_id || !guid_is(app_id))
        return err_set(e, ERR_INPUT,
                       "expected a service principal with an appId, found %s",
                       app_id ? app_id : json_kind(body));
    a = directory_app(d, s->arena, app_id);
    if (!a)
        return err_nomem(e);
    if (ret)
        *ret = a;
    if (a->principal)
        return 0;
    p = arena_alloc(s->arena, sizeof(*p));
    if (!p)
        return err_nomem(e);
    f.problems = &a->problems;
    p->app_id = a->app_id;
    p->id = fields_text(&f, "id");
    p->display_name = fields_text(&f, "displayName");
    if (!p->display_name)
        p->display_name = fields_text(&f, "appDisplayName");
    p->type = fields_text(&f, "servicePrincipalType");
    p->owner_tenant_id = fields_text(&f, "appOwnerOrganizationId");
    p->enabled = fields_tri(&f, "accountEnabled");
    p->assignment_required = fields_tri(&f, "appRoleAssignmentRequired");
    graph_credentials_read(&f, a, true);
    a->principal = p;
    if (f.out_of_memory ||
        (p->id && map_put(&d->app_by_principal, p->id, a) != 0))
        return err_nomem(e);
    return 0;
}

static bool
is_known(const struct app *a, const struct app_grant *g)
{
    for (const struct app_grant *k = a->grants; k; k = k->next) {
        if (k->is_role == g->is_role && k->admin == g->admin &&
            str_eq_fold(k->resource_id, g->resource_id) &&
            str_eq(k->permission, g->permission))
            return true;
    }
    return false;
}

static int
compare_grants(const struct app_grant *a, const struct app_grant *b)
{
    int order;

    if (a->is_role != b->is_role)
        return a->is_role ? -1 : 1;
    order =
        str_cmp_fold(str_or(a->resource_id, ""), str_or(b->resource_id, ""));
    return order ? order : str_cmp_fold(a->permission, b->permission);
}

/* The two lists of grants are asked for at once: in order, so that two audits of
 * one tenant are the same whichever answered first. */
static void
insert_grant(struct app *a, struct app_grant *g)
{
    struct app_grant **at = &a->grants;

    while (*at && compare_grants(*at, g) < 0)
        at = &(*at)->next;
    g->next = *at;
    *at = g;
}

static int
add_grant(struct snapshot *s, const char *holder, const struct app_grant *form,
          struct err *e)
{
    struct directory *d = &s->directory;
    struct app *a = map_get(&d->app_by_principal, holder);
    const struct app *resource;
    struct app_grant *g;

    if (!a)
        return 0;
    g = arena_alloc(s->arena, sizeof(*g));
    if (!g)
        return err_nomem(e);
    *g = *form;
    resource =
        g->resource_id ? map_get(&d->app_by_principal, g->resource_id) : NULL;
    if (resource)
        g->resource_app_id = resource->app_id;
    if (!is_known(a, g))
        insert_grant(a, g);
    return 0;
}

int
graph_delegated_grant_parse(struct snapshot *s, const json_t *body,
                            struct err *e)
{
    const char *holder = json_get_text(body, "clientId");
    const char *kind = json_get_text(body, "consentType");
    struct app_grant g = { 0 };

    if (!holder || !kind)
        return err_set(e, ERR_INPUT,
                       "expected an oauth2PermissionGrant with clientId and "
                       "consentType, found %s",
                       json_kind(body));
    /* One user's own consent says nothing about the others. */
    if (!str_eq_fold(kind, "AllPrincipals"))
        return 0;
    g.admin = true;
    g.resource_id = arena_intern(s->arena, json_get_text(body, "resourceId"));
    g.permission =
        arena_intern(s->arena, str_or(json_get_text(body, "scope"), ""));
    if (!g.permission || (json_get_text(body, "resourceId") && !g.resource_id))
        return err_nomem(e);
    return add_grant(s, holder, &g, e);
}

int
graph_role_grant_parse(struct snapshot *s, const json_t *body, struct err *e)
{
    const char *holder = json_get_text(body, "principalId");
    const char *role = json_get_text(body, "appRoleId");
    struct app_grant g = { .is_role = true, .admin = true };

    if (!holder || !role)
        return err_set(e, ERR_INPUT,
                       "expected an appRoleAssignment with principalId and "
                       "appRoleId, found %s",
                       json_kind(body));
    g.resource_id = arena_intern(s->arena, json_get_text(body, "resourceId"));
    g.permission = arena_intern(s->arena, role);
    if (!g.permission || (json_get_text(body, "resourceId") && !g.resource_id))
        return err_nomem(e);
    return add_grant(s, holder, &g, e);
}
