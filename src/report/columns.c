/* SPDX-License-Identifier: MIT */
/* columns.c - values on their way into a tabular report. */
#include "report/columns.h"

#include <string.h>

#include "support/str.h"

void
cell_set_text(struct cell *cell, const char *text)
{
    cell->text = text ? text : "";
    cell->empty = str_empty(text);
}

void
cell_set_number(struct cell *cell, size_t number)
{
    cell_set_signed(cell, (int64_t)number);
}

void
cell_set_signed(struct cell *cell, int64_t number)
{
    cell->number = number;
    cell->empty = false;
}

void
cell_set_list(struct cell *cell, const struct text_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        buf_addf(&cell->made, "%s%s", i ? ", " : "", list->items[i]);
    cell_set_text(cell, buf_str(&cell->made));
}

void
cell_free(struct cell *cell)
{
    buf_free(&cell->made);
}

bool
column_get(const struct column *column, struct cell *cell,
           const struct overview *o, const void *item)
{
    buf_reset(&cell->made);
    cell->empty = true;
    cell->plain = false;
    cell->text = "";
    if (column->get)
        column->get(cell, o, item);
    else
        cell_set_text(
            cell, *(const char *const *)((const char *)item + column->member));
    return buf_ok(&cell->made);
}

const char *
column_text(const struct column *column, struct cell *cell,
            const struct overview *o, const void *item)
{
    if (!column_get(column, cell, o, item))
        return NULL;
    if (cell->empty)
        return "";
    if (column->kind == COLUMN_BOOL)
        return cell->truth ? "true" : "false";
    if (column->kind != COLUMN_NUMBER)
        return cell->text;
    buf_addf(&cell->made, "%lld", (long long)cell->number);
    return buf_ok(&cell->made) ? buf_str(&cell->made) : NULL;
}
