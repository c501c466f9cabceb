/* SPDX-License-Identifier: MIT */
/* progress.h - one line on the terminal that says how far the audit is. */
#ifndef AKSENTRA_CLI_PROGRESS_H
#define AKSENTRA_CLI_PROGRESS_H

#include <stdbool.h>

#include "audit/audit.h"

/* Shows the line on standard error from now on, where `shown`; otherwise all
 * of these do nothing. */
void progress_start(bool shown);

/* Redraws it, at most ten times a second. For struct audit_listener. */
void progress_update(void *arg, const struct audit_progress *p);

/* Takes the line away, before something else is written. */
void progress_clear(void);

#endif
