/* SPDX-License-Identifier: MIT */
/* table_kubeconfigs.c - contexts of kubeconfig files on the terminal. */
#include "cli/table_kubeconfigs.h"

#include <string.h>

#include "cli/table_rows.h"
#include "cli/table_summary.h"
#include "cli/table_tools.h"
#include "cli/terminal.h"
#include "support/str.h"

/* More than a person reads; a report holds them all. */
enum { TOLD_MAX = 20 };

static const struct table_choice choices[] = {
    { "context", 14, 0 },     { "verdict", 14, 0 }, { "cluster", 12, 2 },
    { "integration", 11, 3 }, { "file", 16, 1 },
};

static const char *
colour_of(const struct column *column, const void *item)
{
    static const char *const colours[CONTEXT_VERDICT_COUNT] = {
        [CONTEXT_CURRENT] = "\033[32m",
        [CONTEXT_STALE] = "\033[31m",
        [CONTEXT_AHEAD] = "\033[33m",
        [CONTEXT_REMOVED_FORMAT] = "\033[31m",
        [CONTEXT_STATIC_ADMIN] = "\033[33m",
        [CONTEXT_HOLDS_SECRETS] = "\033[33m",
        [CONTEXT_UNKNOWN] = "\033[35m",
    };

    if (strcmp(column->key, "verdict") != 0)
        return NULL;
    return colours[((const struct kubeconfig_context *)item)->verdict];
}

static const struct table_view view = {
    .set = &kubeconfig_columns,
    .choices = choices,
    .n_choices = sizeof(choices) / sizeof(choices[0]),
    .colour_of = colour_of,
};

/* Commands are not wrapped: they are to be copied. They hold no control
 * characters: names in them are quoted (shell_quote). */
static int
tell(FILE *out, const struct kubeconfig_context *c,
     const struct table_style *style)
{
    auto_buf line = { 0 };

    buf_addf(&line, "%s, in %s: %s: %s.", c->name, c->file,
             context_verdict_name(c->verdict), c->why);
    if (terminal_print(out, &line, style->width) != 0)
        return -1;
    for (size_t i = 0; i < c->commands.len; i++)
        fprintf(out, "    %s\n", c->commands.items[i]);
    fputc('\n', out);
    return 0;
}

static bool
needs_something(const struct kubeconfig_context *c)
{
    return c->verdict != CONTEXT_CURRENT && c->verdict != CONTEXT_NOT_AKS;
}

static int
tell_all(FILE *out, const struct vec *contexts, const struct table_style *style)
{
    size_t told = 0, left = 0;

    for (size_t i = 0; i < contexts->len; i++) {
        const struct kubeconfig_context *c = contexts->items[i];

        if (!needs_something(c))
            continue;
        if (told < TOLD_MAX && tell(out, c, style) != 0)
            return -1;
        if (told < TOLD_MAX)
            told++;
        else
            left++;
    }
    if (left > 0)
        fprintf(out,
                "%zu more contexts need something; --report-dir writes down "
                "all of them.\n\n",
                left);
    return 0;
}

int
table_print_kubeconfigs(FILE *out, const struct results *r,
                        const struct table_style *style, struct err *e)
{
    struct overview o;
    int ret;

    if (overview_init(&o, r, e) != 0)
        return -1;
    ret = table_rows(out, &view, &o, style);
    if (ret == 0)
        ret = tell_all(out, &r->snapshot.kubeconfigs, style);
    if (ret == 0)
        ret = table_tools(out, &o, style);
    if (ret == 0)
        ret = table_summary(out, &o, style);
    overview_free(&o);
    if (ret != 0)
        return err_nomem(e);
    return ferror(out)
               ? err_set(e, ERR_IO, "standard output: cannot be written: %m")
               : 0;
}
