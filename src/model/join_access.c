/* SPDX-License-Identifier: MIT */
/* join_access.c - which Azure role assignments reach which clusters, and how
 * often each principal is named. */
#include "model/results.h"

#include <string.h>

#include "support/guid.h"
#include "support/str.h"

struct role_definition *
snapshot_role(struct snapshot *s, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *id = slash ? slash + 1 : path;
    struct role_definition *role = map_get(&s->role_by_id, id);

    if (role)
        return role;
    role = arena_alloc(s->arena, sizeof(*role));
    if (!role)
        return NULL;
    role->path = arena_strdup(s->arena, path);
    role->id = arena_strdup(s->arena, id);
    if (!role->path || !role->id || vec_push(&s->roles, role) != 0)
        return NULL;
    return map_put(&s->role_by_id, role->id, role) == 0 ? role : NULL;
}

/* An assignment above several subscriptions is in the list of each. */
static const struct role_assignment *
find_known(const struct map *known, const struct role_assignment *a)
{
    return a->id ? map_get(known, a->id) : NULL;
}

static void
count_clusters(const struct snapshot *s, struct role_assignment *a,
               struct role_assignment *first)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        if (c->subscription == a->listed && role_reaches(a, c))
            first->clusters++;
    }
}

/* What cannot be judged, because its definition was not read, stays. */
static bool
gives_something(const struct role_assignment *a)
{
    return a->role->powers || !a->role->read;
}

static int
list_assignments(struct snapshot *s)
{
    struct map known = { 0 };
    int rc = 0;

    s->access_assignments.len = 0;
    for (size_t i = 0; rc == 0 && i < s->assignments.len; i++) {
        struct role_assignment *a = s->assignments.items[i];
        struct role_assignment *first =
            (struct role_assignment *)find_known(&known, a);

        a->principal = directory_find_principal(&s->directory, a->principal_id);
        if (!gives_something(a))
            continue;
        count_clusters(s, a, first ? first : a);
        if (first)
            continue;
        if ((a->id && map_put(&known, a->id, a) != 0) ||
            (a->clusters > 0 && vec_push(&s->access_assignments, a) != 0))
            rc = -1;
        else if (a->clusters > 0 && a->principal)
            ((struct principal *)a->principal)->assignments++;
    }
    map_free(&known);
    return rc == 0 ? vec_sort(&s->access_assignments, role_assignment_compare)
                   : -1;
}

static void
count_subjects(struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster_bindings *list =
            &((const struct cluster *)s->clusters.items[i])->bindings;

        for (size_t b = 0; b < list->n; b++) {
            for (size_t k = 0; k < list->items[b].n_subjects; k++) {
                const struct binding_subject *x = &list->items[b].subjects[k];

                if (x->principal)
                    ((struct principal *)x->principal)->bindings++;
            }
        }
    }
}

int
snapshot_join_access(struct snapshot *s)
{
    count_subjects(s);
    if (list_assignments(s) != 0)
        return -1;
    return vec_sort(&s->directory.principals, principal_compare);
}
