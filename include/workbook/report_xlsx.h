/* SPDX-License-Identifier: MIT */
/* report_xlsx.h - report.xlsx, what a manager opens. */
#ifndef AKSENTRA_WORKBOOK_REPORT_XLSX_H
#define AKSENTRA_WORKBOOK_REPORT_XLSX_H

#include <stdint.h>

#include "report/overview.h"
#include "support/err.h"
#include "support/files.h"

/* What one sheet may hold; more rows go on to the next sheet, and an address
 * after that many links is plain text. */
struct workbook_limits {
    uint32_t rows; /* the header among them */
    uint32_t links;
};

/* The rows of the file format ("Excel specifications and limits"). It allows
 * 65,530 links a sheet too, but the library keeps about 3 KiB for each of them,
 * so that 2,000 are enough. */
extern const struct workbook_limits workbook_limits_default;

/* Writes the workbook over the draft's temporary file; other temporary files
 * are made in `dir` and are gone afterwards. The same results give the same
 * bytes. ERR_IO: the disk is full, or a file could not be made. */
int write_workbook(struct files_draft *draft, const char *dir,
                   const struct overview *o,
                   const struct workbook_limits *limits, struct err *e);

#endif
