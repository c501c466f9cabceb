/* SPDX-License-Identifier: MIT */
/* xlsx_sheets.h - the sheets of the workbook that are more than a list of the
 * results. Failures are in book->failed. */
#ifndef AKSENTRA_WORKBOOK_XLSX_SHEETS_H
#define AKSENTRA_WORKBOOK_XLSX_SHEETS_H

#include "workbook/xlsx_book.h"

/* A sheet, and when it is there. Either a set of columns or a writer. */
struct xlsx_sheet {
    const char *title;
    const char *about; /* what a reader finds there; NULL: says it itself */
    bool (*applies)(const struct results *r); /* NULL: of clusters, always */
    const struct column_set *set;
    void (*write)(struct xlsx_book *book);
};

/* In the order of the workbook. */
extern const struct xlsx_sheet xlsx_sheets[];
extern const size_t n_xlsx_sheets;

bool xlsx_sheet_applies(const struct xlsx_sheet *sheet,
                        const struct results *r);

/* The page for a manager: figures, charts, what was audited. */
void xlsx_write_summary(struct xlsx_book *book);

/* One row for each legacy cluster and audience. */
void xlsx_write_refresh(struct xlsx_book *book);

void xlsx_write_retirement(struct xlsx_book *book);

/* Everything that was not looked at, and why. */
void xlsx_write_gaps(struct xlsx_book *book);

/* What the words of the workbook mean. */
void xlsx_write_definitions(struct xlsx_book *book);

#endif
