/* SPDX-License-Identifier: MIT */
/* xlsx_notes.c - the sheets "Retirement dates", "Not assessed" and
 * "Definitions". */
#include "workbook/xlsx_sheets.h"

#include <stddef.h>

#include "model/retirement.h"
#include "report/gaps.h"
#include "report/glossary.h"
#include "workbook/xlsx_table.h"

static const struct column date_columns[] = {
    { "Date", "date", 14, COLUMN_DATE,
      .member = offsetof(struct retirement_date, date) },
    { "What", "what", 70, COLUMN_TEXT,
      .member = offsetof(struct retirement_date, what), .wraps = true },
    { "Source", "source", 90, COLUMN_TEXT,
      .member = offsetof(struct retirement_date, source), .wraps = true },
};

void
xlsx_write_retirement(struct xlsx_book *book)
{
    struct xlsx_table table;

    xlsx_table_begin(&table, book, "Retirement dates", date_columns,
                     sizeof(date_columns) / sizeof(date_columns[0]));
    for (size_t i = 0; i < n_retirement_dates; i++)
        xlsx_table_row(&table, &retirement_dates[i]);
    xlsx_table_end(&table);
}

static int
write_gap(void *arg, const struct gap *gap)
{
    xlsx_table_row(arg, gap);
    return 0;
}

void
xlsx_write_gaps(struct xlsx_book *book)
{
    struct xlsx_table table;

    xlsx_table_begin(&table, book, "Not assessed", gap_columns, n_gap_columns);
    if (gaps_each(book->o, write_gap, &table) != 0)
        book->failed = true;
    xlsx_table_end(&table);
}

static const struct column definition_columns[] = {
    { "Of", "subject", 24, COLUMN_TEXT,
      .member = offsetof(struct glossary_entry, subject) },
    { "Word", "word", 24, COLUMN_TEXT,
      .member = offsetof(struct glossary_entry, word) },
    { "Meaning", "meaning", 100, COLUMN_TEXT,
      .member = offsetof(struct glossary_entry, meaning), .wraps = true },
};

void
xlsx_write_definitions(struct xlsx_book *book)
{
    struct xlsx_table table;

    xlsx_table_begin(&table, book, "Definitions", definition_columns,
                     sizeof(definition_columns) /
                         sizeof(definition_columns[0]));
    for (size_t i = 0; i < n_glossary; i++)
        xlsx_table_row(&table, &glossary[i]);
    xlsx_table_end(&table);
}
