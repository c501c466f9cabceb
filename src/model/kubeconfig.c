/* SPDX-License-Identifier: MIT */
/* kubeconfig.c - contexts of kubeconfig files. */
#include "model/kubeconfig.h"

#include "model/app.h"
#include "support/str.h"

const char *
user_form_name(enum user_form f)
{
    static const char *const names[] = {
        [USER_MISSING] = "missing",     [USER_AUTH_PROVIDER] = "auth-provider",
        [USER_KUBELOGIN] = "kubelogin", [USER_STATIC] = "static",
        [USER_OTHER] = "other",
    };

    return names[f];
}

const char *
context_verdict_name(enum context_verdict v)
{
    static const char *const names[CONTEXT_VERDICT_COUNT] = {
        [CONTEXT_CURRENT] = "current",
        [CONTEXT_STALE] = "stale",
        [CONTEXT_AHEAD] = "ahead",
        [CONTEXT_REMOVED_FORMAT] = "removed-format",
        [CONTEXT_STATIC_ADMIN] = "static-admin",
        [CONTEXT_HOLDS_SECRETS] = "holds-secrets",
        [CONTEXT_NOT_AKS] = "not-aks",
        [CONTEXT_UNKNOWN] = "unknown",
    };

    return names[v];
}

const char *
context_join_name(enum context_join j)
{
    switch (j) {
    case JOIN_SERVER:
        return "server-name";
    case JOIN_APP:
        return "server-app";
    default:
        return NULL;
    }
}

const char *
kubeconfig_secret_name(size_t place, unsigned secrets, bool *is_there)
{
    static const struct {
        enum kubeconfig_secret secret;
        const char *name;
    } rows[] = {
        { SECRET_ACCESS_TOKEN, "access token" },
        { SECRET_REFRESH_TOKEN, "refresh token" },
        { SECRET_CLIENT_SECRET, "client secret" },
        { SECRET_TOKEN, "static token" },
        { SECRET_CLIENT_KEY, "key of a client certificate" },
        { SECRET_PASSWORD, "password" },
    };

    if (place >= sizeof(rows) / sizeof(*rows))
        return NULL;
    *is_there = secrets & rows[place].secret;
    return rows[place].name;
}

void
kubeconfig_describe_secrets(struct buf *out, unsigned secrets)
{
    const char *name;
    bool is_there, first = true;

    for (size_t i = 0; (name = kubeconfig_secret_name(i, secrets, &is_there));
         i++) {
        if (!is_there)
            continue;
        buf_addf(out, "%s%s", first ? "" : ", ", name);
        first = false;
    }
}

static bool
asks_entra(const struct kubeconfig_context *c)
{
    return (c->form == USER_KUBELOGIN || c->form == USER_AUTH_PROVIDER) &&
           !str_empty(c->server_id);
}

bool
context_is_managed_style(const struct kubeconfig_context *c)
{
    return asks_entra(c) && str_eq_fold(c->server_id, APP_ID_AKS_SERVER);
}

bool
context_is_legacy_style(const struct kubeconfig_context *c)
{
    return asks_entra(c) && !str_eq_fold(c->server_id, APP_ID_AKS_SERVER);
}

int
kubeconfig_context_compare(const void *a, const void *b)
{
    const struct kubeconfig_context *x = a, *y = b;
    int order = str_cmp_fold(x->file, y->file);

    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    return order ? order : str_cmp_fold(x->name, y->name);
}
