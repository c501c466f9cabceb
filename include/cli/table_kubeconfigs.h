/* SPDX-License-Identifier: MIT */
/* table_kubeconfigs.h - contexts of kubeconfig files as a person sees them on
 * the terminal. */
#ifndef AKSENTRA_CLI_TABLE_KUBECONFIGS_H
#define AKSENTRA_CLI_TABLE_KUBECONFIGS_H

#include "cli/table.h"

/* Prints the contexts as a table, then what ails each and the commands that
 * mend it, what could not be read, and the exit code. As table_print(). */
int table_print_kubeconfigs(FILE *out, const struct results *r,
                            const struct table_style *style, struct err *e);

#endif
