/* SPDX-License-Identifier: MIT */
/* migration_md.h - the parts of migration-plan.md that are about one cluster;
 * only its writers include this. Failures are in the buffer. */
#ifndef AKSENTRA_MARKDOWN_MIGRATION_MD_H
#define AKSENTRA_MARKDOWN_MIGRATION_MD_H

#include "report/overview.h"
#include "support/buf.h"
#include "support/map.h"

/* What the parts share. */
struct migration_md {
    const struct overview *o;
    /* By app id, the last step whose cluster names the app as its server or
     * client app: struct migration_step *. */
    struct map last_user;
};

/* The whole section of one cluster. */
void migration_md_cluster(struct buf *out, const struct migration_md *md,
                          const struct migration_step *step);

/* What the findings say is to be mended or made known before. */
void migration_md_findings(struct buf *out, const struct overview *o,
                           const struct cluster *c);

/* When and how its old app registrations can go. */
void migration_md_apps(struct buf *out, const struct migration_md *md,
                       const struct migration_step *step);

/* Commands, a line each, as a block of shell; nothing when there are none. */
void migration_md_shell(struct buf *out, struct buf *commands);

#endif
