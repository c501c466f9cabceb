/* SPDX-License-Identifier: MIT */
/* columns_tool.c - the columns of kubectl, kubelogin and az of the machine. */
#include "report/columns.h"

#include <stddef.h>

#include "model/tool.h"

static void
get_tool(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, tool_name(((const struct tool *)item)->kind));
}

static void
get_used(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell->empty = false;
    cell->truth = ((const struct tool *)item)->is_used;
}

static void
get_note(struct cell *cell, const struct overview *o, const void *item)
{
    const struct tool *t = item;

    (void)o;
    cell_set_text(cell, t->is_foreign ? "not Azure's kubelogin" : t->problem);
}

static void
get_logins(struct cell *cell, const struct overview *o, const void *item)
{
    const struct tool *t = item;

    (void)o;
    for (size_t i = 0; i < t->logins.len; i++)
        buf_addf(&cell->made, "%s%s", i ? ", " : "", t->logins.items[i]);
    cell_set_text(cell, buf_str(&cell->made));
}

#define MEMBER(name) COLUMN_TEXT, .member = offsetof(struct tool, name)

static const struct column list_columns[] = {
    { "Tool", "tool", 12, COLUMN_TEXT, .get = get_tool },
    { "Version", "version", 18, MEMBER(version) },
    { "Used", "used", 8, COLUMN_BOOL, .get = get_used },
    { "Path", "path", 44, MEMBER(path) },
    { "Real path", "realPath", 44, MEMBER(real_path) },
    { "Logins", "logins", 60, COLUMN_TEXT, .get = get_logins, .wraps = true },
    { "Note", "note", 60, COLUMN_TEXT, .get = get_note, .wraps = true },
};

static const struct vec *
items(const struct overview *o)
{
    return &o->results->snapshot.tools;
}

const struct column_set tool_columns = {
    .title = "Tools",
    .columns = list_columns,
    .n = sizeof(list_columns) / sizeof(list_columns[0]),
    .items = items,
};
