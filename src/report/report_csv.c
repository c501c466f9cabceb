/* SPDX-License-Identifier: MIT */
/* report_csv.c - comma-separated values (RFC 4180). */
#include "report/writers.h"

#include <string.h>

static bool
looks_like_formula(const char *text)
{
    return *text && strchr("=+-@\t\r\n", *text);
}

static void
add_field(struct buf *line, const char *text, bool inert)
{
    bool formula = !inert && looks_like_formula(text);
    bool quoted = text[strcspn(text, ",\"\t\r\n")] != '\0';

    if (quoted)
        buf_addc(line, '"');
    if (formula)
        buf_addc(line, '\'');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"')
            buf_addc(line, '"');
        if ((c < 0x20 && !strchr("\t\r\n", c)) || c == 0x7f)
            buf_addc(line, '?');
        else
            buf_addc(line, *text);
    }
    if (quoted)
        buf_addc(line, '"');
}

static void
add_header(struct buf *line, const struct column_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (i > 0)
            buf_addc(line, ',');
        add_field(line, set->columns[i].heading, true);
    }
    buf_adds(line, "\r\n");
}

static int
add_row(struct buf *line, const struct column_set *set, struct cell *cell,
        const struct overview *o, const void *item)
{
    for (size_t i = 0; i < set->n; i++) {
        const struct column *column = &set->columns[i];
        const char *text = column_text(column, cell, o, item);

        if (!text)
            return -1;
        if (i > 0)
            buf_addc(line, ',');
        add_field(line, text,
                  column->kind == COLUMN_NUMBER || column->kind == COLUMN_BOOL);
    }
    buf_adds(line, "\r\n");
    return buf_ok(line) ? 0 : -1;
}

int
write_csv(FILE *out, const struct column_set *set, const struct overview *o,
          struct err *e)
{
    const struct vec *items = set->items(o);
    struct cell cell = { 0 };
    auto_buf line = { 0 };
    int ret = 0;

    add_header(&line, set);
    fwrite(buf_str(&line), 1, line.len, out);
    for (size_t i = 0; i < items->len && ret == 0; i++) {
        if (set->shows && !set->shows(items->items[i]))
            continue;
        buf_reset(&line);
        ret = add_row(&line, set, &cell, o, items->items[i]);
        fwrite(buf_str(&line), 1, line.len, out);
    }
    cell_free(&cell);
    if (ret != 0)
        return err_nomem(e);
    return writer_check(out, e);
}
