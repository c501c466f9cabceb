/* SPDX-License-Identifier: MIT */
/* refresh_tools.c - the tools of the machine: a part of
 * kubeconfig-refresh.md. */
#include "markdown/refresh_parts.h"

#include "markdown/markdown.h"
#include "report/tool_advice.h"
#include "support/str.h"

static void
add_row(struct buf *out, const struct tool *t)
{
    buf_addf(out, "| %s | ", tool_name(t->kind));
    markdown_text(out, str_or(t->version, "not known"));
    buf_addf(out, " | %s | ", t->is_used ? "yes" : "no");
    markdown_code_in_table(out, t->path);
    buf_adds(out, " | ");
    markdown_text(out, t->is_foreign ? "not Azure's kubelogin"
                                     : str_or(t->problem, ""));
    buf_adds(out, " |\n");
}

static void
say(void *arg, const char *text, const struct text_list *commands)
{
    struct buf *out = arg;

    buf_adds(out, "- ");
    markdown_text(out, text);
    buf_adds(out, ".\n");
    for (size_t i = 0; i < commands->len; i++)
        buf_addf(out, "\n  ```sh\n  %s\n  ```\n", commands->items[i]);
}

void
refresh_tools(struct buf *out, const struct overview *o)
{
    const struct snapshot *s = &o->results->snapshot;

    if (!s->has_tools)
        return;
    buf_adds(out, "## The tools of this machine\n\n"
                  "| Tool | Version | Used | Path | Note |\n"
                  "| --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < s->tools.len; i++)
        add_row(out, s->tools.items[i]);
    buf_adds(out, "\nWhat to install:\n\n");
    if (tool_advice(o, say, out) == 0)
        buf_adds(out, "- Nothing: these fit what was read.\n");
    buf_addc(out, '\n');
}
