/* SPDX-License-Identifier: MIT */
/* merge_directory.c - apps, principals, groups and role assignments of several
 * audits. */
#include "audit/merge_private.h"

#include <string.h>

#include "support/str.h"

/* ---- apps ---------------------------------------------------------------------- */

static bool
is_seen(const struct app *a)
{
    return a->presence != APP_UNKNOWN || a->read;
}

/* The newest that knows something of it. */
static int
add_app(struct merge *m, const struct merge_part *p, struct app *a)
{
    struct directory *d = &m->r->snapshot.directory;
    const char *key = merge_app_key(m, p, a->app_id);
    struct merged_app *known = key ? map_get(&m->apps, key) : NULL;

    if (!key)
        return -1;
    if (known) {
        if (!is_seen(known->app) && is_seen(a))
            *known = (struct merged_app){ a, p, a->roles };
        return 0;
    }
    known = arena_alloc(m->arena, sizeof(*known));
    if (!known)
        return -1;
    *known = (struct merged_app){ a, p, a->roles };
    return map_put(&m->apps, key, known) == 0 ? vec_push(&d->apps, known) : -1;
}

/* A cluster names it: put in front, from the last cluster to the first. */
static int
add_user(struct merge *m, const struct cluster *c, const char *app_id,
         enum app_role role)
{
    const struct merge_part *p = map_get(&m->clusters, c->id);
    struct app_user *user;
    struct merged_app *x;
    const char *key;

    if (!app_id)
        return 0;
    key = merge_app_key(m, p, app_id);
    if (!key)
        return -1;
    x = map_get(&m->apps, key);
    if (!x)
        return 0;
    x->app->roles |= role;
    if (x->app->users && x->app->users->cluster == c) {
        ((struct app_user *)x->app->users)->roles |= role;
        return 0;
    }
    user = arena_alloc(m->arena, sizeof(*user));
    if (!user)
        return -1;
    *user = (struct app_user){ c, role, x->app->users };
    x->app->users = user;
    x->app->n_users++;
    return 0;
}

/* What a cluster of any input names is no left-over of another one. */
static void
list_named(struct merge *m, struct map *named, bool *failed)
{
    const struct vec *clusters = &m->r->snapshot.clusters;

    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];
        const char *const ids[] = { c->aad.server_app_id, c->aad.client_app_id,
                                    c->service_principal_client_id };

        for (size_t k = 0; k < sizeof(ids) / sizeof(*ids); k++) {
            if (ids[k] && map_put(named, ids[k], m) != 0)
                *failed = true;
        }
    }
}

static void
prepare_app(const struct merge *m, const struct merged_app *x,
            const struct map *named)
{
    struct app *a = x->app;

    a->users = NULL;
    a->n_users = 0;
    a->roles &= APP_ROLE_LEFT_OVER;
    if (map_get(named, a->app_id)) {
        a->roles = 0;
        a->certainty = CERTAINTY_NONE;
    }
    if (m->many_tenants)
        a->tenant_id = str_or(a->tenant_id, x->part->results.run.tenant_id);
}

static int
join_apps(struct merge *m)
{
    const struct vec *clusters = &m->r->snapshot.clusters;

    for (size_t i = clusters->len; i > 0; i--) {
        const struct cluster *c = clusters->items[i - 1];
        const char *identity = c->service_principal_client_id;

        if (add_user(m, c, c->aad.server_app_id, APP_ROLE_SERVER) != 0 ||
            add_user(m, c, c->aad.client_app_id, APP_ROLE_CLIENT) != 0 ||
            add_user(m, c, str_eq_fold(identity, "msi") ? NULL : identity,
                     APP_ROLE_IDENTITY) != 0)
            return -1;
    }
    return 0;
}

static int
merge_apps(struct merge *m)
{
    struct directory *d = &m->r->snapshot.directory;
    struct map named = { 0 };
    bool failed = false;

    for (size_t i = 0; i < m->n; i++) {
        const struct vec *apps = &m->parts[i].results.snapshot.apps;

        for (size_t k = 0; k < apps->len; k++) {
            if (add_app(m, &m->parts[i], apps->items[k]) != 0)
                return -1;
        }
    }
    list_named(m, &named, &failed);
    for (size_t i = 0; i < d->apps.len; i++) {
        const struct merged_app *x = d->apps.items[i];

        prepare_app(m, x, &named);
        d->apps.items[i] = x->app;
        if (!directory_find_app(d, x->app->app_id) &&
            map_put(&d->app_by_id, x->app->app_id, x->app) != 0)
            failed = true;
    }
    map_free(&named);
    if (failed || join_apps(m) != 0 || snapshot_list_apps(&m->r->snapshot) != 0)
        return -1;
    return snapshot_group_clusters(&m->r->snapshot);
}

/* ---- people and groups ----------------------------------------------------------- */

static struct principal *
find_principal(const struct directory *d, const struct principal *p)
{
    return p->id ? directory_find_principal(d, p->id)
                 : map_get(&d->principal_by_name, p->name);
}

/* Whether a cluster of this part counts. What names a principal was taken back
 * with each cluster that does not, but for bindings of Kubernetes itself, which
 * are in no list. */
static bool
has_clusters(const struct merge *m, const struct merge_part *part)
{
    const struct vec *clusters = &part->results.snapshot.clusters;

    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        if (map_get(&m->clusters, c->id) == part)
            return true;
    }
    return false;
}

/* The newest that knows where it is; what names it adds up. */
static int
add_principal(struct merge *m, const struct principal *p, bool counts)
{
    struct directory *d = &m->r->snapshot.directory;
    struct principal *known = find_principal(d, p);
    size_t bindings = counts ? p->bindings : 0, assignments = p->assignments;

    if (known) {
        bindings += known->bindings;
        assignments += known->assignments;
        if (known->presence == PRINCIPAL_UNKNOWN &&
            p->presence != PRINCIPAL_UNKNOWN)
            *known = *p;
        /* One audit asked for it by name, another one by id. */
        if (!known->name)
            known->name = p->name;
        if (known->groups < 0)
            known->groups = p->groups;
        if (known->members < 0)
            known->members = p->members;
    } else {
        known = p->id ? directory_principal(d, m->arena, p->id)
                      : directory_named_user(d, m->arena, p->name);
        if (!known)
            return -1;
        *known = *p;
    }
    known->bindings = bindings;
    known->assignments = assignments;
    return 0;
}

static void
link_subjects(struct merge *m)
{
    const struct snapshot *s = &m->r->snapshot;

    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster_bindings *list =
            &((const struct cluster *)s->clusters.items[i])->bindings;

        for (size_t b = 0; b < list->n; b++) {
            for (size_t k = 0; k < list->items[b].n_subjects; k++) {
                struct binding_subject *x = &list->items[b].subjects[k];

                if (x->principal)
                    x->principal = find_principal(&s->directory, x->principal);
            }
        }
    }
}

static int
compare_groups(const void *a, const void *b)
{
    return str_cmp_fold(((const struct group *)a)->id,
                        ((const struct group *)b)->id);
}

static int
add_group(struct merge *m, const struct group *g)
{
    struct directory *d = &m->r->snapshot.directory;
    struct group *known = directory_find_group(d, g->id);

    if (known && known->presence != GROUP_UNKNOWN &&
        (known->members >= 0 || g->members < 0))
        return 0;
    if (!known)
        known = directory_group(d, m->arena, g->id);
    if (!known)
        return -1;
    *known = *g;
    return 0;
}

/* ---- role assignments --------------------------------------------------------------- */

static bool
is_below_subscriptions(const char *scope)
{
    return str_has_prefix_fold(scope, "/subscriptions/");
}

/* Above subscriptions the scope does not tell, and the audits are asked. */
static void
count_clusters(const struct merge *m, struct role_assignment *a, size_t others)
{
    const struct vec *clusters = &m->r->snapshot.clusters;

    if (!is_below_subscriptions(a->scope)) {
        a->clusters += others;
        if (a->clusters > clusters->len)
            a->clusters = clusters->len;
        return;
    }
    a->clusters = 0;
    for (size_t i = 0; i < clusters->len; i++)
        a->clusters += role_reaches(a, clusters->items[i]);
}

static int
add_role(struct merge *m, const struct role_definition *from)
{
    struct role_definition *to = snapshot_role(&m->r->snapshot, from->id);

    if (!to)
        return -1;
    if (!to->read)
        *to = *from;
    return 0;
}

static int
add_assignment(struct merge *m, struct merge_part *p, struct role_assignment *a)
{
    struct snapshot *s = &m->r->snapshot;

    if (a->id && map_get(&m->assignments, a->id)) {
        if (a->principal && a->principal->assignments > 0)
            ((struct principal *)a->principal)->assignments--;
        for (size_t i = 0; i < s->access_assignments.len; i++) {
            struct role_assignment *known = s->access_assignments.items[i];

            if (str_eq_fold(known->id, a->id))
                count_clusters(m, known, a->clusters);
        }
        return 0;
    }
    count_clusters(m, a, 0);
    if (add_role(m, a->role) != 0 || vec_push(&s->access_assignments, a) != 0)
        return -1;
    return a->id ? map_put(&m->assignments, a->id, p) : 0;
}

static int
merge_assignments(struct merge *m)
{
    struct snapshot *s = &m->r->snapshot;

    for (size_t i = 0; i < m->n; i++) {
        const struct vec *list =
            &m->parts[i].results.snapshot.access_assignments;

        for (size_t k = 0; k < list->len; k++) {
            if (add_assignment(m, &m->parts[i], list->items[k]) != 0)
                return -1;
        }
    }
    return vec_sort(&s->access_assignments, role_assignment_compare);
}

static void
link_assignments(struct merge *m)
{
    const struct snapshot *s = &m->r->snapshot;

    for (size_t i = 0; i < s->access_assignments.len; i++) {
        struct role_assignment *a = s->access_assignments.items[i];

        a->role = map_get(&s->role_by_id, a->role->id);
        if (a->principal)
            a->principal = find_principal(&s->directory, a->principal);
    }
}

int
merge_directory(struct merge *m)
{
    struct directory *d = &m->r->snapshot.directory;
    bool counts;

    if (merge_apps(m) != 0 || merge_assignments(m) != 0)
        return -1;
    for (size_t i = 0; i < m->n; i++) {
        const struct directory *from = &m->parts[i].results.snapshot.directory;

        counts = has_clusters(m, &m->parts[i]);
        for (size_t k = 0; k < from->principals.len; k++) {
            if (add_principal(m, from->principals.items[k], counts) != 0)
                return -1;
        }
        for (size_t k = 0; k < from->groups.len; k++) {
            if (add_group(m, from->groups.items[k]) != 0)
                return -1;
        }
    }
    link_subjects(m);
    link_assignments(m);
    if (vec_sort(&d->groups, compare_groups) != 0)
        return -1;
    return vec_sort(&d->principals, principal_compare);
}
