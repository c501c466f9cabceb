/* SPDX-License-Identifier: MIT */
/* migration_words.h - what the plan, its sheet and the e-mails say alike of one
 * cluster. Plain text: names are as they are, and commands quoted. */
#ifndef AKSENTRA_REPORT_MIGRATION_WORDS_H
#define AKSENTRA_REPORT_MIGRATION_WORDS_H

#include <stdbool.h>

#include "model/cluster.h"
#include "support/buf.h"

/* Whether --plan names an admin group for it. */
bool migration_has_group(const struct cluster *c);

#define MIGRATION_NO_GROUP "no group is planned: do not run"

/* The command that migrates. Where no group is planned it is a comment of a
 * shell, under another that says MIGRATION_NO_GROUP, so that nobody runs it by
 * pasting it. Without a line break at the end. */
void migration_command(struct buf *out, const struct cluster *c);

/* What its maintenance configurations say, with "; " between them; "no window is
 * set"; or that it is not known, and why. */
void migration_window(struct buf *out, const struct cluster *c);

/* Why the night: "Free tier: ..."; NULL: not for that reason. */
const char *migration_night_reason(const struct cluster *c);

#endif
