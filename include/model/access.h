/* SPDX-License-Identifier: MIT */
/* access.h - who gets in after the migration of a legacy cluster, in sums. */
#ifndef AKSENTRA_MODEL_ACCESS_H
#define AKSENTRA_MODEL_ACCESS_H

#include "model/results.h"

struct access {
    /* Whether nobody at all will be admin: unset when that is not known. */
    enum tri locked_out;
    size_t admin_groups;  /* set or planned, that are there and let people in */
    size_t broken_groups; /* those that do not */
    long admins;          /* their members together; -1: not known */
    size_t bound_admins;  /* subjects bound to cluster-admin that will work */
    enum tri local_account;
    /* Different subjects of Entra by what becomes of them. */
    size_t users[FATE_COUNT];
    size_t groups[FATE_COUNT];
    bool bindings_seen;
};

/* -1: out of memory. */
int access_after(const struct snapshot *s, const struct cluster *c,
                 struct access *ret);

/* How many legacy clusters will have an admin (TRI_NO), none (TRI_YES), or it is
 * not known (TRI_UNSET): by enum tri. -1: out of memory. */
int access_count(const struct snapshot *s, size_t by_locked_out[3]);

/* One line for a manager; at most `size` bytes with the NUL. */
void access_sentence(const struct access *a, char *out, size_t size);

#endif
