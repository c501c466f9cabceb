/* SPDX-License-Identifier: MIT */
/* json_app.c - one app registration, with everything that is known of it. */
#include "json/json_values.h"

#include "report/app_words.h"
#include "support/str.h"

/* Adds to a list; NULL or a full memory spoils it. */
static bool
append(json_t *list, json_t *value)
{
    return value && json_array_append_new(list, value) == 0;
}

static json_t *
clusters_of(const struct app *a)
{
    json_auto_t *list = json_array();

    for (const struct app_user *u = a->users; u; u = u->next) {
        json_auto_t *o = json_object();

        if (json_put(o, "id", json_from_text(u->cluster->id)) != 0 ||
            json_put(o, "as", json_from_roles(u->roles)) != 0 ||
            !append(list, json_incref(o)))
            return NULL;
    }
    return json_incref(list);
}

static json_t *
principal_of(const struct service_principal *p)
{
    json_auto_t *o = NULL;

    if (!p)
        return json_null();
    o = json_object();
    if (json_put(o, "objectId", json_from_text(p->id)) != 0 ||
        json_put(o, "type", json_from_text(p->type)) != 0 ||
        json_put(o, "ownerTenantId", json_from_text(p->owner_tenant_id)) != 0 ||
        json_put(o, "accountEnabled", json_from_tri(p->enabled)) != 0 ||
        json_put(o, "appRoleAssignmentRequired",
                 json_from_tri(p->assignment_required)) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
days_left(const struct app_credential *c, int64_t now)
{
    if (c->end_unknown || c->ends_at == INT64_MAX)
        return json_null();
    return json_integer((json_int_t)app_days_left(c, now));
}

static json_t *
credentials_of(const struct app *a, int64_t now)
{
    json_auto_t *list = json_array();

    for (const struct app_credential *c = a->credentials; c; c = c->next) {
        json_auto_t *o = json_object();

        if (json_put(o, "kind",
                     json_string(c->certificate ? "certificate"
                                                : "password")) != 0 ||
            json_put(o, "on",
                     json_string(c->on_service_principal ? "servicePrincipal"
                                                         : "application")) !=
                0 ||
            json_put(o, "displayName", json_from_text(c->name)) != 0 ||
            json_put(o, "keyId", json_from_text(c->key_id)) != 0 ||
            json_put(o, "endDateTime", json_from_text(c->end)) != 0 ||
            json_put(o, "daysLeft", days_left(c, now)) != 0 ||
            !append(list, json_incref(o)))
            return NULL;
    }
    return json_incref(list);
}

static json_t *
federated_of(const struct app *a)
{
    json_auto_t *list = NULL;

    if (!a->federated_known)
        return json_null();
    list = json_array();
    for (const struct federated_credential *f = a->federated; f; f = f->next) {
        json_auto_t *o = json_object();

        if (json_put(o, "name", json_from_text(f->name)) != 0 ||
            json_put(o, "issuer", json_from_text(f->issuer)) != 0 ||
            json_put(o, "subject", json_from_text(f->subject)) != 0 ||
            !append(list, json_incref(o)))
            return NULL;
    }
    return json_incref(list);
}

static json_t *
owners_of(const struct app *a)
{
    json_auto_t *list = NULL;

    if (!a->owners_known)
        return json_null();
    list = json_array();
    for (const struct app_owner *w = a->owners; w; w = w->next) {
        json_auto_t *o = json_object();

        if (json_put(o, "id", json_from_text(w->id)) != 0 ||
            json_put(o, "name", json_from_text(w->name)) != 0 ||
            !append(list, json_incref(o)))
            return NULL;
    }
    return json_incref(list);
}

static json_t *
declared_by(const struct app *a)
{
    json_auto_t *list = json_array();

    for (const struct app_permission *p = a->permissions; p; p = p->next) {
        json_auto_t *o = json_object();

        if (json_put(o, "resourceAppId", json_from_text(p->resource_app_id)) !=
                0 ||
            json_put(o, "id", json_from_text(p->id)) != 0 ||
            json_put(o, "type", json_string(p->is_role ? "Role" : "Scope")) !=
                0 ||
            json_put(o, "name", json_from_text(app_permission_name(p->id))) !=
                0 ||
            !append(list, json_incref(o)))
            return NULL;
    }
    return json_incref(list);
}

static json_t *
granted_to(const struct app *a)
{
    json_auto_t *list = json_array();

    for (const struct app_grant *g = a->grants; g; g = g->next) {
        json_auto_t *o = json_object();
        const char *name =
            g->is_role ? app_permission_name(g->permission) : g->permission;

        if (json_put(o, "resourceAppId", json_from_text(g->resource_app_id)) !=
                0 ||
            json_put(o, "resourceId", json_from_text(g->resource_id)) != 0 ||
            json_put(o, "type", json_string(g->is_role ? "Role" : "Scope")) !=
                0 ||
            json_put(o, "value", json_from_text(g->permission)) != 0 ||
            json_put(o, "name", json_from_text(name)) != 0 ||
            !append(list, json_incref(o)))
            return NULL;
    }
    return json_incref(list);
}

static json_t *
left_over_of(const struct app *a)
{
    json_auto_t *o = NULL;

    if (!(a->roles & APP_ROLE_LEFT_OVER))
        return json_null();
    o = json_object();
    if (json_put(o, "certainty", json_string(certainty_name(a->certainty))) !=
            0 ||
        json_put(o, "signals", json_from_list(&a->signals)) != 0 ||
        json_put(o, "namedByBaseline", json_from_text(a->named_by_baseline)) !=
            0)
        return NULL;
    return json_incref(o);
}

static json_t *
public_client(const struct app *a)
{
    if (!a->read)
        return json_null();
    return json_boolean(a->public_redirect_uris > 0 ||
                        a->fallback_public_client == TRI_YES);
}

static int
put_texts(json_t *o, const struct app *a)
{
    const struct {
        const char *key;
        const char *value;
    } texts[] = {
        { "appId", a->app_id },
        { "displayName", app_label(a) },
        { "tenantId", a->tenant_id },
        { "objectId", a->object_id },
        { "presence", app_presence_name(a->presence) },
        { "presenceReason", a->presence_reason },
        { "createdDateTime", a->created },
        { "deletedDateTime", a->deleted },
        { "signInAudience", a->sign_in_audience },
        { "groupMembershipClaims", a->group_membership_claims },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (json_put(o, texts[i].key, json_from_text(texts[i].value)) != 0)
            return -1;
    }
    return 0;
}

json_t *
json_from_roles(unsigned roles)
{
    json_t *list = json_array();

    for (unsigned bit = 1; list && bit <= APP_ROLE_LEFT_OVER; bit <<= 1) {
        if ((roles & bit) &&
            !append(list, json_string(app_role_name((enum app_role)bit)))) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

json_t *
json_from_app(const struct overview *o, const struct app *a)
{
    int64_t now = o->results->snapshot.taken_at;
    size_t group = app_migration_group(a);
    json_auto_t *out = json_object();

    if (put_texts(out, a) != 0 ||
        json_put(out, "roles", json_from_roles(a->roles)) != 0 ||
        json_put(out, "clusters", clusters_of(a)) != 0 ||
        json_put(out, "migrationGroup",
                 group ? json_integer((json_int_t)group) : json_null()) != 0 ||
        json_put(out, "identifierUris", json_from_list(&a->identifier_uris)) !=
            0 ||
        json_put(out, "redirectUris", json_from_list(&a->redirect_uris)) != 0 ||
        json_put(out, "publicClient", public_client(a)) != 0 ||
        json_put(out, "implicitIdTokens",
                 json_from_tri(a->implicit_id_tokens)) != 0 ||
        json_put(out, "implicitAccessTokens",
                 json_from_tri(a->implicit_access_tokens)) != 0 ||
        json_put(out, "servicePrincipal", principal_of(a->principal)) != 0 ||
        json_put(out, "credentials", credentials_of(a, now)) != 0 ||
        json_put(out, "federatedCredentials", federated_of(a)) != 0 ||
        json_put(out, "owners", owners_of(a)) != 0 ||
        json_put(out, "declaredPermissions", declared_by(a)) != 0 ||
        json_put(out, "grantedPermissions", granted_to(a)) != 0 ||
        json_put(out, "leftOver", left_over_of(a)) != 0 ||
        json_put(out, "problems", json_from_list(&a->problems)) != 0)
        return NULL;
    return json_incref(out);
}
