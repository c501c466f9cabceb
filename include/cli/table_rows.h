/* SPDX-License-Identifier: MIT */
/* table_rows.h - a list of the results as a table that fits the terminal. */
#ifndef AKSENTRA_CLI_TABLE_ROWS_H
#define AKSENTRA_CLI_TABLE_ROWS_H

#include <stddef.h>
#include <stdio.h>

#include "cli/table.h"
#include "report/columns.h"

enum { TABLE_CHOICES_MAX = 8 };

/* A column that is shown. */
struct table_choice {
    const char *key;
    size_t least;    /* columns of the terminal */
    int dispensable; /* the first to go when there is no room has the highest
                        number; 0: never */
};

struct table_view {
    const struct column_set *set;
    const struct table_choice *choices; /* at most TABLE_CHOICES_MAX */
    size_t n_choices;
    /* The colour of a cell as an escape sequence; NULL: none. The words say it
     * as well: it only helps to find them. */
    const char *(*colour_of)(const struct column *column, const void *item);
};

/* Prints a header, the rows and an empty line; nothing where there are no rows.
 * -1: out of memory. */
int table_rows(FILE *out, const struct table_view *view,
               const struct overview *o, const struct table_style *style);

#endif
