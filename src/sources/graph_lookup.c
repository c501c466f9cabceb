/* SPDX-License-Identifier: MIT */
/* graph_lookup.c - single apps and groups of Microsoft Graph, in batches. */
#include "sources/graph_directory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/graph_objects.h"
#include "support/json.h"
#include "support/str.h"

enum what {
    WHAT_APPLICATION,
    WHAT_PRINCIPAL,
    WHAT_OWNERS,
    WHAT_FEDERATED,
    WHAT_GROUP,
    WHAT_MEMBERS,
    WHAT_NESTED,
    WHAT_GUESTS,
    WHAT_DELETED_GROUP
};

/* What one item of the batch is about. */
struct subject {
    enum what what;
    struct app *app;
    struct group *group;
};

struct graph_lookup {
    struct snapshot *snapshot;
    struct graph_batch *batch;
};

/* ---- reading the answers ------------------------------------------------- */

static enum directory_part
part_of(enum what what)
{
    static const enum directory_part parts[] = {
        [WHAT_APPLICATION] = DIRECTORY_APPLICATIONS,
        [WHAT_PRINCIPAL] = DIRECTORY_SERVICE_PRINCIPALS,
        [WHAT_OWNERS] = DIRECTORY_OWNERS,
        [WHAT_FEDERATED] = DIRECTORY_FEDERATED,
        [WHAT_GROUP] = DIRECTORY_GROUPS,
        [WHAT_MEMBERS] = DIRECTORY_GROUPS,
        [WHAT_NESTED] = DIRECTORY_GROUPS,
        [WHAT_GUESTS] = DIRECTORY_GROUPS,
        [WHAT_DELETED_GROUP] = DIRECTORY_DELETED_ITEMS,
    };

    return parts[what];
}

static int
read_list(struct snapshot *s, struct app *a, const json_t *body,
          int (*parse)(struct snapshot *, struct app *, const json_t *,
                       struct err *),
          struct err *e)
{
    const json_t *value = json_get_fold(body, "value", NULL);
    const json_t *item;
    size_t i;

    if (!json_is_array(value))
        return err_set(e, ERR_INPUT,
                       "expected an object with an array \"value\", found %s",
                       json_kind(body));
    json_array_foreach(value, i, item)
    {
        if (parse(s, a, item, e) != 0)
            return -1;
    }
    return 0;
}

static int
read_count(const json_t *body, long *ret, struct err *e)
{
    const json_t *count = json_get_fold(body, "@odata.count", NULL);

    if (!json_is_integer(count) || json_integer_value(count) < 0)
        return err_set(e, ERR_INPUT, "@odata.count: expected number, found %s",
                       json_kind(count));
    *ret = (long)json_integer_value(count);
    return 0;
}

static int
read_answer(struct snapshot *s, const struct subject *x, const json_t *body,
            struct err *e)
{
    switch (x->what) {
    case WHAT_APPLICATION:
        return graph_application_parse(s, body, NULL, e);
    case WHAT_PRINCIPAL:
        return graph_principal_parse(s, body, NULL, e);
    case WHAT_OWNERS:
        x->app->owners = NULL;
        if (read_list(s, x->app, body, graph_owner_parse, e) != 0)
            return -1;
        x->app->owners_known = true;
        return 0;
    case WHAT_FEDERATED:
        x->app->federated = NULL;
        if (read_list(s, x->app, body, graph_federated_parse, e) != 0)
            return -1;
        x->app->federated_known = true;
        return 0;
    case WHAT_GROUP:
        return graph_group_parse(s, body, NULL, e);
    case WHAT_MEMBERS:
        return read_count(body, &x->group->members, e);
    case WHAT_NESTED:
        return read_count(body, &x->group->nested, e);
    case WHAT_GUESTS:
        return read_count(body, &x->group->guests, e);
    case WHAT_DELETED_GROUP:
        return graph_deleted_parse(s, body, e);
    }
    return 0;
}

/* 404 is a fact of its own. */
static void
note_absence(const struct subject *x)
{
    switch (x->what) {
    case WHAT_APPLICATION:
        x->app->application_gone = true;
        break;
    case WHAT_PRINCIPAL:
        x->app->principal_gone = true;
        break;
    case WHAT_GROUP:
    case WHAT_DELETED_GROUP:
        if (x->group->presence == GROUP_UNKNOWN)
            x->group->presence = GROUP_GONE;
        break;
    default:
        break;
    }
}

static void
note_failure(struct snapshot *s, const struct subject *x, int status,
             const char *reason)
{
    const char *text = arena_strdup(s->arena, reason);

    text = text ? text : "out of memory";
    if (x->group && !x->group->reason)
        x->group->reason = text;
    directory_mark(&s->directory, part_of(x->what), graph_coverage(status),
                   text, graph_remedy(s, part_of(x->what), status, false));
}

static void
answered(void *arg, void *item, const struct graph_answer *a)
{
    struct graph_lookup *l = arg;
    struct snapshot *s = l->snapshot;
    struct subject *x = item;
    struct err e = { 0 };

    if (a->absent)
        note_absence(x);
    else if (a->status != 200)
        note_failure(s, x, a->status, a->reason);
    else if (read_answer(s, x, a->body, &e) != 0)
        note_failure(s, x, 0, e.text);
}

/* ---- asking -------------------------------------------------------------- */

struct graph_lookup *
graph_lookup_new(const struct graph *g, struct snapshot *s)
{
    struct graph_lookup *l = arena_alloc(s->arena, sizeof(*l));

    if (!l)
        return NULL;
    l->snapshot = s;
    l->batch = graph_batch_new(g, answered, l);
    return l->batch ? l : NULL;
}

void
graph_lookup_free(struct graph_lookup *l)
{
    if (l)
        graph_batch_free(l->batch);
}

void
graph_lookup_send(struct graph_lookup *l)
{
    struct graph_batch *b = l->batch;

    l->batch = NULL;
    graph_batch_send(b);
}

__attribute__((format(printf, 4, 5))) static int
add(struct graph_lookup *l, const struct subject *form, bool eventual,
    const char *fmt, ...)
{
    struct subject *x = arena_alloc(l->snapshot->arena, sizeof(*x));
    char *path;
    va_list args;
    int rc;

    if (!x)
        return -1;
    *x = *form;
    va_start(args, fmt);
    rc = vasprintf(&path, fmt, args);
    va_end(args);
    if (rc < 0)
        return -1;
    /* Whoever looked it up has seen it all, unless an answer says otherwise. */
    directory_mark(&l->snapshot->directory, part_of(x->what), COVERAGE_AUDITED,
                   NULL, NULL);
    rc = graph_batch_add(l->batch, path, eventual, x);
    free(path);
    return rc;
}

int
graph_lookup_application(struct graph_lookup *l, struct app *a)
{
    return add(l, &(struct subject){ WHAT_APPLICATION, a, NULL }, false,
               "/applications(appId='%s')?$select=" GRAPH_APPLICATION_SELECT,
               a->app_id);
}

int
graph_lookup_principal(struct graph_lookup *l, struct app *a)
{
    return add(l, &(struct subject){ WHAT_PRINCIPAL, a, NULL }, false,
               "/servicePrincipals(appId='%s')?$select=" GRAPH_PRINCIPAL_SELECT,
               a->app_id);
}

int
graph_lookup_owners(struct graph_lookup *l, struct app *a)
{
    return add(l, &(struct subject){ WHAT_OWNERS, a, NULL }, false,
               "/applications/%s/owners?$select=id,displayName,"
               "userPrincipalName",
               a->object_id);
}

int
graph_lookup_federated(struct graph_lookup *l, struct app *a)
{
    return add(l, &(struct subject){ WHAT_FEDERATED, a, NULL }, false,
               "/applications/%s/federatedIdentityCredentials", a->object_id);
}

/* Counts as lists of one, since a bare $count is text that every kind of batch
 * wraps in its own way. */
int
graph_lookup_group(struct graph_lookup *l, struct group *g)
{
    if (add(l, &(struct subject){ WHAT_GROUP, NULL, g }, false,
            "/groups/%s?$select=" GRAPH_GROUP_SELECT, g->id) != 0 ||
        add(l, &(struct subject){ WHAT_MEMBERS, NULL, g }, true,
            "/groups/%s/transitiveMembers?$count=true&$select=id&$top=1",
            g->id) != 0 ||
        add(l, &(struct subject){ WHAT_NESTED, NULL, g }, true,
            "/groups/%s/members/microsoft.graph.group"
            "?$count=true&$select=id&$top=1",
            g->id) != 0)
        return -1;
    return add(l, &(struct subject){ WHAT_GUESTS, NULL, g }, true,
               "/groups/%s/transitiveMembers/microsoft.graph.user"
               "?$count=true&$filter=userType%%20eq%%20'Guest'"
               "&$select=id&$top=1",
               g->id);
}

int
graph_lookup_deleted_group(struct graph_lookup *l, struct group *g)
{
    return add(l, &(struct subject){ WHAT_DELETED_GROUP, NULL, g }, false,
               "/directory/deletedItems/%s", g->id);
}
