/* SPDX-License-Identifier: MIT */
/* table_tools.h - the tools of this machine on the terminal. */
#ifndef AKSENTRA_CLI_TABLE_TOOLS_H
#define AKSENTRA_CLI_TABLE_TOOLS_H

#include <stdio.h>

#include "cli/table.h"
#include "report/overview.h"

/* Prints every kubectl, kubelogin and az that was found, then what to install;
 * nothing where they were not looked for. -1: out of memory. */
int table_tools(FILE *out, const struct overview *o,
                const struct table_style *style);

#endif
