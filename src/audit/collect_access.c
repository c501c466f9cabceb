/* SPDX-License-Identifier: MIT */
/* collect_access.c - who gets in: the rounds in which it is asked. */
#include "audit/collect_access.h"

#include "audit/read_bindings.h"
#include "checks/check.h"
#include "model/fate.h"
#include "sources/arm_access.h"
#include "sources/graph_directory.h"
#include "sources/graph_principals.h"
#include "support/guid.h"
#include "support/str.h"

/* An interruption is no failure here. */
static int
run(struct http *http, struct snapshot *s, struct err *e)
{
    struct err why = { 0 };

    if (http_run(http, &why) == 0)
        return 0;
    if (why.code != ERR_INTERRUPTED)
        return err_set(e, why.code, "%s", why.text);
    s->interrupted = true;
    return 0;
}

/* ---- clusters and subscriptions ------------------------------------------ */

static int
ask_subscriptions(const struct access_sources *a, struct snapshot *s,
                  unsigned needs, struct err *e)
{
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        struct subscription *sub = s->subscriptions.items[i];

        if (sub->clusters == 0)
            continue;
        if ((needs & NEED_ASSIGNMENTS) &&
            arm_role_assignments_start(a->arm, s, sub, e) != 0)
            return -1;
        if ((needs & NEED_LOCKS) && arm_locks_start(a->arm, s, sub, e) != 0)
            return -1;
    }
    return 0;
}

static int
ask_windows(const struct access_sources *a, struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];

        if (c->integration == INTEGRATION_LEGACY &&
            arm_maintenance_start(a->arm, s, c, e) != 0)
            return -1;
    }
    return 0;
}

static int
ask_roles(const struct access_sources *a, struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < s->roles.len; i++) {
        struct role_definition *role = s->roles.items[i];

        if (!role->read && !role->reason &&
            arm_role_definition_start(a->arm, s, role, e) != 0)
            return -1;
    }
    return run(a->http, s, e);
}

/* ---- principals ---------------------------------------------------------- */

static int
register_subject(struct snapshot *s, const struct binding_subject *x)
{
    struct directory *d = &s->directory;
    struct principal *p;

    if (!subject_is_of_entra(x))
        return 0;
    if (name_form_of(x->name) == NAME_GUID)
        p = directory_principal(d, s->arena, x->name);
    else if (x->kind == SUBJECT_USER)
        p = directory_named_user(d, s->arena, x->name);
    else
        return 0;
    if (p)
        p->bound = true;
    return p ? 0 : -1;
}

static int
register_cluster(struct snapshot *s, const struct cluster *c)
{
    for (size_t b = 0; b < c->bindings.n; b++) {
        const struct binding *item = &c->bindings.items[b];

        for (size_t k = 0; k < item->n_subjects; k++) {
            if (register_subject(s, &item->subjects[k]) != 0)
                return -1;
        }
    }
    return 0;
}

int
collect_access_register(struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        if (register_cluster(s, s->clusters.items[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < s->assignments.len; i++) {
        const struct role_assignment *a = s->assignments.items[i];

        if ((a->role->powers || !a->role->read) &&
            !directory_principal(&s->directory, s->arena, a->principal_id))
            return -1;
    }
    return 0;
}

/* A single user who is cluster-admin by a binding: is it a member of the admin
 * group, who would be so anyway? */
static bool
binds_single_admin(const struct cluster *c)
{
    for (size_t b = 0; b < c->bindings.n; b++) {
        const struct binding *item = &c->bindings.items[b];

        if (item->system || !binding_is_cluster_admin(item))
            continue;
        for (size_t k = 0; k < item->n_subjects; k++) {
            if (item->subjects[k].kind == SUBJECT_USER &&
                subject_is_of_entra(&item->subjects[k]))
                return true;
        }
    }
    return false;
}

static int
ask_members(const struct access_sources *a, struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];
        const struct text_list *ids = check_admin_groups(c);

        if (!binds_single_admin(c))
            continue;
        for (size_t k = 0; k < ids->len; k++) {
            struct group *g =
                directory_find_group(&s->directory, ids->items[k]);

            if (g && !g->member_ids && guid_is(g->id) &&
                graph_start_members(a->graph, s, g, e) != 0)
                return -1;
        }
    }
    return 0;
}

static int
ask_principals(const struct access_sources *a, struct snapshot *s,
               struct err *e)
{
    if (graph_principals_find(a->graph, s, e) != 0 || run(a->http, s, e) != 0)
        return -1;
    if (s->interrupted)
        return 0;
    if (graph_principals_describe(a->graph, s, e) != 0 ||
        ask_members(a, s, e) != 0)
        return -1;
    return run(a->http, s, e);
}

/* ---- all of it ----------------------------------------------------------- */

static int
ask_clusters(const struct access_sources *a, struct snapshot *s, unsigned needs,
             struct err *e)
{
    struct binding_reader *reader = NULL;
    int rc = 0;

    if (ask_subscriptions(a, s, needs, e) != 0 ||
        ((needs & NEED_MAINTENANCE) && ask_windows(a, s, e) != 0))
        return -1;
    if (needs & NEED_BINDINGS)
        rc = read_bindings_start(&reader, a, s, e);
    if (rc == 0)
        rc = run(a->http, s, e);
    if (read_bindings_end(reader, e) != 0)
        rc = -1;
    return rc;
}

int
collect_access(const struct access_sources *sources, struct snapshot *s,
               struct err *e)
{
    unsigned needs = check_needs(s);

    if (s->interrupted || !(needs & NEED_ACCESS))
        return 0;
    if (ask_clusters(sources, s, needs, e) != 0)
        return -1;
    if (!s->interrupted && ask_roles(sources, s, e) != 0)
        return -1;
    if (collect_access_register(s) != 0)
        return err_nomem(e);
    if (!s->interrupted && sources->graph->gate &&
        ask_principals(sources, s, e) != 0)
        return -1;
    return 0;
}

/* A principal that nobody could look up carries the reason of its part. */
static void
explain_unknown(struct snapshot *s)
{
    const struct coverage_view *v = &s->directory.views[DIRECTORY_PRINCIPALS];

    for (size_t i = 0; i < s->directory.principals.len; i++) {
        struct principal *p = s->directory.principals.items[i];

        if (p->presence == PRINCIPAL_UNKNOWN && !p->reason)
            p->reason = str_or(v->reason, "it was not looked up");
    }
}

int
collect_access_settle(struct snapshot *s)
{
    if (s->no_bindings)
        return 0;
    explain_unknown(s);
    fate_judge_all(s);
    return snapshot_join_access(s);
}
