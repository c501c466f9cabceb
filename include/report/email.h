/* SPDX-License-Identifier: MIT */
/* email.h - what those who sign in to a cluster are told: a text that is ready
 * to be sent but for what stands in [square brackets]. The steps are those of
 * report/instructions.h. */
#ifndef AKSENTRA_REPORT_EMAIL_H
#define AKSENTRA_REPORT_EMAIL_H

#include <stdbool.h>

#include "report/instructions.h"
#include "report/overview.h"
#include "support/buf.h"

/* Whether there is such a text: before and after for a legacy cluster, after
 * for a managed one, none for others; for private clusters only where the
 * cluster is private. */
bool email_applies(const struct cluster *c, enum audience audience,
                   enum phase phase);

/* Adds the text, "Subject: ..." first, plain and wrapped where it is prose.
 * Names are on one line and steer no terminal. The text of a legacy cluster
 * says after the migration that it was made: it is for whoever has verified
 * that. Adds nothing where email_applies() says no. */
void email_text(struct buf *out, const struct overview *o,
                const struct cluster *c, enum audience audience,
                enum phase phase);

#endif
