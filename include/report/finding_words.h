/* SPDX-License-Identifier: MIT */
/* finding_words.h - how reports name a finding: where it stands, for people, and
 * what makes it the same finding in the next audit, for programs. */
#ifndef AKSENTRA_REPORT_FINDING_WORDS_H
#define AKSENTRA_REPORT_FINDING_WORDS_H

#include "model/finding.h"
#include "support/buf.h"

/* "aks-one (rg-one, Production)"; of a binding, group or context also which:
 * "aks-one (rg-one, Production), ClusterRoleBinding/admins, User ada@...". */
void finding_place(struct buf *out, const struct finding *f);

/* The message; the title where the check gave none. Never NULL. */
const char *finding_message(const struct finding *f);

/* The value of an evidence; NULL: absent, or there is no such evidence. */
const char *finding_evidence(const struct finding *f, const char *field);

/* What is the same text for the same finding of every audit: the check, the
 * resource without its case and what tells findings on one resource apart (the
 * cluster of a group, the subject of a binding). One line each. */
void finding_identity(struct buf *out, const struct finding *f);

/* "until 2026-01-31, by Ada: moved in May"; the waiver is not NULL. */
void waiver_text(struct buf *out, const struct waiver *w);

/* For sorting by weight: what fails before what could not be judged, severe
 * before harmless, waived last; 0 is the heaviest. */
unsigned finding_rank(const struct finding *f);

#endif
