/* SPDX-License-Identifier: MIT */
/* md_table.h - tables of a Markdown document that may take so many bytes and no
 * more; only writers of such documents include this. Failures are in the
 * buffer. */
#ifndef AKSENTRA_MARKDOWN_MD_TABLE_H
#define AKSENTRA_MARKDOWN_MD_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "report/columns.h"
#include "report/overview.h"
#include "support/buf.h"

struct md_table {
    struct buf *out;
    size_t limit; /* bytes of *out that it may reach */
    const char *title;
    const char *headings;
    bool open;  /* title and headings are written */
    bool full;  /* no more rows are written */
    size_t row; /* where the row under way begins */
    size_t left_out;
};

/* `title` (NULL: none) is Markdown and stands above the table, `headings` are
 * parted by '|'. A table without rows writes nothing. */
void md_table_begin(struct md_table *t, struct buf *out, size_t limit,
                    const char *title, const char *headings);

/* A row that does not fit is taken back, and so are all after it. */
void md_table_row(struct md_table *t);
void md_table_text(struct md_table *t, const char *text); /* NULL: empty */
void md_table_code(struct md_table *t, const char *text); /* a name */
void md_table_end_row(struct md_table *t);

/* Says how many rows were left out, and that `rest` has them. */
void md_table_end(struct md_table *t, const char *rest);

/* A table from a set of columns. */
enum md_style { MD_TEXT, MD_CODE };

struct md_column {
    const char *key;
    enum md_style style;
};

struct md_list {
    const struct column_set *set;
    const struct md_column *columns;
    size_t n;
    const char *title;
    const char *rest; /* the file that has all rows */
};

/* The items that the set shows, in their order. -1: out of memory. */
int md_list_add(struct buf *out, size_t limit, const struct md_list *list,
                const struct overview *o, const struct vec *items);

#endif
