/* SPDX-License-Identifier: MIT */
/* diff_status.h - the exit code of `aksentra diff`, and why. */
#ifndef AKSENTRA_AUDIT_DIFF_STATUS_H
#define AKSENTRA_AUDIT_DIFF_STATUS_H

#include "audit/exit_status.h"
#include "model/audit_diff.h"
#include "support/buf.h"

/* FOUND: something is newly legacy, or a new failure that nobody accepts is of
 * severity high or above. INCOMPLETE: neither, but something could not be
 * compared, since one of the audits did not see it. CLEAN: neither. *reason gets
 * one sentence without a full stop. */
enum exit_status diff_status(const struct audit_diff *d, struct buf *reason);

#endif
