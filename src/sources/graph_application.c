/* SPDX-License-Identifier: MIT */
/* graph_application.c - the application object of an app registration. */
#include "sources/graph_objects.h"

#include "sources/graph_credentials.h"
#include "sources/json_fields.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

/* Appends the texts of an array to a list with room for them. */
static void
add_texts(struct fields *f, const json_t *array, struct text_list *list)
{
    const json_t *item;
    size_t i;

    json_array_foreach(array, i, item)
    {
        const char *text = arena_intern(f->arena, json_string_value(item));

        if (!json_is_string(item))
            fields_problem(f, "[]", "string", item);
        else if (text)
            list->items[list->len++] = text;
        else
            f->out_of_memory = true;
    }
}

static bool
make_room(struct fields *f, struct text_list *list, size_t n)
{
    list->len = 0;
    list->items = n ? arena_alloc(f->arena, n * sizeof(*list->items)) : NULL;
    if (n && !list->items)
        f->out_of_memory = true;
    return n && list->items;
}

static void
read_uris(struct fields *f, struct app *a)
{
    struct fields web = fields_below(f, "web");
    struct fields spa = fields_below(f, "spa");
    struct fields mobile = fields_below(f, "publicClient");
    struct fields implicit = fields_below(&web, "implicitGrantSettings");
    const json_t *uris = fields_array(f, "identifierUris");
    const json_t *of_web = fields_array(&web, "redirectUris");
    const json_t *of_spa = fields_array(&spa, "redirectUris");
    const json_t *of_mobile = fields_array(&mobile, "redirectUris");

    if (make_room(f, &a->identifier_uris, json_array_size(uris)))
        add_texts(f, uris, &a->identifier_uris);
    a->public_redirect_uris = json_array_size(of_mobile);
    if (make_room(f, &a->redirect_uris,
                  json_array_size(of_web) + json_array_size(of_spa) +
                      json_array_size(of_mobile))) {
        add_texts(&web, of_web, &a->redirect_uris);
        add_texts(&spa, of_spa, &a->redirect_uris);
        add_texts(&mobile, of_mobile, &a->redirect_uris);
    }
    a->implicit_id_tokens = fields_tri(&implicit, "enableIdTokenIssuance");
    a->implicit_access_tokens =
        fields_tri(&implicit, "enableAccessTokenIssuance");
    fields_join(&web, &implicit);
    fields_join(f, &web);
    fields_join(f, &spa);
    fields_join(f, &mobile);
}

static void
read_scopes(struct fields *f, struct app *a)
{
    struct fields api = fields_below(f, "api");
    const json_t *list = fields_array(&api, "oauth2PermissionScopes");
    struct app_scope **end = &a->scopes;
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        struct fields g = api;
        struct app_scope *scope;

        if (!fields_element(&api, "oauth2PermissionScopes", item))
            continue;
        scope = arena_alloc(f->arena, sizeof(*scope));
        if (!scope) {
            f->out_of_memory = true;
            return;
        }
        g.object = item;
        g.path = "api.oauth2PermissionScopes[].";
        scope->id = fields_text(&g, "id");
        scope->value = fields_text(&g, "value");
        scope->enabled = fields_tri(&g, "isEnabled");
        fields_join(f, &g);
        *end = scope;
        end = &scope->next;
    }
    fields_join(f, &api);
}

static struct app_permission **
read_access(struct fields *f, const char *resource_app_id,
            struct app_permission **end)
{
    const json_t *list = fields_array(f, "resourceAccess");
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        struct fields g = *f;
        struct app_permission *p;

        if (!fields_element(f, "resourceAccess", item))
            continue;
        p = arena_alloc(f->arena, sizeof(*p));
        if (!p) {
            f->out_of_memory = true;
            return end;
        }
        g.object = item;
        g.path = "requiredResourceAccess[].resourceAccess[].";
        p->resource_app_id = resource_app_id;
        p->id = fields_text(&g, "id");
        p->is_role = str_eq_fold(fields_text(&g, "type"), "Role");
        fields_join(f, &g);
        *end = p;
        end = &p->next;
    }
    return end;
}

static void
read_permissions(struct fields *f, struct app *a)
{
    const json_t *list = fields_array(f, "requiredResourceAccess");
    struct app_permission **end = &a->permissions;
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        struct fields g = *f;

        if (!fields_element(f, "requiredResourceAccess", item))
            continue;
        g.object = item;
        g.path = "requiredResourceAccess[].";
        end = read_access(&g, fields_text(&g, "resourceAppId"), end);
        fields_join(f, &g);
    }
}

int
graph_application_parse(struct snapshot *s, const json_t *body,
                        struct app **ret, struct err *e)
{
    struct directory *d = &s->directory;
    const char *app_id = json_get_text(body, "appId");
    const json_t *id = json_get_fold(body, "id", NULL);
    struct fields f = { .arena = s->arena, .object = body, .path = "" };
    struct app *a;

    if (!app_id || !guid_is(app_id))
        return err_set(e, ERR_INPUT,
                       "expected an application with an appId, found %s",
                       app_id ? app_id : json_kind(body));
    /* Others are told by it that the id they took is not the app's. */
    if (id && !json_is_string(id) && !json_is_null(id))
        return err_set(e, ERR_INPUT,
                       "application %s: id: expected string, found %s", app_id,
                       json_kind(id));
    a = directory_app(d, s->arena, app_id);
    if (!a)
        return err_nomem(e);
    if (ret)
        *ret = a;
    if (a->read)
        return 0;
    f.problems = &a->problems;
    a->read = true;
    a->presence = APP_PRESENT;
    a->object_id = fields_text(&f, "id");
    a->display_name = fields_text(&f, "displayName");
    a->created = fields_text(&f, "createdDateTime");
    a->sign_in_audience = fields_text(&f, "signInAudience");
    a->group_membership_claims = fields_text(&f, "groupMembershipClaims");
    a->fallback_public_client = fields_tri(&f, "isFallbackPublicClient");
    read_uris(&f, a);
    read_scopes(&f, a);
    read_permissions(&f, a);
    graph_credentials_read(&f, a, false);
    if (f.out_of_memory ||
        (a->object_id && map_put(&d->app_by_object, a->object_id, a) != 0))
        return err_nomem(e);
    return 0;
}
