/* SPDX-License-Identifier: MIT */
/* xlsx_book.h - what the sheets of the workbook share: the book itself, its
 * formats and colours, and texts that a cell can hold. Only the workbook's own
 * writers include this. */
#ifndef AKSENTRA_WORKBOOK_XLSX_BOOK_H
#define AKSENTRA_WORKBOOK_XLSX_BOOK_H

#include <xlsxwriter.h>

#include "report/columns.h"
#include "workbook/report_xlsx.h"

/* Calm, and told apart without colour vision by their lightness as well. */
enum xlsx_colour {
    XLSX_NAVY = 0x1F3A5F,
    XLSX_INK = 0x2B2F36,
    XLSX_GREY = 0x6B7280,
    XLSX_RULE = 0xD5DAE1,
    XLSX_PAPER = 0xF4F6F9,
    XLSX_WHITE = 0xFFFFFF,
    XLSX_LINK = 0x1B5EA8,
    XLSX_RED = 0xB23A3A,
    XLSX_RUST = 0xC8643C,
    XLSX_AMBER = 0xE3A83B,
    XLSX_GREEN = 0x3F8361,
    XLSX_LEAF = 0xA9BF74,
    XLSX_BLUE = 0x4A88B8,
    XLSX_PLUM = 0x8E6FA8,
    XLSX_STONE = 0xA5ABB8
};

/* What a coloured word means. */
enum xlsx_signal {
    XLSX_BAD,
    XLSX_WARNING,
    XLSX_GOOD,
    XLSX_INFO,
    XLSX_UNKNOWN,
    XLSX_SIGNAL_COUNT
};

struct xlsx_formats {
    lxw_format *title;
    lxw_format *subtitle;
    lxw_format *sentence; /* bold, for the verdict */
    lxw_format *section;
    lxw_format *label;
    lxw_format *header;
    lxw_format *header_number;
    lxw_format *text;
    lxw_format *wrapped;
    lxw_format *number;
    lxw_format *date;
    lxw_format *link;
    lxw_format *tile_caption;
    /* Of every second row: conditional, by enum column_kind. */
    lxw_format *bands[COLUMN_URL + 1];
    lxw_format *signals[XLSX_SIGNAL_COUNT]; /* conditional formats */
};

struct xlsx_book {
    lxw_workbook *workbook;
    struct xlsx_formats formats;
    const struct overview *o;
    const struct workbook_limits *limits;
    struct buf text; /* scratch for xlsx_text() */
    bool failed;     /* out of memory, or no temporary file */
};

/* The most characters a cell holds ("Excel specifications and limits"). */
enum { XLSX_TEXT_MAX = 32767 };

/* -1: out of memory. */
int xlsx_make_formats(struct xlsx_book *book);

lxw_color_t xlsx_integration_colour(enum integration i);
lxw_color_t xlsx_readiness_colour(enum readiness r);

/* The number format of a summary tile, in that colour; NULL: out of memory. */
lxw_format *xlsx_tile_format(struct xlsx_book *book, lxw_color_t colour);

/* A sheet, or NULL and book->failed. */
lxw_worksheet *xlsx_add_sheet(struct xlsx_book *book, const char *name);

/* `text` as a cell can hold it: control characters that XML has no way to
 * write and bytes that are not UTF-8 become '?', too long a text is cut and
 * says so. Borrowed until the next call; "" and book->failed: no memory. */
const char *xlsx_text(struct xlsx_book *book, const char *text);

/* Writes text as text, never as a formula. */
void xlsx_write_text(struct xlsx_book *book, lxw_worksheet *sheet,
                     lxw_row_t row, lxw_col_t col, const char *text,
                     lxw_format *format);

#endif
