/* SPDX-License-Identifier: MIT */
/* table_tools.c - the tools of this machine on the terminal. */
#include "cli/table_tools.h"

#include "cli/table_rows.h"
#include "cli/terminal.h"
#include "report/tool_advice.h"

static const struct table_choice choices[] = {
    { "tool", 9, 0 },  { "version", 9, 0 }, { "used", 5, 0 },
    { "path", 20, 0 }, { "note", 20, 1 },
};

static const char *
no_colour(const struct column *column, const void *item)
{
    (void)column;
    (void)item;
    return NULL;
}

static const struct table_view view = {
    .set = &tool_columns,
    .choices = choices,
    .n_choices = sizeof(choices) / sizeof(choices[0]),
    .colour_of = no_colour,
};

struct printer {
    FILE *out;
    const struct table_style *style;
    int ret;
};

static void
say(void *arg, const char *text, const struct text_list *commands)
{
    struct printer *p = arg;
    auto_buf line = { 0 };

    buf_addf(&line, "- %s.", text);
    if (terminal_print(p->out, &line, p->style->width) != 0)
        p->ret = -1;
    for (size_t i = 0; i < commands->len; i++)
        fprintf(p->out, "    %s\n", commands->items[i]);
}

int
table_tools(FILE *out, const struct overview *o,
            const struct table_style *style)
{
    struct printer p = { .out = out, .style = style };

    if (!o->results->snapshot.has_tools)
        return 0;
    if (table_rows(out, &view, o, style) != 0)
        return -1;
    fputs("What to install:\n", out);
    if (tool_advice(o, say, &p) == 0)
        fputs("- Nothing: these fit what was read.\n", out);
    fputc('\n', out);
    return p.ret;
}
