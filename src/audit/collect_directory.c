/* SPDX-License-Identifier: MIT */
/* collect_directory.c - the rounds in which Microsoft Graph is asked. */
#include "audit/collect_directory.h"

#include <string.h>

#include "checks/check.h"
#include "sources/graph_directory.h"
#include "support/guid.h"
#include "support/str.h"

int
collect_directory_begin(const struct graph *g, struct snapshot *s,
                        struct err *e)
{
    unsigned needs = check_needs(s);

    if (!(needs & (NEED_APPLICATIONS | NEED_GRANTS)))
        return 0;
    if (graph_start_applications(g, s, e) != 0)
        return -1;
    return graph_start_principals(g, s, e);
}

/* Runs what was started. An interruption is no failure here. */
static int
run(const struct graph *g, struct snapshot *s, struct err *e)
{
    struct err why = { 0 };

    if (http_run(g->http, &why) == 0)
        return 0;
    if (why.code != ERR_INTERRUPTED)
        return err_set(e, why.code, "%s", why.text);
    s->interrupted = true;
    return 0;
}

/* ---- which apps ---------------------------------------------------------- */

/* Ids come from outside; what is no GUID does not go into a URL. */
static bool
can_be_asked(const struct app *a)
{
    return a->roles && guid_is(a->app_id);
}

static bool
has_body(const struct app *a)
{
    return (a->roles & ~(unsigned)APP_ROLE_IDENTITY) && a->read &&
           a->object_id && guid_is(a->object_id);
}

static bool
any_app_with(const struct snapshot *s, unsigned roles)
{
    for (size_t i = 0; i < s->directory.apps.len; i++) {
        const struct app *a = s->directory.apps.items[i];

        if (a->roles & roles)
            return true;
    }
    return false;
}

/* Graph may refuse the list and each app alike: then it is not asked again. */
static bool
is_denied(const struct snapshot *s, enum directory_part part)
{
    return s->directory.views[part].status == COVERAGE_DENIED;
}

/* ---- rounds -------------------------------------------------------------- */

static int
lookup_app(struct graph_lookup *l, const struct snapshot *s, struct app *a)
{
    if (can_be_asked(a) && !a->read && !a->application_gone &&
        !is_denied(s, DIRECTORY_APPLICATIONS) &&
        graph_lookup_application(l, a) != 0)
        return -1;
    if (can_be_asked(a) && !a->principal && !a->principal_gone &&
        !is_denied(s, DIRECTORY_SERVICE_PRINCIPALS) &&
        graph_lookup_principal(l, a) != 0)
        return -1;
    return 0;
}

static int
lookup_details(struct graph_lookup *l, const struct snapshot *s, struct app *a)
{
    const struct coverage_view *federated =
        &s->directory.views[DIRECTORY_FEDERATED];

    if (!has_body(a))
        return 0;
    if (!a->owners_known && !is_denied(s, DIRECTORY_OWNERS) &&
        graph_lookup_owners(l, a) != 0)
        return -1;
    if (a->federated_known || federated->status == COVERAGE_DENIED)
        return 0;
    if (federated->status == COVERAGE_AUDITED && !a->has_federated) {
        a->federated_known = true;
        return 0;
    }
    return graph_lookup_federated(l, a);
}

static int
second_collections(const struct graph *g, struct snapshot *s, unsigned needs,
                   struct err *e)
{
    const unsigned named = APP_ROLE_SERVER | APP_ROLE_CLIENT;

    if (!any_app_with(s, named | APP_ROLE_LEFT_OVER))
        return 0;
    if ((needs & NEED_GRANTS) && (graph_start_delegated_grants(g, s, e) != 0 ||
                                  graph_start_role_grants(g, s, e) != 0))
        return -1;
    if ((needs & NEED_FEDERATED) && graph_start_federated(g, s, e) != 0)
        return -1;
    if ((needs & NEED_POLICIES) && any_app_with(s, APP_ROLE_SERVER))
        return graph_start_policies(g, s, e);
    return 0;
}

static int
each_app(struct graph_lookup *l, struct snapshot *s,
         int (*ask)(struct graph_lookup *, const struct snapshot *,
                    struct app *))
{
    for (size_t i = 0; i < s->directory.apps.len; i++) {
        if (ask(l, s, s->directory.apps.items[i]) != 0)
            return -1;
    }
    return 0;
}

static int
each_group(struct graph_lookup *l, struct snapshot *s,
           enum group_presence presence,
           int (*ask)(struct graph_lookup *, struct group *))
{
    for (size_t i = 0; i < s->directory.groups.len; i++) {
        struct group *g = s->directory.groups.items[i];

        if (g->presence == presence && guid_is(g->id) && ask(l, g) != 0)
            return -1;
    }
    return 0;
}

static int
second_round(const struct graph *g, struct snapshot *s, unsigned needs,
             struct err *e)
{
    struct graph_lookup *l = graph_lookup_new(g, s);
    int rc = l && second_collections(g, s, needs, e) == 0 ? 0 : -1;

    if (rc == 0 && (needs & NEED_APPLICATIONS))
        rc = each_app(l, s, lookup_app);
    if (rc == 0 && (needs & NEED_GROUPS))
        rc = each_group(l, s, GROUP_UNKNOWN, graph_lookup_group);
    if (rc != 0) {
        graph_lookup_free(l);
        return err_nomem(e);
    }
    graph_lookup_send(l);
    return run(g, s, e);
}

static bool
is_missing(const struct app *a)
{
    return can_be_asked(a) && !a->read && a->application_gone;
}

static int
third_collections(const struct graph *g, struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < s->directory.apps.len; i++) {
        if (is_missing(s->directory.apps.items[i]))
            return graph_start_deleted_applications(g, s, e);
    }
    return 0;
}

static int
third_round(const struct graph *g, struct snapshot *s, unsigned needs,
            struct err *e)
{
    struct graph_lookup *l = graph_lookup_new(g, s);
    struct coverage_view *federated = &s->directory.views[DIRECTORY_FEDERATED];
    int rc = l && third_collections(g, s, e) == 0 ? 0 : -1;

    /* A cloud that does not know the advanced query is asked app by app. */
    if (federated->status == COVERAGE_UNREACHABLE)
        federated->status = COVERAGE_SKIPPED;
    if (rc == 0 && (needs & (NEED_OWNERS | NEED_FEDERATED)))
        rc = each_app(l, s, lookup_details);
    if (rc == 0 && (needs & NEED_GROUPS))
        rc = each_group(l, s, GROUP_GONE, graph_lookup_deleted_group);
    if (rc != 0) {
        graph_lookup_free(l);
        return err_nomem(e);
    }
    graph_lookup_send(l);
    return run(g, s, e);
}

int
collect_directory_finish(const struct graph *g, struct snapshot *s,
                         struct err *e)
{
    unsigned needs = check_needs(s);

    if (!s->interrupted && second_round(g, s, needs, e) != 0)
        return -1;
    if (!s->interrupted && third_round(g, s, needs, e) != 0)
        return -1;
    return 0;
}

/* ---- where each app is --------------------------------------------------- */

/* The tenant that its clusters sign in to, when it is one and not this one. */
static const char *
other_tenant(const struct snapshot *s, const struct app *a)
{
    const char *ours = s->directory.tenant_id, *theirs = NULL;

    if (!ours)
        return NULL;
    for (const struct app_user *u = a->users; u; u = u->next) {
        const struct cluster *c = u->cluster;
        const char *tenant = c->aad.tenant_id;

        if (u->roles == APP_ROLE_IDENTITY || !tenant || guid_is_zero(tenant))
            tenant = c->subscription->tenant_id;
        if (!tenant || str_eq_fold(tenant, ours))
            return NULL;
        theirs = tenant;
    }
    return theirs;
}

static void
set_unknown(struct app *a, const char *reason)
{
    a->presence = APP_UNKNOWN;
    a->presence_reason = reason ? reason : "out of memory";
}

/* Why a part could not be read, and what would help. */
static const char *
explain(struct snapshot *s, const struct coverage_view *v)
{
    if (!v->reason || !v->remedy)
        return str_or(v->reason, "it was not looked up");
    return arena_printf(s->arena, "%s; what helps: %s", v->reason, v->remedy);
}

static void
settle_app(struct snapshot *s, struct app *a)
{
    const struct directory *d = &s->directory;
    const struct coverage_view *apps = &d->views[DIRECTORY_APPLICATIONS];
    const struct coverage_view *principals =
        &d->views[DIRECTORY_SERVICE_PRINCIPALS];
    const char *tenant = other_tenant(s, a);
    const char *owner = a->principal ? a->principal->owner_tenant_id : NULL;

    if (a->read)
        a->presence = APP_PRESENT;
    else if (a->presence == APP_DELETED)
        return;
    else if (!guid_is(a->app_id))
        set_unknown(a, "the id that the cluster names is no GUID");
    else if (owner && d->tenant_id && !str_eq_fold(owner, d->tenant_id))
        a->presence = APP_FOREIGN;
    else if (tenant)
        set_unknown(a, arena_printf(s->arena,
                                    "its clusters sign in to tenant %s; the "
                                    "tenant audited is %s",
                                    tenant, d->tenant_id));
    else if (!a->application_gone)
        set_unknown(a, explain(s, apps));
    else if (!a->principal && !a->principal_gone)
        set_unknown(a, explain(s, principals));
    else
        a->presence = APP_MISSING;
}

void
collect_directory_settle(struct snapshot *s)
{
    for (size_t i = 0; i < s->directory.apps.len; i++) {
        struct app *a = s->directory.apps.items[i];

        if (a->roles)
            settle_app(s, a);
    }
    for (size_t i = 0; i < s->directory.groups.len; i++) {
        struct group *g = s->directory.groups.items[i];

        if (!guid_is(g->id))
            g->reason = "the id is no GUID";
        else if (g->reason || g->presence == GROUP_UNKNOWN)
            g->reason = str_or(
                explain(s, &s->directory.views[DIRECTORY_GROUPS]), g->reason);
    }
}

int
collect_directory_refused(struct snapshot *s, enum coverage_status status,
                          const char *reason, const char *remedy)
{
    const char *why = arena_strdup(s->arena, reason);

    if (!why)
        return -1;
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        if (i < DIRECTORY_APP_PARTS ? s->directory.skipped : s->no_bindings)
            continue;
        directory_mark(&s->directory, (enum directory_part)i, status, why,
                       remedy);
    }
    return 0;
}
