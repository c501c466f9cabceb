/* SPDX-License-Identifier: MIT */
/* md_table.c - tables of a Markdown document, of limited size. */
#include "markdown/md_table.h"

#include <string.h>

#include "markdown/markdown.h"
#include "support/str.h"

void
md_table_begin(struct md_table *t, struct buf *out, size_t limit,
               const char *title, const char *headings)
{
    memset(t, 0, sizeof(*t));
    t->out = out;
    t->limit = limit;
    t->title = title;
    t->headings = headings;
}

static void
open_table(struct md_table *t)
{
    if (t->title)
        buf_addf(t->out, "%s\n\n", t->title);
    buf_adds(t->out, "| ");
    for (const char *p = t->headings; *p; p++) {
        if (*p == '|')
            buf_adds(t->out, " | ");
        else
            buf_addc(t->out, *p);
    }
    buf_adds(t->out, " |\n| ---");
    for (const char *p = strchr(t->headings, '|'); p; p = strchr(p + 1, '|'))
        buf_adds(t->out, " | ---");
    buf_adds(t->out, " |\n");
    t->open = true;
}

void
md_table_row(struct md_table *t)
{
    if (!t->open)
        open_table(t);
    t->row = t->out->len;
    buf_adds(t->out, "|");
}

void
md_table_text(struct md_table *t, const char *text)
{
    if (t->full)
        return;
    buf_adds(t->out, " ");
    if (!str_empty(text))
        markdown_text(t->out, text);
    buf_adds(t->out, " |");
}

void
md_table_code(struct md_table *t, const char *text)
{
    if (t->full)
        return;
    buf_adds(t->out, " ");
    if (!str_empty(text))
        markdown_code_in_table(t->out, text);
    buf_adds(t->out, " |");
}

void
md_table_end_row(struct md_table *t)
{
    if (!t->full && t->out->len < t->limit) {
        buf_addc(t->out, '\n');
        return;
    }
    t->full = true;
    t->left_out++;
    if (buf_ok(t->out)) {
        t->out->len = t->row;
        t->out->data[t->row] = '\0';
    }
}

void
md_table_end(struct md_table *t, const char *rest)
{
    if (!t->open)
        return;
    buf_adds(t->out, "\n");
    if (t->left_out > 0)
        buf_addf(t->out,
                 "**%zu more, left out because a job summary takes no more "
                 "than 1 MiB:** `%s` (`--format csv`) and `results.json` have "
                 "them.\n\n",
                 t->left_out, rest);
}

/* ---- from columns -------------------------------------------------------------- */

static const struct column *
find_column(const struct column_set *set, const char *key)
{
    for (size_t i = 0; i < set->n; i++) {
        if (str_eq(set->columns[i].key, key))
            return &set->columns[i];
    }
    return NULL;
}

static int
add_item(struct md_table *t, const struct md_list *list, struct cell *cell,
         const struct overview *o, const void *item)
{
    md_table_row(t);
    for (size_t i = 0; i < list->n; i++) {
        const struct column *column =
            find_column(list->set, list->columns[i].key);
        const char *text = column ? column_text(column, cell, o, item) : "";

        if (!text)
            return -1;
        if (list->columns[i].style == MD_CODE)
            md_table_code(t, text);
        else
            md_table_text(t, text);
    }
    md_table_end_row(t);
    return 0;
}

int
md_list_add(struct buf *out, size_t limit, const struct md_list *list,
            const struct overview *o, const struct vec *items)
{
    auto_buf headings = { 0 };
    struct cell cell = { 0 };
    struct md_table t;
    int ret = 0;

    for (size_t i = 0; i < list->n; i++) {
        const struct column *column =
            find_column(list->set, list->columns[i].key);

        buf_addf(&headings, "%s%s", i ? "|" : "",
                 column ? column->heading : list->columns[i].key);
    }
    if (!buf_ok(&headings))
        return -1;
    md_table_begin(&t, out, limit, list->title, buf_str(&headings));
    for (size_t i = 0; i < items->len && ret == 0; i++) {
        if (!list->set->shows || list->set->shows(items->items[i]))
            ret = add_item(&t, list, &cell, o, items->items[i]);
    }
    md_table_end(&t, list->rest);
    cell_free(&cell);
    return ret;
}
