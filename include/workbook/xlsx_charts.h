/* SPDX-License-Identifier: MIT */
/* xlsx_charts.h - the charts of the sheet "Summary". They read their figures
 * from the tables on the same sheet. */
#ifndef AKSENTRA_WORKBOOK_XLSX_CHARTS_H
#define AKSENTRA_WORKBOOK_XLSX_CHARTS_H

#include "workbook/xlsx_book.h"

/* A table of figures: its rows, and the column of its names; the figures stand
 * in the columns after it. */
struct xlsx_range {
    lxw_row_t first;
    lxw_row_t last;
    lxw_col_t names;
};

#define XLSX_SUMMARY "Summary"

/* Where a chart stands and how large it is, in pixels. */
struct xlsx_place {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t col;
    double width;
    double height;
};

void xlsx_chart_integration(struct xlsx_book *book, const struct xlsx_range *r,
                            const struct xlsx_place *place);
void xlsx_chart_readiness(struct xlsx_book *book, const struct xlsx_range *r,
                          const struct xlsx_place *place);
void xlsx_chart_subscriptions(struct xlsx_book *book,
                              const struct xlsx_range *r,
                              const struct xlsx_place *place);

#endif
