/* SPDX-License-Identifier: MIT */
/* graph_details.c - what hangs on an app, groups, policies, deleted items. */
#include "sources/graph_objects.h"

#include "sources/json_fields.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

/* An optional text of the body. False: out of memory. */
static bool
copy(struct snapshot *s, const json_t *body, const char *key, const char **ret)
{
    const char *text = json_get_text(body, key);

    *ret = arena_intern(s->arena, text);
    return !text || *ret;
}

int
graph_owner_parse(struct snapshot *s, struct app *a, const json_t *body,
                  struct err *e)
{
    struct app_owner *o = arena_alloc(s->arena, sizeof(*o));

    if (!json_get_text(body, "id"))
        return err_set(e, ERR_INPUT, "expected an owner with an id, found %s",
                       json_kind(body));
    if (!o || !copy(s, body, "id", &o->id) ||
        !copy(s, body, "userPrincipalName", &o->name) ||
        (!o->name && !copy(s, body, "displayName", &o->name)))
        return err_nomem(e);
    o->next = a->owners;
    a->owners = o;
    return 0;
}

int
graph_federated_parse(struct snapshot *s, struct app *a, const json_t *body,
                      struct err *e)
{
    struct federated_credential *f = arena_alloc(s->arena, sizeof(*f));

    if (!json_is_object(body))
        return err_set(e, ERR_INPUT,
                       "expected a federatedIdentityCredential, found %s",
                       json_kind(body));
    if (!f || !copy(s, body, "name", &f->name) ||
        !copy(s, body, "issuer", &f->issuer) ||
        !copy(s, body, "subject", &f->subject))
        return err_nomem(e);
    f->next = a->federated;
    a->federated = f;
    return 0;
}

int
graph_deleted_parse(struct snapshot *s, const json_t *body, struct err *e)
{
    const char *app_id = json_get_text(body, "appId");
    const char *id = json_get_text(body, "id");
    struct app *a = directory_find_app(&s->directory, app_id);
    struct group *g = directory_find_group(&s->directory, id);

    if (!id && !app_id)
        return err_set(e, ERR_INPUT, "expected a deleted item, found %s",
                       json_kind(body));
    if (a && !a->read) {
        a->presence = APP_DELETED;
        if (!copy(s, body, "deletedDateTime", &a->deleted) ||
            (!a->display_name &&
             !copy(s, body, "displayName", &a->display_name)))
            return err_nomem(e);
    }
    if (g && g->presence != GROUP_PRESENT) {
        g->presence = GROUP_DELETED;
        if (!copy(s, body, "displayName", &g->display_name))
            return err_nomem(e);
    }
    return 0;
}

static bool
has_type(const json_t *types, const char *wanted)
{
    const json_t *item;
    size_t i;

    json_array_foreach(types, i, item)
    {
        if (str_eq_fold(json_string_value(item), wanted))
            return true;
    }
    return false;
}

int
graph_group_parse(struct snapshot *s, const json_t *body, struct group **ret,
                  struct err *e)
{
    const char *id = json_get_text(body, "id");
    const json_t *types = json_get_fold(body, "groupTypes", NULL);
    const json_t *enabled = json_get_fold(body, "securityEnabled", NULL);
    struct group *g;

    if (!id || !guid_is(id))
        return err_set(e, ERR_INPUT, "expected a group with an id, found %s",
                       id ? id : json_kind(body));
    g = directory_group(&s->directory, s->arena, id);
    if (!g || !copy(s, body, "displayName", &g->display_name))
        return err_nomem(e);
    g->presence = GROUP_PRESENT;
    g->security_enabled = json_is_true(enabled)    ? TRI_YES
                          : json_is_false(enabled) ? TRI_NO
                                                   : TRI_UNSET;
    g->unified = has_type(types, "Unified");
    g->dynamic = has_type(types, "DynamicMembership");
    if (ret)
        *ret = g;
    return 0;
}

/* The texts of one list of a policy's apps, which may be absent. */
static int
read_app_ids(struct snapshot *s, const json_t *apps, const char *key,
             struct text_list *list, struct err *e)
{
    const json_t *array = json_get_fold(apps, key, NULL);
    const json_t *item;
    size_t i;

    if (array && !json_is_null(array) && !json_is_array(array))
        return err_set(e, ERR_INPUT,
                       "conditions.applications.%s: expected array, found %s",
                       key, json_kind(array));
    list->items = arena_alloc(s->arena, sizeof(*list->items) *
                                            (json_array_size(array) + 1));
    if (!list->items)
        return err_nomem(e);
    json_array_foreach(array, i, item)
    {
        if (!json_is_string(item))
            return err_set(
                e, ERR_INPUT,
                "conditions.applications.%s[]: expected string, found %s", key,
                json_kind(item));
        list->items[list->len] =
            arena_intern(s->arena, json_string_value(item));
        if (!list->items[list->len++])
            return err_nomem(e);
    }
    return 0;
}

int
graph_policy_parse(struct snapshot *s, const json_t *body, struct err *e)
{
    const json_t *conditions = json_get_fold(body, "conditions", NULL);
    const json_t *apps = json_get_fold(conditions, "applications", NULL);
    const struct {
        const char *key;
        size_t list;
    } lists[] = {
        { "includeApplications", offsetof(struct access_policy, applications) },
        { "excludeApplications", offsetof(struct access_policy, excluded) },
    };
    struct access_policy *p = arena_alloc(s->arena, sizeof(*p));

    if (!json_is_object(conditions))
        return err_set(e, ERR_INPUT,
                       "expected a Conditional Access policy with conditions, "
                       "found %s",
                       json_kind(body));
    if (apps && !json_is_object(apps) && !json_is_null(apps))
        return err_set(e, ERR_INPUT,
                       "conditions.applications: expected object, found %s",
                       json_kind(apps));
    if (!p || !copy(s, body, "id", &p->id) ||
        !copy(s, body, "displayName", &p->display_name) ||
        !copy(s, body, "state", &p->state))
        return err_nomem(e);
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        struct text_list *list =
            (struct text_list *)((char *)p + lists[i].list);

        if (read_app_ids(s, apps, lists[i].key, list, e) != 0)
            return -1;
    }
    return vec_push(&s->directory.policies, p) == 0 ? 0 : err_nomem(e);
}
