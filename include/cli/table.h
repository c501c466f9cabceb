/* SPDX-License-Identifier: MIT */
/* table.h - the results as a person sees them on the terminal. */
#ifndef AKSENTRA_CLI_TABLE_H
#define AKSENTRA_CLI_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "model/results.h"
#include "support/err.h"

struct table_style {
    unsigned width; /* columns of the terminal; at least 40 */
    bool colour;
};

/* Prints the clusters as a table that fits the width, then the sums, what
 * could not be audited, and the exit code with its reason. Names carry no
 * control characters; colour is never the only thing that says something.
 * ERR_IO: the stream took not all of it. */
int table_print(FILE *out, const struct results *r,
                const struct table_style *style, struct err *e);

#endif
