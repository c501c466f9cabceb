/* SPDX-License-Identifier: MIT */
/* app.c - questions about an app registration. */
#include "model/app.h"

#include <string.h>

#include "support/str.h"

const char *
app_presence_name(enum app_presence p)
{
    static const char *const names[] = {
        [APP_UNKNOWN] = "unknown", [APP_PRESENT] = "present",
        [APP_DELETED] = "deleted", [APP_FOREIGN] = "foreign",
        [APP_MISSING] = "missing",
    };

    return names[p];
}

const char *
certainty_name(enum certainty c)
{
    static const char *const names[] = {
        [CERTAINTY_NONE] = "none",
        [POSSIBLE] = "possible",
        [LIKELY] = "likely",
        [CERTAIN] = "certain",
    };

    return names[c];
}

const char *
app_label(const struct app *a)
{
    if (a->display_name)
        return a->display_name;
    if (a->principal && a->principal->display_name)
        return a->principal->display_name;
    return a->app_id;
}

const struct app_credential *
app_newest_credential(const struct app *a)
{
    const struct app_credential *newest = a->credentials;

    for (const struct app_credential *c = newest; c; c = c->next) {
        if (c->end_unknown || c->ends_at > newest->ends_at)
            newest = c;
        if (newest->end_unknown)
            break;
    }
    return newest;
}

const struct app_credential *
app_live_credential(const struct app *a, int64_t now)
{
    const struct app_credential *maybe = NULL;

    for (const struct app_credential *c = a->credentials; c; c = c->next) {
        if (!c->end_unknown && c->ends_at > now)
            return c;
        if (c->end_unknown && !maybe)
            maybe = c;
    }
    return maybe;
}

int64_t
app_days_left(const struct app_credential *c, int64_t now)
{
    const int64_t day = 24 * 60 * 60;
    int64_t left = c->ends_at - now;

    return left >= 0 ? left / day : -((-left + day - 1) / day);
}

bool
app_declares(const struct app *a, const char *resource_app_id, const char *id)
{
    for (const struct app_permission *p = a->permissions; p; p = p->next) {
        if (str_eq_fold(p->resource_app_id, resource_app_id) &&
            (!id || str_eq_fold(p->id, id)))
            return true;
    }
    return false;
}

bool
app_has_role(const struct app *a, const char *resource_app_id, const char *role)
{
    for (const struct app_grant *g = a->grants; g; g = g->next) {
        if (g->is_role && str_eq_fold(g->resource_app_id, resource_app_id) &&
            str_eq_fold(g->permission, role))
            return true;
    }
    return false;
}

/* Whether `scope` is a word of the list: " User.Read Directory.Read.All". */
static bool
has_word(const char *list, const char *scope)
{
    size_t len = strlen(scope);

    for (const char *p = list; p && (p = str_find_fold(p, scope)); p += len) {
        if ((p == list || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
            return true;
    }
    return false;
}

bool
app_has_scope(const struct app *a, const char *resource_app_id,
              const char *scope)
{
    for (const struct app_grant *g = a->grants; g; g = g->next) {
        if (!g->is_role && g->admin &&
            str_eq_fold(g->resource_app_id, resource_app_id) &&
            has_word(g->permission, scope))
            return true;
    }
    return false;
}

bool
app_serves_legacy(const struct app *a)
{
    for (const struct app_user *u = a->users; u; u = u->next) {
        if ((u->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT)) &&
            (u->cluster->integration == INTEGRATION_LEGACY ||
             u->cluster->integration == INTEGRATION_UNKNOWN))
            return true;
    }
    return false;
}

int
app_compare(const void *a, const void *b)
{
    const struct app *x = a, *y = b;
    int order = str_cmp_fold(app_label(x), app_label(y));

    return order ? order : str_cmp_fold(x->app_id, y->app_id);
}

const char *
app_role_name(enum app_role role)
{
    switch (role) {
    case APP_ROLE_SERVER:
        return "server";
    case APP_ROLE_CLIENT:
        return "client";
    case APP_ROLE_IDENTITY:
        return "cluster-identity";
    case APP_ROLE_LEFT_OVER:
        return "left-over";
    }
    return "none";
}
