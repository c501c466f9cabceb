/* SPDX-License-Identifier: MIT */
/* kubeconfig_user.c - how a user entry of a kubeconfig signs in. */
#include "sources/kubeconfig_user.h"

#include <string.h>

#include "support/str.h"

/* The text of a scalar; NULL: absent, null, or no scalar. */
static const char *
text_of(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = mapping ? yaml_get(mapping, key) : NULL;

    if (!node || node->kind != YAML_SCALAR || yaml_is_null(node) ||
        str_empty(node->text))
        return NULL;
    return node->text;
}

static bool
keep(struct kubeconfig_user *u, const char **to, const char *text)
{
    if (!text)
        return true;
    *to = arena_intern(u->arena, text);
    return *to != NULL;
}

static void
note(struct kubeconfig_user *u, const struct yaml_node *mapping,
     const char *key, enum kubeconfig_secret secret)
{
    if (text_of(mapping, key))
        u->secrets |= secret;
}

/* ---- auth-provider azure --------------------------------------------------- */

static bool
read_auth_provider(struct kubeconfig_user *u, const struct yaml_node *provider)
{
    const struct yaml_node *config = yaml_get(provider, "config");
    const char *mode = text_of(config, "config-mode");

    note(u, config, "access-token", SECRET_ACCESS_TOKEN);
    note(u, config, "refresh-token", SECRET_REFRESH_TOKEN);
    note(u, config, "client-secret", SECRET_CLIENT_SECRET);
    if (!str_eq(text_of(provider, "name"), "azure")) {
        u->form = USER_OTHER;
        return keep(u, &u->command, text_of(provider, "name"));
    }
    u->form = USER_AUTH_PROVIDER;
    /* kubelogin, "convert-kubeconfig": absent, empty or 0 is the legacy mode. */
    u->legacy = !mode || str_eq(mode, "0");
    u->login = "devicecode";
    return keep(u, &u->server_id, text_of(config, "apiserver-id")) &&
           keep(u, &u->client_id, text_of(config, "client-id")) &&
           keep(u, &u->tenant_id, text_of(config, "tenant-id"));
}

/* ---- exec kubelogin -------------------------------------------------------- */

/* The options of `kubelogin get-token` that matter. */
static const struct option_of_kubelogin {
    const char *name;
    char letter; /* 0: none */
    enum { TO_SERVER, TO_CLIENT, TO_TENANT, TO_LOGIN, TO_SECRET } to;
    enum kubeconfig_secret secret;
} kubelogin_options[] = {
    { "server-id", 0, TO_SERVER, 0 },
    { "client-id", 0, TO_CLIENT, 0 },
    { "tenant-id", 't', TO_TENANT, 0 },
    { "login", 'l', TO_LOGIN, 0 },
    { "client-secret", 0, TO_SECRET, SECRET_CLIENT_SECRET },
    { "password", 0, TO_SECRET, SECRET_PASSWORD },
    { "client-certificate-password", 0, TO_SECRET, SECRET_PASSWORD },
};

/* Whether an argument is this option; *value is what stands behind "=". */
static bool
is_option(const char *arg, const struct option_of_kubelogin *o,
          const char **value)
{
    size_t len = strlen(o->name);

    *value = NULL;
    if (arg[0] == '-' && o->letter && arg[1] == o->letter) {
        if (arg[2])
            *value = arg + 2 + (arg[2] == '=');
        return true;
    }
    if (strncmp(arg, "--", 2) != 0 || strncmp(arg + 2, o->name, len) != 0)
        return false;
    if (arg[2 + len] == '=')
        *value = arg + 3 + len;
    return arg[2 + len] == '=' || arg[2 + len] == '\0';
}

static bool
take_option(struct kubeconfig_user *u, const struct option_of_kubelogin *o,
            const char *value)
{
    if (str_empty(value))
        return true;
    switch (o->to) {
    case TO_SERVER:
        return keep(u, &u->server_id, value);
    case TO_CLIENT:
        return keep(u, &u->client_id, value);
    case TO_TENANT:
        return keep(u, &u->tenant_id, value);
    case TO_LOGIN:
        return keep(u, &u->login, value);
    default:
        u->secrets |= o->secret;
        return true;
    }
}

static bool
is_there(const struct yaml_node *node)
{
    return node && !yaml_is_null(node);
}

/* Notes what kubectl would refuse. False: out of memory. */
static bool
complain(struct kubeconfig_user *u, const char *what,
         const struct yaml_node *found, const char *expected)
{
    if (!u->problem)
        u->problem =
            arena_printf(u->arena, "%s (line %zu): expected %s, found %s", what,
                         found->line, expected, yaml_kind_name(found));
    return u->problem != NULL;
}

static bool
read_args(struct kubeconfig_user *u, const struct yaml_node *args)
{
    if (!is_there(args))
        return true;
    if (args->kind != YAML_SEQUENCE)
        return complain(u, "exec.args", args, "a sequence");
    for (size_t i = 0; i < args->len; i++) {
        const char *arg = str_or(args->items[i]->text, "");

        /* --legacy=false is a flag of its own in Go's flag packages. */
        if (str_eq(arg, "--legacy") || str_eq(arg, "--legacy=true"))
            u->legacy = true;
        for (size_t k = 0;
             k < sizeof(kubelogin_options) / sizeof(*kubelogin_options); k++) {
            const char *value;

            if (!is_option(arg, &kubelogin_options[k], &value))
                continue;
            if (!value && i + 1 < args->len)
                value = args->items[++i]->text;
            if (!take_option(u, &kubelogin_options[k], value))
                return false;
            break;
        }
    }
    return true;
}

/* kubelogin takes settings, secrets among them, from the environment too; the
 * login that is named there wins over --login. False: out of memory. */
static bool
read_env(struct kubeconfig_user *u, const struct yaml_node *env)
{
    static const struct {
        const char *end;
        enum kubeconfig_secret secret;
    } rows[] = {
        { "CLIENT_SECRET", SECRET_CLIENT_SECRET },
        { "PASSWORD", SECRET_PASSWORD },
    };

    for (size_t i = 0; env && env->kind == YAML_SEQUENCE && i < env->len; i++) {
        const char *name = text_of(env->items[i], "name");

        for (size_t k = 0; name && k < sizeof(rows) / sizeof(*rows); k++) {
            size_t len = strlen(name), tail = strlen(rows[k].end);

            if (len >= tail && str_eq(name + len - tail, rows[k].end))
                note(u, env->items[i], "value", rows[k].secret);
        }
        if (u->form == USER_KUBELOGIN && str_eq(name, "AAD_LOGIN_METHOD") &&
            !keep(u, &u->login, text_of(env->items[i], "value")))
            return false;
    }
    return true;
}

static bool
read_exec(struct kubeconfig_user *u, const struct yaml_node *exec)
{
    const char *command = text_of(exec, "command");

    if (!keep(u, &u->command, command))
        return false;
    u->form = USER_OTHER;
    if (command && str_find_fold(command, "kubelogin")) {
        u->form = USER_KUBELOGIN;
        u->login = "devicecode";
        if (!read_args(u, yaml_get(exec, "args")))
            return false;
    }
    return read_env(u, yaml_get(exec, "env"));
}

bool
kubeconfig_user_read(struct kubeconfig_user *u, const struct yaml_node *user)
{
    const struct yaml_node *provider = yaml_get(user, "auth-provider");
    const struct yaml_node *exec = yaml_get(user, "exec");

    u->has_certificate = text_of(user, "client-certificate-data") ||
                         text_of(user, "client-certificate");
    note(u, user, "token", SECRET_TOKEN);
    note(u, user, "tokenFile", SECRET_TOKEN);
    note(u, user, "client-key-data", SECRET_CLIENT_KEY);
    note(u, user, "client-key", SECRET_CLIENT_KEY);
    note(u, user, "password", SECRET_PASSWORD);
    if (is_there(provider))
        return provider->kind == YAML_MAPPING
                   ? read_auth_provider(u, provider)
                   : complain(u, "auth-provider", provider, "a mapping");
    if (is_there(exec))
        return exec->kind == YAML_MAPPING
                   ? read_exec(u, exec)
                   : complain(u, "exec", exec, "a mapping");
    u->form = u->has_certificate || u->secrets ? USER_STATIC : USER_OTHER;
    return true;
}
