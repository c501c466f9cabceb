/* SPDX-License-Identifier: MIT */
/* xlsx_sheets.h - the sheets of the workbook that are more than a list of the
 * results. Failures are in book->failed. */
#ifndef AKSENTRA_REPORT_XLSX_SHEETS_H
#define AKSENTRA_REPORT_XLSX_SHEETS_H

#include "report/xlsx_book.h"

/* The page for a manager: figures, charts, what was audited. */
void xlsx_write_summary(struct xlsx_book *book);

/* One row for each legacy cluster and audience. */
void xlsx_write_refresh(struct xlsx_book *book);

void xlsx_write_retirement(struct xlsx_book *book);

/* Everything that was not looked at, and why. */
void xlsx_write_gaps(struct xlsx_book *book);

#endif
