/* SPDX-License-Identifier: MIT */
/* join_apps.c - which clusters name which apps, and who shares one. */
#include "model/results.h"

#include <stdlib.h>
#include <string.h>

#include "support/str.h"

/* Users are put in front: from the last cluster to the first. */
static int
add_user(struct snapshot *s, const char *app_id, const struct cluster *c,
         enum app_role role)
{
    struct app_user *user;
    struct app *a;

    if (!app_id)
        return 0;
    a = directory_app(&s->directory, s->arena, app_id);
    if (!a)
        return -1;
    a->roles |= role;
    if (a->users && a->users->cluster == c) {
        user = (struct app_user *)a->users;
        user->roles |= role;
        return 0;
    }
    user = arena_alloc(s->arena, sizeof(*user));
    if (!user)
        return -1;
    user->cluster = c;
    user->roles = role;
    user->next = a->users;
    a->users = user;
    a->n_users++;
    return 0;
}

static int
add_users(struct snapshot *s, const struct cluster *c)
{
    const char *identity = c->service_principal_client_id;

    if (str_eq_fold(identity, "msi"))
        identity = NULL;
    if (add_user(s, c->aad.server_app_id, c, APP_ROLE_SERVER) != 0 ||
        add_user(s, c->aad.client_app_id, c, APP_ROLE_CLIENT) != 0)
        return -1;
    return add_user(s, identity, c, APP_ROLE_IDENTITY);
}

/* ---- groups ------------------------------------------------------------ */

/* Disjoint sets of clusters, by their place in the list; the root of a set is
 * its first cluster. */
struct sets {
    size_t *parent;
    struct map place; /* of a cluster id, as a pointer into `parent` */
};

static size_t
root_of(struct sets *sets, size_t i)
{
    while (sets->parent[i] != i) {
        sets->parent[i] = sets->parent[sets->parent[i]];
        i = sets->parent[i];
    }
    return i;
}

static void
unite(struct sets *sets, size_t a, size_t b)
{
    a = root_of(sets, a);
    b = root_of(sets, b);
    if (a < b)
        sets->parent[b] = a;
    else
        sets->parent[a] = b;
}

/* A cluster's own identity ties nothing together. */
static bool
counts(const struct app_user *u)
{
    return (u->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT)) &&
           u->cluster->integration == INTEGRATION_LEGACY;
}

static void
unite_users(struct sets *sets, const struct app *a)
{
    const size_t *first = NULL;

    for (const struct app_user *u = a->users; u; u = u->next) {
        const size_t *place =
            counts(u) ? map_get(&sets->place, u->cluster->id) : NULL;

        if (!place)
            continue;
        if (first)
            unite(sets, (size_t)(first - sets->parent),
                  (size_t)(place - sets->parent));
        else
            first = place;
    }
}

static int
find_sets(struct sets *sets, struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        sets->parent[i] = i;
        if (map_put(&sets->place, c->id, &sets->parent[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < s->directory.apps.len; i++)
        unite_users(sets, s->directory.apps.items[i]);
    return 0;
}

/* Numbers the sets of two and more, in the order of their first cluster. */
static void
number_groups(struct sets *sets, struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];
        size_t root = root_of(sets, i);
        struct cluster *first = s->clusters.items[root];

        if (root == i)
            continue;
        if (first->migration_group == 0)
            first->migration_group = SIZE_MAX;
        c->migration_group = SIZE_MAX;
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];
        const struct cluster *first = s->clusters.items[root_of(sets, i)];

        if (c->migration_group == SIZE_MAX)
            c->migration_group =
                first == c ? ++s->groups : first->migration_group;
    }
}

int
snapshot_group_clusters(struct snapshot *s)
{
    struct sets sets = { 0 };
    int rc;

    s->groups = 0;
    for (size_t i = 0; i < s->clusters.len; i++)
        ((struct cluster *)s->clusters.items[i])->migration_group = 0;

    sets.parent = calloc(s->clusters.len + 1, sizeof(*sets.parent));
    if (!sets.parent)
        return -1;
    rc = find_sets(&sets, s);
    if (rc == 0)
        number_groups(&sets, s);
    map_free(&sets.place);
    free(sets.parent);
    return rc;
}

int
snapshot_join_apps(struct snapshot *s)
{
    for (size_t i = s->clusters.len; i > 0; i--) {
        if (add_users(s, s->clusters.items[i - 1]) != 0)
            return -1;
    }
    return snapshot_group_clusters(s);
}

int
snapshot_list_apps(struct snapshot *s)
{
    s->apps.len = 0;
    for (size_t i = 0; i < s->directory.apps.len; i++) {
        struct app *a = s->directory.apps.items[i];

        if (a->roles && vec_push(&s->apps, a) != 0)
            return -1;
    }
    return vec_sort(&s->apps, app_compare);
}
