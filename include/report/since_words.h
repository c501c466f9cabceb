/* SPDX-License-Identifier: MIT */
/* since_words.h - how reports speak of what changed between two audits. */
#ifndef AKSENTRA_REPORT_SINCE_WORDS_H
#define AKSENTRA_REPORT_SINCE_WORDS_H

#include "model/audit_diff.h"
#include "support/buf.h"

/* "Since 2026-10-01" */
void since_label(struct buf *out, const struct audit_diff *d);

/* "3 migrated, 2 still legacy, 1 gone": what is not zero, and always something;
 * what must never happen comes first and says so. */
void since_clusters_text(struct buf *out, const struct audit_diff *d);

/* "2 new, 5 mended, 7 still failing" */
void since_findings_text(struct buf *out, const struct audit_diff *d);

/* "still legacy": a change for people. */
const char *change_label(enum change c);
const char *finding_change_label(enum finding_change c);

#endif
