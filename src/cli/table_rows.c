/* SPDX-License-Identifier: MIT */
/* table_rows.c - a list as a table that fits the terminal. */
#include "cli/table_rows.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/text_width.h"
#include "support/str.h"

enum { GAP = 2, TEXT_MAX = 256 };

struct shown {
    const struct column *column;
    size_t width;
    size_t least;
    int dispensable;
};

struct layout {
    const struct table_view *view;
    struct shown columns[TABLE_CHOICES_MAX];
    size_t n;
};

static const struct column *
find_column(const struct column_set *set, const char *key)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->columns[i].key, key) == 0)
            return &set->columns[i];
    }
    return NULL;
}

/* What the cell shows; -1: out of memory. */
static int
cell_shown(char text[TEXT_MAX], const struct column *column, struct cell *cell,
           const struct overview *o, const void *item)
{
    const char *value = column_text(column, cell, o, item);

    if (!value)
        return -1;
    str_sanitize(text, TEXT_MAX, *value ? value : "-");
    return 0;
}

/* As wide as the widest value; one that has none in any row says nothing, and
 * *empty is set. */
static int
measure_column(struct shown *s, const struct column_set *set,
               const struct overview *o, bool *empty)
{
    const struct vec *items = set->items(o);
    struct cell cell = { 0 };
    char text[TEXT_MAX];
    int ret = 0;

    *empty = true;
    s->width = strlen(s->column->heading);
    for (size_t i = 0; i < items->len && ret == 0; i++) {
        ret = cell_shown(text, s->column, &cell, o, items->items[i]);
        if (ret == 0 && text_width(text) > s->width)
            s->width = text_width(text);
        *empty = *empty && cell.empty;
    }
    cell_free(&cell);
    if (s->least > s->width)
        s->least = s->width;
    return ret;
}

static size_t
total(const struct layout *l, bool least)
{
    size_t sum = GAP * (l->n - 1);

    for (size_t i = 0; i < l->n; i++)
        sum += least ? l->columns[i].least : l->columns[i].width;
    return sum;
}

/* Leaves out the column that is missed least. False: all are needed. */
static bool
drop_one(struct layout *l)
{
    size_t worst = 0;

    for (size_t i = 1; i < l->n; i++) {
        if (l->columns[i].dispensable > l->columns[worst].dispensable)
            worst = i;
    }
    if (l->columns[worst].dispensable == 0)
        return false;
    l->n--;
    memmove(&l->columns[worst], &l->columns[worst + 1],
            (l->n - worst) * sizeof(l->columns[0]));
    return true;
}

/* Takes one place from the column that can spare most. False: none can. */
static bool
shrink_one(struct layout *l)
{
    size_t widest = 0, most = 0;

    for (size_t i = 0; i < l->n; i++) {
        size_t spare = l->columns[i].width - l->columns[i].least;

        if (spare > most) {
            most = spare;
            widest = i;
        }
    }
    if (most == 0)
        return false;
    l->columns[widest].width--;
    return true;
}

static int
make_layout(struct layout *l, const struct overview *o, size_t width)
{
    const struct table_view *v = l->view;

    l->n = 0;
    for (size_t i = 0; i < v->n_choices; i++) {
        struct shown *s = &l->columns[l->n];
        bool empty;

        s->column = find_column(v->set, v->choices[i].key);
        s->least = v->choices[i].least;
        s->dispensable = v->choices[i].dispensable;
        if (!s->column)
            continue;
        if (measure_column(s, v->set, o, &empty) != 0)
            return -1;
        l->n += !empty || s->dispensable == 0;
    }
    while (total(l, true) > width && drop_one(l))
        ;
    while (total(l, false) > width && shrink_one(l))
        ;
    return 0;
}

static void
add_padding(struct buf *line, size_t n)
{
    while (n-- > 0)
        buf_addc(line, ' ');
}

/* The last column is not padded: lines have no blanks at the end. */
static void
add_cell(struct buf *line, const char *text, const struct shown *s,
         const char *colour, bool last)
{
    size_t width = text_width(text);

    if (colour)
        buf_adds(line, colour);
    text_add_cut(line, text, s->width);
    if (colour)
        buf_adds(line, "\033[0m");
    if (!last)
        add_padding(line, GAP + (width < s->width ? s->width - width : 0));
}

static void
print_header(FILE *out, const struct layout *l, const struct table_style *style)
{
    auto_buf line = { 0 };

    for (size_t i = 0; i < l->n; i++) {
        char heading[64];
        size_t n = 0;

        for (const char *p = l->columns[i].column->heading;
             *p && n < sizeof(heading) - 1; p++)
            heading[n++] = (char)toupper((unsigned char)*p);
        heading[n] = '\0';
        add_cell(&line, heading, &l->columns[i],
                 style->colour ? "\033[1m" : NULL, i + 1 == l->n);
    }
    fprintf(out, "%s\n", buf_str(&line));
}

static int
print_row(FILE *out, const struct layout *l, struct cell *cell,
          const struct overview *o, const void *item, bool colour)
{
    auto_buf line = { 0 };
    char text[TEXT_MAX];

    for (size_t i = 0; i < l->n; i++) {
        const struct shown *s = &l->columns[i];

        if (cell_shown(text, s->column, cell, o, item) != 0)
            return -1;
        add_cell(&line, text, s,
                 colour ? l->view->colour_of(s->column, item) : NULL,
                 i + 1 == l->n);
    }
    if (!buf_ok(&line))
        return -1;
    fprintf(out, "%s\n", buf_str(&line));
    return 0;
}

int
table_rows(FILE *out, const struct table_view *view, const struct overview *o,
           const struct table_style *style)
{
    const struct vec *items = view->set->items(o);
    struct layout layout = { .view = view };
    struct cell cell = { 0 };
    int ret;

    if (items->len == 0)
        return 0;
    ret = make_layout(&layout, o, style->width);
    if (ret == 0)
        print_header(out, &layout, style);
    for (size_t i = 0; i < items->len && ret == 0; i++)
        ret = print_row(out, &layout, &cell, o, items->items[i], style->colour);
    cell_free(&cell);
    fputc('\n', out);
    return ret;
}
