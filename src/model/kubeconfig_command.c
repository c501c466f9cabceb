/* SPDX-License-Identifier: MIT */
/* kubeconfig_command.c - the commands that refresh one context in one file. */
#include <string.h>

#include "model/command.h"
#include "model/kubeconfig_judge.h"
#include "support/shell_quote.h"
#include "support/str.h"

enum { COMMANDS_MAX = 8 };

struct script {
    const struct kubeconfig_context *context;
    struct arena *arena;
    struct buf line;
    const char *lines[COMMANDS_MAX];
    size_t n;
    bool failed;
};

/* A value that starts with '-' would be read as an option of its own. */
static void
add_option(struct script *s, const char *option, const char *value)
{
    buf_addf(&s->line, " %s%c", option, value && value[0] == '-' ? '=' : ' ');
    shell_quote(&s->line, value);
}

static void
end_line(struct script *s)
{
    const char *text = NULL;

    if (buf_ok(&s->line))
        text = arena_strdup(s->arena, buf_str(&s->line));
    buf_reset(&s->line);
    if (!text || s->n == COMMANDS_MAX)
        s->failed = true;
    else
        s->lines[s->n++] = text;
}

/* ---- lines ----------------------------------------------------------------- */

static void
delete_entry(struct script *s, const char *file, const char *kind,
             const char *name)
{
    buf_adds(&s->line, "kubectl");
    add_option(s, "--kubeconfig", file);
    buf_addf(&s->line, " config delete-%s -- ", kind);
    shell_quote(&s->line, name);
    end_line(s);
}

/* az gives user entries this name, and leaves others alone. */
static bool
is_own_user_name(const struct kubeconfig_context *c)
{
    auto_buf name = { 0 };

    buf_addf(&name, "clusterUser_%s_%s", str_or(c->cluster->resource_group, ""),
             str_or(c->cluster->name, ""));
    return buf_ok(&name) && str_eq(c->user_name, buf_str(&name));
}

/* The old entry: one in an earlier file of the list would win over the new one,
 * and one of another name would stay behind with what it holds. */
static void
drop_old_user(struct script *s)
{
    const struct kubeconfig_context *c = s->context;

    if (c->user_file && c->user_contexts == 1 &&
        (!str_eq(c->user_file, c->file) || !is_own_user_name(c)))
        delete_entry(s, c->user_file, "user", c->user_name);
}

static void
fetch(struct script *s)
{
    command_get_credentials(&s->line, s->context->cluster);
    add_option(s, "--file", s->context->file);
    add_option(s, "--context", s->context->name);
    end_line(s);
}

static void
drop_tokens(struct script *s)
{
    buf_adds(&s->line, "kubelogin remove-cache-dir");
    end_line(s);
}

static void
convert(struct script *s, const char *login)
{
    buf_adds(&s->line, "kubelogin convert-kubeconfig");
    add_option(s, "--kubeconfig", s->context->file);
    add_option(s, "--context", s->context->name);
    buf_addf(&s->line, " -l %s", login);
    end_line(s);
}

static void
try_it(struct script *s)
{
    buf_adds(&s->line, "kubectl");
    add_option(s, "--kubeconfig", s->context->file);
    add_option(s, "--context", s->context->name);
    buf_adds(&s->line, " get nodes");
    end_line(s);
}

/* ---- what is to be done ---------------------------------------------------- */

/* A pipeline keeps its way to sign in; a person takes that of the Azure CLI,
 * which policies that refuse device codes let through. */
static const char *
login_of(const struct kubeconfig_context *c)
{
    static const char *const kept[] = {
        "spn", "msi", "workloadidentity", "azurepipelines", "azd", "interactive"
    };

    for (size_t i = 0; c->login && i < sizeof(kept) / sizeof(*kept); i++) {
        if (str_eq(c->login, kept[i]))
            return kept[i];
    }
    return c->secrets & SECRET_CLIENT_SECRET ? "spn" : "azurecli";
}

static void
make_anew(struct script *s)
{
    drop_old_user(s);
    fetch(s);
    /* The Azure CLI has no token of a server app of one's own. */
    if (s->context->cluster->integration == INTEGRATION_MANAGED) {
        drop_tokens(s);
        convert(s, login_of(s->context));
    } else if (s->context->form == USER_AUTH_PROVIDER) {
        convert(s, "devicecode");
    }
    try_it(s);
}

/* Without the cluster nobody can fetch; the file can be put into a form that
 * kubectl reads, as long as the cluster is legacy. */
static void
write_script(struct script *s)
{
    const struct kubeconfig_context *c = s->context;

    switch (c->verdict) {
    case CONTEXT_STALE:
    case CONTEXT_AHEAD:
    case CONTEXT_REMOVED_FORMAT:
    case CONTEXT_HOLDS_SECRETS:
        if (c->cluster && c->cluster->integration != INTEGRATION_UNKNOWN)
            make_anew(s);
        else if (c->form == USER_AUTH_PROVIDER)
            convert(s, "devicecode");
        break;
    case CONTEXT_STATIC_ADMIN:
        /* On a cluster without Entra there is nothing else. */
        if (!c->cluster || c->cluster->integration == INTEGRATION_NONE ||
            c->cluster->integration == INTEGRATION_UNKNOWN)
            break;
        make_anew(s);
        break;
    default:
        break;
    }
}

int
kubeconfig_commands(struct kubeconfig_context *c, struct arena *arena)
{
    struct script s = { .context = c, .arena = arena };

    write_script(&s);
    buf_free(&s.line);
    if (s.failed)
        return -1;
    c->commands.items = arena_alloc(arena, (s.n + 1) * sizeof(*s.lines));
    if (!c->commands.items)
        return -1;
    memcpy(c->commands.items, s.lines, s.n * sizeof(*s.lines));
    c->commands.len = s.n;
    return 0;
}
