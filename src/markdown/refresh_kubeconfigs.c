/* SPDX-License-Identifier: MIT */
/* refresh_kubeconfigs.c - the files that were looked at: a part of
 * kubeconfig-refresh.md. */
#include "markdown/refresh_parts.h"

#include "markdown/markdown.h"
#include "model/kubeconfig.h"
#include "support/str.h"

static void
add_sums(struct buf *out, const struct vec *contexts)
{
    size_t counts[CONTEXT_VERDICT_COUNT] = { 0 };
    bool first = true;

    for (size_t i = 0; i < contexts->len; i++)
        counts[((const struct kubeconfig_context *)contexts->items[i])
                   ->verdict]++;
    buf_addf(out, "%zu context%s", contexts->len,
             contexts->len == 1 ? "" : "s");
    for (int v = 0; v < CONTEXT_VERDICT_COUNT; v++) {
        if (counts[v] == 0)
            continue;
        buf_addf(out, "%s%zu %s", first ? ": " : ", ", counts[v],
                 context_verdict_name((enum context_verdict)v));
        first = false;
    }
    buf_adds(out, ".\n\n");
}

static void
add_context(struct buf *out, const struct kubeconfig_context *c)
{
    buf_adds(out, "**Context** ");
    markdown_code(out, c->name);
    buf_addf(out, " (line %zu): **%s**, ", c->line,
             context_verdict_name(c->verdict));
    markdown_text(out, c->why);
    buf_adds(out, ".\n\n");
    if (c->commands.len == 0)
        return;
    buf_adds(out, "```sh\n");
    for (size_t i = 0; i < c->commands.len; i++)
        buf_addf(out, "%s\n", c->commands.items[i]);
    buf_adds(out, "```\n\n");
}

static bool
needs_something(const struct kubeconfig_context *c)
{
    return c->verdict != CONTEXT_CURRENT && c->verdict != CONTEXT_NOT_AKS;
}

void
refresh_kubeconfigs(struct buf *out, const struct overview *o)
{
    const struct snapshot *s = &o->results->snapshot;
    const char *file = NULL;

    if (!s->has_kubeconfigs)
        return;
    buf_adds(out, "## The files that were looked at\n\n");
    add_sums(out, &s->kubeconfigs);
    buf_adds(
        out,
        "Three traps. `kubelogin convert-kubeconfig` alone keeps the server id "
        "that stands in the file: fetch it first. Once a file was converted, "
        "`az aks get-credentials` refuses to merge without "
        "`--overwrite-existing`. Tokens in kubelogin's cache are for the old "
        "app: `kubelogin remove-cache-dir` drops them, and a new sign-in is "
        "asked for once.\n\n");
    for (size_t i = 0; i < s->kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = s->kubeconfigs.items[i];

        if (!needs_something(c))
            continue;
        if (!str_eq(file, c->file)) {
            buf_adds(out, "### ");
            markdown_code(out, c->file);
            buf_adds(out, "\n\n");
        }
        file = c->file;
        add_context(out, c);
    }
}
