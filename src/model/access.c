/* SPDX-License-Identifier: MIT */
/* access.c - who gets in after the migration of a legacy cluster. */
#include "model/access.h"

#include <stdio.h>
#include <string.h>

#include "support/buf.h"
#include "support/str.h"

static const struct text_list *
admin_groups(const struct cluster *c)
{
    static const struct text_list none;

    if (c->integration == INTEGRATION_MANAGED)
        return &c->aad.admin_group_object_ids;
    return c->planned ? &c->planned->admin_group_object_ids : &none;
}

/* The groups: who is in, and whether that is known. */
static bool
weigh_groups(const struct snapshot *s, const struct cluster *c,
             struct access *a)
{
    const struct text_list *ids = admin_groups(c);
    bool known = true;

    for (size_t i = 0; i < ids->len; i++) {
        const struct group *g =
            directory_find_group(&s->directory, ids->items[i]);

        if (!g || g->presence == GROUP_UNKNOWN) {
            known = false;
            a->admins = -1;
        } else if (g->presence != GROUP_PRESENT ||
                   g->security_enabled == TRI_NO || g->members == 0) {
            a->broken_groups++;
        } else {
            a->admin_groups++;
            if (g->members < 0 || a->admins < 0)
                a->admins = -1;
            else
                a->admins += g->members;
        }
    }
    return known;
}

/* Each name once, however many bindings it stands in. */
static int
weigh_subject(struct map *seen, struct access *a,
              const struct binding_subject *x)
{
    size_t *counts = x->kind == SUBJECT_GROUP ? a->groups : a->users;

    if (x->fate == FATE_APART || map_get(seen, x->name))
        return 0;
    counts[x->fate]++;
    return map_put(seen, x->name, (void *)x);
}

static int
weigh_bindings(const struct cluster *c, struct access *a, bool *admin_unknown)
{
    struct map seen = { 0 };
    int rc = 0;

    for (size_t b = 0; rc == 0 && b < c->bindings.n; b++) {
        const struct binding *item = &c->bindings.items[b];

        if (item->system)
            continue;
        for (size_t k = 0; rc == 0 && k < item->n_subjects; k++) {
            const struct binding_subject *x = &item->subjects[k];

            rc = weigh_subject(&seen, a, x);
            if (!binding_is_cluster_admin(item) || x->fate == FATE_APART)
                continue;
            a->bound_admins += x->after == TRI_YES;
            *admin_unknown |= x->after == TRI_UNSET;
        }
    }
    map_free(&seen);
    return rc;
}

int
access_after(const struct snapshot *s, const struct cluster *c,
             struct access *ret)
{
    bool admin_unknown = false, groups_known;

    memset(ret, 0, sizeof(*ret));
    ret->bindings_seen = c->bindings.status == COVERAGE_AUDITED;
    ret->local_account =
        c->disable_local_accounts == TRI_YES ? TRI_NO : TRI_YES;
    groups_known = weigh_groups(s, c, ret);
    if (weigh_bindings(c, ret, &admin_unknown) != 0)
        return -1;
    if (ret->admin_groups > 0 || ret->bound_admins > 0)
        ret->locked_out = TRI_NO;
    else if (!groups_known || admin_unknown || !ret->bindings_seen)
        ret->locked_out = TRI_UNSET;
    else
        ret->locked_out = TRI_YES;
    return 0;
}

int
access_count(const struct snapshot *s, size_t by_locked_out[3])
{
    memset(by_locked_out, 0, 3 * sizeof(*by_locked_out));
    for (size_t i = 0; i < s->clusters.len && !s->no_bindings; i++) {
        const struct cluster *c = s->clusters.items[i];
        struct access a;

        if (c->integration != INTEGRATION_LEGACY)
            continue;
        if (access_after(s, c, &a) != 0)
            return -1;
        by_locked_out[a.locked_out]++;
    }
    return 0;
}

static size_t
sum(const size_t *counts)
{
    return counts[FATE_KEEPS] + counts[FATE_STARTS];
}

static void
add_admins(struct buf *out, const struct access *a)
{
    if (a->locked_out == TRI_YES) {
        buf_adds(out, "Nobody will be cluster-admin through Entra");
        buf_adds(out, a->local_account == TRI_YES
                          ? " (the local admin account stays as a way in)"
                          : ", and local accounts are off: locked out");
        return;
    }
    if (a->locked_out == TRI_UNSET)
        buf_adds(out, "Whether anybody will be cluster-admin is not known");
    else if (a->admins >= 0)
        buf_addf(out, "%ld member%s of %zu admin group%s", a->admins,
                 a->admins == 1 ? "" : "s", a->admin_groups,
                 a->admin_groups == 1 ? "" : "s");
    else
        buf_addf(out, "The members of %zu admin group%s", a->admin_groups,
                 a->admin_groups == 1 ? "" : "s");
    if (a->locked_out == TRI_NO && a->bound_admins > 0)
        buf_addf(out, " and %zu bound by themselves", a->bound_admins);
    if (a->locked_out == TRI_NO)
        buf_adds(out, " will be cluster-admin");
}

void
access_sentence(const struct access *a, char *out, size_t size)
{
    auto_buf text = { 0 };

    add_admins(&text, a);
    if (!a->bindings_seen) {
        buf_adds(&text, "; the bindings could not be read");
    } else {
        buf_addf(&text, "; %zu user%s and %zu group%s get in", sum(a->users),
                 sum(a->users) == 1 ? "" : "s", sum(a->groups),
                 sum(a->groups) == 1 ? "" : "s");
        if (a->users[FATE_STARTS] + a->groups[FATE_STARTS] > 0)
            buf_addf(&text, " (%zu of them for the first time)",
                     a->users[FATE_STARTS] + a->groups[FATE_STARTS]);
        buf_addf(&text, ", %zu stop working, %zu never worked",
                 a->users[FATE_STOPS] + a->groups[FATE_STOPS],
                 a->users[FATE_NEVER] + a->groups[FATE_NEVER]);
        if (a->users[FATE_UNKNOWN] + a->groups[FATE_UNKNOWN] > 0)
            buf_addf(&text, ", %zu nobody knows",
                     a->users[FATE_UNKNOWN] + a->groups[FATE_UNKNOWN]);
    }
    snprintf(out, size, "%s", buf_str(&text));
}
