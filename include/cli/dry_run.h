/* SPDX-License-Identifier: MIT */
/* dry_run.h - --dry-run: what would be asked, and with which permissions. */
#ifndef AKSENTRA_CLI_DRY_RUN_H
#define AKSENTRA_CLI_DRY_RUN_H

#include "audit/audit.h"

/* Checks the request's files and patterns, prints the plan to standard output
 * and returns the exit status. Asks nothing. */
int dry_run(const struct audit_request *request);

#endif
