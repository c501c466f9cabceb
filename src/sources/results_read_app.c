/* SPDX-License-Identifier: MIT */
/* results_read_app.c - an app registration of results.json. */
#include "sources/results_read_private.h"

#include "support/clock.h"
#include "support/json.h"
#include "support/str.h"

static const char *
presence_word(int i)
{
    return app_presence_name((enum app_presence)i);
}

static const char *
certainty_word(int i)
{
    return certainty_name((enum certainty)i);
}

static bool
find_role(const char *word, unsigned *bit)
{
    for (*bit = 1; *bit <= APP_ROLE_LEFT_OVER; *bit <<= 1) {
        if (str_eq(word, app_role_name((enum app_role) * bit)))
            return true;
    }
    return false;
}

/* An object in the arena at the end of a list; NULL: no memory. */
#define APPEND(m, tail) (*(tail) = arena_alloc((m)->arena, sizeof(**(tail))))

/* ---- lists ------------------------------------------------------------------ */

struct users {
    struct results_reader *reader;
    struct app *app;
    struct app_user *last;
};

static int
read_user(void *arg, const struct members *m)
{
    struct users *list = arg;
    const struct snapshot *s = &list->reader->results->snapshot;
    struct app_user *user = arena_alloc(m->arena, sizeof(*user));
    const char *id;

    if (!user)
        return err_nomem(m->e);
    if (members_text(m, "id", true, &id) != 0 ||
        members_set(m, "as", find_role, &user->roles) != 0)
        return -1;
    user->cluster = map_get(&s->cluster_by_id, id);
    if (!user->cluster)
        return members_refuse(m, "id", "a cluster of this file", id);
    if (list->last)
        list->last->next = user;
    else
        list->app->users = user;
    list->last = user;
    list->app->n_users++;
    return 0;
}

static int
read_credential(void *arg, const struct members *m)
{
    struct app_credential ***tail = arg;
    struct app_credential *c = APPEND(m, *tail);
    const char *kind, *on;

    if (!c)
        return err_nomem(m->e);
    *tail = &c->next;
    if (members_text(m, "kind", true, &kind) != 0 ||
        members_text(m, "on", true, &on) != 0 ||
        members_text(m, "displayName", false, &c->name) != 0 ||
        members_text(m, "keyId", false, &c->key_id) != 0 ||
        members_text(m, "endDateTime", false, &c->end) != 0)
        return -1;
    c->certificate = str_eq(kind, "certificate");
    c->on_service_principal = str_eq(on, "servicePrincipal");
    c->ends_at = INT64_MAX;
    c->end_unknown = c->end && !clock_parse(c->end, &c->ends_at);
    return 0;
}

static int
read_federated(void *arg, const struct members *m)
{
    struct federated_credential ***tail = arg;
    struct federated_credential *f = APPEND(m, *tail);

    if (!f)
        return err_nomem(m->e);
    *tail = &f->next;
    if (members_text(m, "name", false, &f->name) != 0 ||
        members_text(m, "issuer", false, &f->issuer) != 0)
        return -1;
    return members_text(m, "subject", false, &f->subject);
}

static int
read_owner(void *arg, const struct members *m)
{
    struct app_owner ***tail = arg;
    struct app_owner *o = APPEND(m, *tail);

    if (!o)
        return err_nomem(m->e);
    *tail = &o->next;
    if (members_text(m, "id", false, &o->id) != 0)
        return -1;
    return members_text(m, "name", false, &o->name);
}

static int
read_permission(void *arg, const struct members *m)
{
    struct app_permission ***tail = arg;
    struct app_permission *p = APPEND(m, *tail);
    const char *type;

    if (!p)
        return err_nomem(m->e);
    *tail = &p->next;
    if (members_text(m, "resourceAppId", false, &p->resource_app_id) != 0 ||
        members_text(m, "id", false, &p->id) != 0 ||
        members_text(m, "type", true, &type) != 0)
        return -1;
    p->is_role = str_eq(type, "Role");
    return 0;
}

static int
read_grant(void *arg, const struct members *m)
{
    struct app_grant ***tail = arg;
    struct app_grant *g = APPEND(m, *tail);
    const char *type;

    if (!g)
        return err_nomem(m->e);
    *tail = &g->next;
    if (members_text(m, "resourceAppId", false, &g->resource_app_id) != 0 ||
        members_text(m, "resourceId", false, &g->resource_id) != 0 ||
        members_text(m, "value", false, &g->permission) != 0 ||
        members_text(m, "type", true, &type) != 0)
        return -1;
    g->is_role = str_eq(type, "Role");
    return 0;
}

static int
read_lists(struct results_reader *r, struct app *a)
{
    const struct members *m = &r->members;
    struct users users = { .reader = r, .app = a };
    struct app_credential **credentials = &a->credentials;
    struct federated_credential **federated = &a->federated;
    struct app_owner **owners = &a->owners;
    struct app_permission **permissions = &a->permissions;
    struct app_grant **grants = &a->grants;

    /* Null where they could not be seen. */
    a->owners_known = json_is_array(json_object_get(m->object, "owners"));
    a->federated_known =
        json_is_array(json_object_get(m->object, "federatedCredentials"));
    if (members_each(m, "clusters", read_user, &users) != 0 ||
        members_each(m, "credentials", read_credential, &credentials) != 0 ||
        members_each(m, "federatedCredentials", read_federated, &federated) !=
            0 ||
        members_each(m, "owners", read_owner, &owners) != 0 ||
        members_each(m, "declaredPermissions", read_permission, &permissions) !=
            0 ||
        members_each(m, "grantedPermissions", read_grant, &grants) != 0)
        return -1;
    a->has_federated = a->federated != NULL;
    return 0;
}

/* ---- the rest --------------------------------------------------------------- */

static int
read_principal(const struct members *m, struct app *a)
{
    struct service_principal *p;
    const json_t *object;
    struct members below;

    if (members_object(m, "servicePrincipal", false, &object) != 0)
        return -1;
    if (!object)
        return 0;
    p = arena_alloc(m->arena, sizeof(*p));
    if (!p)
        return err_nomem(m->e);
    a->principal = p;
    p->app_id = a->app_id;
    below = members_below(m, "servicePrincipal", object);
    if (members_text(&below, "objectId", false, &p->id) != 0 ||
        members_text(&below, "type", false, &p->type) != 0 ||
        members_text(&below, "ownerTenantId", false, &p->owner_tenant_id) !=
            0 ||
        members_tri(&below, "accountEnabled", &p->enabled) != 0)
        return -1;
    return members_tri(&below, "appRoleAssignmentRequired",
                       &p->assignment_required);
}

static int
read_left_over(const struct members *m, struct app *a)
{
    const json_t *object;
    struct members below;
    int certainty;

    if (members_object(m, "leftOver", false, &object) != 0)
        return -1;
    if (!object)
        return 0;
    below = members_below(m, "leftOver", object);
    if (members_word(&below, "certainty", certainty_word, CERTAIN + 1,
                     &certainty) != 0 ||
        members_texts(&below, "signals", &a->signals) != 0)
        return -1;
    a->certainty = (enum certainty)certainty;
    return members_text(&below, "namedByBaseline", false,
                        &a->named_by_baseline);
}

static int
read_texts(const struct members *m, struct app *a)
{
    const struct {
        const char *key;
        const char **text;
    } rows[] = {
        { "displayName", &a->display_name },
        { "objectId", &a->object_id },
        { "presenceReason", &a->presence_reason },
        { "createdDateTime", &a->created },
        { "deletedDateTime", &a->deleted },
        { "signInAudience", &a->sign_in_audience },
        { "groupMembershipClaims", &a->group_membership_claims },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (members_text(m, rows[i].key, false, rows[i].text) != 0)
            return -1;
    }
    return 0;
}

const struct app *
results_find_app(const struct snapshot *s, const char *id, const char *tenant)
{
    const struct app *first = directory_find_app(&s->directory, id);

    if (!first || str_eq_fold(first->tenant_id, tenant))
        return first;
    /* Of several tenants: there are few such. */
    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        if (str_eq_fold(a->app_id, id) && str_eq_fold(a->tenant_id, tenant))
            return a;
    }
    return NULL;
}

/* Another tenant's app with an id that is known is one of its own. */
static struct app *
add_app(struct snapshot *s, const char *id, const char *tenant)
{
    struct app *a;

    if (!directory_find_app(&s->directory, id)) {
        a = directory_app(&s->directory, s->arena, id);
    } else {
        a = arena_alloc(s->arena, sizeof(*a));
        if (!a || vec_push(&s->directory.apps, a) != 0)
            return NULL;
        a->app_id = id;
    }
    if (!a || vec_push(&s->apps, a) != 0)
        return NULL;
    a->tenant_id = tenant;
    return a;
}

int
results_read_app(struct results_reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    enum tri public_client;
    const char *id, *tenant;
    struct app *a;
    int presence;

    if (members_text(m, "appId", true, &id) != 0 ||
        members_text(m, "tenantId", false, &tenant) != 0)
        return -1;
    if (results_find_app(s, id, tenant))
        return members_refuse(m, "appId", "an app that is not there yet", id);
    a = add_app(s, id, tenant);
    if (!a)
        return err_nomem(m->e);
    if (members_word(m, "presence", presence_word, APP_MISSING + 1,
                     &presence) != 0 ||
        read_texts(m, a) != 0 ||
        members_set(m, "roles", find_role, &a->roles) != 0 ||
        members_texts(m, "identifierUris", &a->identifier_uris) != 0 ||
        members_texts(m, "redirectUris", &a->redirect_uris) != 0 ||
        members_tri(m, "publicClient", &public_client) != 0 ||
        members_tri(m, "implicitIdTokens", &a->implicit_id_tokens) != 0 ||
        members_tri(m, "implicitAccessTokens", &a->implicit_access_tokens) !=
            0 ||
        read_principal(m, a) != 0 || read_lists(r, a) != 0 ||
        read_left_over(m, a) != 0)
        return -1;
    a->presence = (enum app_presence)presence;
    a->read = public_client != TRI_UNSET;
    a->fallback_public_client = public_client;
    return members_texts(m, "problems", &a->problems);
}
