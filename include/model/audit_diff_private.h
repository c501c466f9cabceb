/* SPDX-License-Identifier: MIT */
/* audit_diff_private.h - what the files of the comparison share. */
#ifndef AKSENTRA_MODEL_AUDIT_DIFF_PRIVATE_H
#define AKSENTRA_MODEL_AUDIT_DIFF_PRIVATE_H

#include "model/audit_record.h"

/* Why a cluster of this subscription that is not in `r` may be there all the
 * same, as a literal; NULL: it is certainly not. */
const char *audit_diff_doubt(const struct audit_record *r,
                             const struct audit_record *other,
                             const char *subscription_id);

#endif
