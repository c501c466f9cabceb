/* SPDX-License-Identifier: MIT */
/* left_over.c - telling the recipe's registrations from all others. */
#include "model/left_over.h"

#include <string.h>
#include <strings.h>

#include "support/str.h"

enum { SIGNALS_MAX = 8 };

/* What speaks for it. A strong signal is rare elsewhere; a weak one counts only
 * beside a strong one. */
struct signals {
    struct arena *arena;
    const char *items[SIGNALS_MAX];
    size_t n;
    size_t strong;
    bool out_of_memory;
};

static void
add(struct signals *s, bool strong, const char *text)
{
    if (!text)
        s->out_of_memory = true;
    else if (s->n < SIGNALS_MAX)
        s->items[s->n++] = text;
    s->strong += strong;
}

static bool
ends_in(const char *text, const char *end)
{
    size_t len = text ? strlen(text) : 0, size = strlen(end);

    return len > size && str_eq_fold(text + len - size, end);
}

/* ---- server -------------------------------------------------------------- */

static bool
declares_recipe(const struct app *a)
{
    if (app_declares(a, APP_ID_GRAPH, PERMISSION_USER_READ) &&
        app_declares(a, APP_ID_GRAPH, PERMISSION_DIRECTORY_READ) &&
        app_declares(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ))
        return true;
    /* Before 2020 the recipe asked Azure AD Graph instead. */
    return app_declares(a, APP_ID_AAD_GRAPH, AAD_GRAPH_DIRECTORY_READ);
}

static bool
has_own_uri(const struct app *a)
{
    for (size_t i = 0; i < a->identifier_uris.len; i++) {
        const char *uri = a->identifier_uris.items[i];

        if (str_has_prefix_fold(uri, "https://") &&
            str_eq_fold(uri + strlen("https://"), a->display_name))
            return true;
    }
    return false;
}

static bool
has_secret_named(const struct app *a, const char *name)
{
    for (const struct app_credential *c = a->credentials; c; c = c->next) {
        if (str_eq_fold(c->name, name))
            return true;
    }
    return false;
}

static void
look_for_server(struct signals *found, const struct app *a)
{
    bool named = ends_in(a->display_name, "Server");

    if (declares_recipe(a))
        add(found, true,
            "declares User.Read and Directory.Read.All, delegated and as "
            "application permission, as the recipe does");
    if (has_secret_named(a, "AKSPassword"))
        add(found, true, "has a secret named AKSPassword");
    if (named && has_own_uri(a))
        add(found, true,
            arena_printf(found->arena,
                         "identifier URI https://%s, after its name",
                         a->display_name));
    else if (named)
        add(found, false, "its name ends in Server");
    if (str_find_fold(str_or(a->group_membership_claims, ""), "All"))
        add(found, false, "groupMembershipClaims is All");
}

/* ---- client -------------------------------------------------------------- */

/* Whether it is, or could have been, the server app of a cluster. */
static bool
looks_like_server(const struct app *a)
{
    if (!a->read)
        return false;
    if (declares_recipe(a) || has_secret_named(a, "AKSPassword"))
        return true;
    if (ends_in(a->display_name, "Server") && has_own_uri(a))
        return true;
    return (a->roles & APP_ROLE_SERVER) != 0;
}

static const struct app *
asks_for_server(const struct directory *d, const struct app *a)
{
    for (const struct app_permission *p = a->permissions; p; p = p->next) {
        const struct app *server = directory_find_app(d, p->resource_app_id);

        if (!server || p->is_role || !looks_like_server(server))
            continue;
        for (const struct app_scope *s = server->scopes; s; s = s->next) {
            if (str_eq_fold(s->id, p->id) &&
                str_eq_fold(s->value, "user_impersonation"))
                return server;
        }
    }
    return NULL;
}

/* "web" of webClient is also that of webServer. */
static bool
is_pair(const struct app *client, const struct app *server)
{
    size_t len;

    if (!ends_in(client->display_name, "Client") ||
        !ends_in(server->display_name, "Server"))
        return false;
    len = strlen(client->display_name);
    return len == strlen(server->display_name) &&
           strncasecmp(client->display_name, server->display_name,
                       len - strlen("Client")) == 0;
}

static void
look_for_client(struct signals *found, const struct directory *d,
                const struct app *a)
{
    const struct app *server = asks_for_server(d, a);

    if (!server)
        return;
    add(found, true,
        arena_printf(found->arena,
                     "asks for user_impersonation of %s, which looks like a "
                     "server app of the recipe",
                     app_label(server)));
    if (is_pair(a, server))
        add(found, true, "its name and that one's are a pair");
    if (a->fallback_public_client == TRI_YES || a->public_redirect_uris > 0)
        add(found, false, "is a public client");
}

/* ---- verdict ------------------------------------------------------------- */

static int
keep(struct app *a, const struct signals *found)
{
    a->signals.items = arena_alloc(found->arena, found->n * sizeof(char *));
    if (!a->signals.items)
        return -1;
    memcpy(a->signals.items, found->items, found->n * sizeof(char *));
    a->signals.len = found->n;
    a->roles |= APP_ROLE_LEFT_OVER;
    if (a->named_by_baseline)
        a->certainty = CERTAIN;
    else
        a->certainty = found->n >= 2 ? LIKELY : POSSIBLE;
    return 0;
}

static int
recognize(struct snapshot *s, struct app *a)
{
    const struct directory *d = &s->directory;
    struct signals found = { .arena = s->arena };

    if (!a->read || a->roles || map_get(&d->outside_apps, a->app_id))
        return 0;
    a->named_by_baseline = map_get(&d->baseline_apps, a->app_id);
    if (a->named_by_baseline)
        add(&found, true, "a cluster of the baseline named it");
    look_for_server(&found, a);
    look_for_client(&found, d, a);
    if (found.out_of_memory)
        return -1;
    return found.strong > 0 ? keep(a, &found) : 0;
}

int
left_over_recognize(struct snapshot *s)
{
    for (size_t i = 0; i < s->directory.apps.len; i++) {
        if (recognize(s, s->directory.apps.items[i]) != 0)
            return -1;
    }
    return 0;
}

const char *
left_over_doubt(const struct snapshot *s)
{
    if (s->interrupted)
        return "the audit was interrupted";
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];

        if (!coverage_is_complete(sub->status))
            return "not every subscription in scope could be read";
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        if (c->aad.trouble)
            return "the aadProfile of a cluster could not be read";
    }
    return s->scope_limit;
}
