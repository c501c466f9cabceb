/* SPDX-License-Identifier: MIT */
/* migration_waves.h - in which order legacy clusters are best migrated.
 *
 * A rule of this program, no fact of Azure's: learn where it hurts least, keep
 * together what shares app registrations, and leave to the end what cannot be
 * done yet. Pure: it looks at integration, readiness, production and migration
 * group alone. */
#ifndef AKSENTRA_REPORT_MIGRATION_WAVES_H
#define AKSENTRA_REPORT_MIGRATION_WAVES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/cluster.h"
#include "support/buf.h"
#include "support/vec.h"

/* In the order of migrating; a later one is worse. */
enum wave {
    WAVE_NON_PRODUCTION_READY,
    WAVE_NON_PRODUCTION_ACTION,
    WAVE_PRODUCTION_READY,
    WAVE_PRODUCTION_ACTION,
    WAVE_UNKNOWN,
    WAVE_BLOCKED,
    WAVE_COUNT
};

/* The place of one legacy cluster. */
struct migration_step {
    const struct cluster *cluster;
    enum wave wave;
    enum wave alone; /* where it would be if it shared no app */
    /* The member of its migration group that is in this wave by itself, where
     * the cluster is not; NULL: it is. */
    const struct cluster *held_by;
};

struct migration_waves {
    struct vec steps; /* struct migration_step *, in the order of migrating */
    struct migration_step *rows;
    size_t counts[WAVE_COUNT];    /* clusters */
    unsigned numbers[WAVE_COUNT]; /* from 1; 0: nobody is in it */
    unsigned n;                   /* waves that have somebody */
};

/* Puts every legacy cluster of the list into one wave; within a wave the order
 * of the list, but the members of a group follow one another. -1: out of
 * memory, *w is empty. */
int migration_waves_make(struct migration_waves *w, const struct vec *clusters);
void migration_waves_free(struct migration_waves *w);

/* "Not production, ready", and why such clusters are where they are. */
const char *wave_title(enum wave wave);
const char *wave_reason(enum wave wave);

/* Whether it is to be migrated outside business hours: the Free tier, for which
 * the AKS docs warn of downtime, and a tier that is not known. */
bool migration_at_night(const struct cluster *c);

#endif
