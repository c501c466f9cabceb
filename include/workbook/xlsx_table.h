/* SPDX-License-Identifier: MIT */
/* xlsx_table.h - a sheet with a header and rows; more rows than a sheet holds
 * go on in the next one, "Clusters (2)". Rows are written in order and are not
 * kept in memory. */
#ifndef AKSENTRA_WORKBOOK_XLSX_TABLE_H
#define AKSENTRA_WORKBOOK_XLSX_TABLE_H

#include "workbook/xlsx_book.h"

struct xlsx_table {
    struct xlsx_book *book;
    const struct column_set *set; /* NULL: columns of the sheet's own */
    const char *title;
    const struct column *columns;
    size_t n;
    lxw_worksheet *sheet;
    unsigned part;
    lxw_row_t row; /* the next one */
    size_t lines;  /* that its tallest cell takes */
    uint32_t links;
    struct cell cell;
};

/* Opens the first sheet. Failures are in book->failed. */
void xlsx_table_begin(struct xlsx_table *t, struct xlsx_book *book,
                      const char *title, const struct column *columns,
                      size_t n);
void xlsx_table_row(struct xlsx_table *t, const void *item);
void xlsx_table_end(struct xlsx_table *t);

/* A whole sheet from a set of columns and the list behind it. */
void xlsx_table_write(struct xlsx_book *book, const struct column_set *set);

#endif
