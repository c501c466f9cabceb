/* SPDX-License-Identifier: MIT */
/* graph_principals.c - who the ids and names of bindings are. */
#include "sources/graph_principals.h"

#include <string.h>

#include "sources/graph_directory.h"
#include "sources/graph_objects.h"
#include "sources/graph_principals_private.h"
#include "support/buf.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"
#include "support/url.h"

/* What one item of a batch asks. */
enum question {
    ASK_NAMES,    /* users by userPrincipalName */
    ASK_MAILS,    /* users by mail */
    ASK_USERS,    /* users by id, for their state */
    ASK_SERVICES, /* service principals by id, for theirs */
    ASK_APP_IDS,  /* service principals by app id */
    ASK_APPS,     /* applications by object id */
    ASK_GROUPS,   /* in how many groups one principal is */
    ASK_MEMBERS   /* how many members one group has */
};

struct item {
    enum question question;
    struct principal *asked[GRAPH_FILTER_VALUES];
    size_t n;
};

struct lookup {
    struct snapshot *snapshot;
    struct graph_batch *batch;
    struct item *open[ASK_MEMBERS + 1]; /* not yet full */
    bool out_of_memory;
};

/* How each question is put: the path before its values, the member that these
 * are of, and what is selected. */
static const struct form {
    const char *path;
    const char *member;
    const char *select;
    enum directory_part part;
} forms[] = {
    [ASK_NAMES] = { "/users", "userPrincipalName", GRAPH_USER_SELECT,
                    DIRECTORY_PRINCIPALS },
    [ASK_MAILS] = { "/users", "mail", GRAPH_USER_SELECT, DIRECTORY_PRINCIPALS },
    [ASK_USERS] = { "/users", "id", GRAPH_USER_SELECT, DIRECTORY_PRINCIPALS },
    [ASK_SERVICES] = { "/servicePrincipals", "id",
                       "id,appId,displayName,accountEnabled,"
                       "servicePrincipalType",
                       DIRECTORY_PRINCIPALS },
    [ASK_APP_IDS] = { "/servicePrincipals", "appId", "id,appId,displayName",
                      DIRECTORY_PRINCIPALS },
    [ASK_APPS] = { "/applications", "id", "id,appId,displayName",
                   DIRECTORY_PRINCIPALS },
    [ASK_GROUPS] = { NULL, NULL, NULL, DIRECTORY_MEMBERSHIPS },
    [ASK_MEMBERS] = { NULL, NULL, NULL, DIRECTORY_MEMBERSHIPS },
};

void
principal_unknown(struct snapshot *s, struct principal *p,
                  enum directory_part part, int http_status, bool no_token,
                  const char *reason)
{
    const char *text = arena_intern(s->arena, reason);

    text = text ? text : "out of memory";
    if (!p->reason)
        p->reason = text;
    directory_mark(&s->directory, part,
                   no_token ? COVERAGE_DENIED : graph_coverage(http_status),
                   text, graph_remedy(s, part, http_status, no_token));
}

/* ---- answers ------------------------------------------------------------- */

/* The one asked for whose name or id a found object has. */
static struct principal *
asked_for(const struct item *x, const char *text)
{
    for (size_t i = 0; i < x->n; i++) {
        const struct principal *p = x->asked[i];
        bool by_name = x->question == ASK_NAMES || x->question == ASK_MAILS;

        if (str_eq_fold(by_name ? p->name : p->id, text))
            return x->asked[i];
    }
    return NULL;
}

/* A user who has the name, or has it as mail address. */
static int
take_user(struct snapshot *s, struct item *x, struct principal *asked,
          const json_t *body, struct err *e)
{
    struct directory *d = &s->directory;
    const char *id = json_get_text(body, "id");
    struct principal *p;

    if (!id)
        return err_set(e, ERR_INPUT, "expected a user with an id");
    if (x->question == ASK_MAILS) {
        p = directory_principal(d, s->arena, id);
        if (!p || map_put(&d->principal_by_mail, asked->name, p) != 0)
            return err_nomem(e);
    } else {
        p = directory_settle_name(d, s->arena, asked->name, id);
        if (!p)
            return err_nomem(e);
        /* The one that stands for both now. */
        for (size_t i = 0; i < x->n; i++) {
            if (x->asked[i] == asked)
                x->asked[i] = p;
        }
    }
    p->bound = true;
    return graph_directory_object_parse(s, body, NULL, e);
}

static int
take_object(struct snapshot *s, struct item *x, const json_t *body,
            struct err *e)
{
    struct principal *p =
        asked_for(x, json_get_text(body, forms[x->question].member));

    if (!p)
        return 0;
    switch (x->question) {
    case ASK_NAMES:
    case ASK_MAILS:
        return take_user(s, x, p, body, e);
    case ASK_APP_IDS:
        p->right_id = arena_intern(s->arena, json_get_text(body, "id"));
        p->wrong_id = "app id";
        break;
    case ASK_APPS:
        p->wrong_id = "object id of the application";
        break;
    default:
        return graph_directory_object_parse(s, body, NULL, e);
    }
    p->wrong_id_app =
        arena_intern(s->arena, json_get_text(body, "displayName"));
    return 0;
}

static int
take_list(struct snapshot *s, struct item *x, const json_t *body, struct err *e)
{
    const json_t *value = json_get_fold(body, "value", NULL);
    const json_t *object;
    size_t i;

    if (!json_is_array(value))
        return err_set(e, ERR_INPUT,
                       "expected an object with an array \"value\", found %s",
                       json_kind(body));
    json_array_foreach(value, i, object)
    {
        if (take_object(s, x, object, e) != 0)
            return -1;
    }
    for (i = 0; i < x->n && x->question == ASK_NAMES; i++) {
        if (x->asked[i]->presence == PRINCIPAL_UNKNOWN)
            x->asked[i]->presence = PRINCIPAL_GONE;
    }
    for (i = 0; i < x->n; i++) {
        x->asked[i]->app_ids_seen |= x->question == ASK_APP_IDS;
        x->asked[i]->applications_seen |= x->question == ASK_APPS;
    }
    return 0;
}

static int
take_count(struct item *x, const json_t *body, struct err *e)
{
    const json_t *count = json_get_fold(body, "@odata.count", NULL);

    if (!json_is_integer(count) || json_integer_value(count) < 0)
        return err_set(e, ERR_INPUT, "@odata.count: expected number, found %s",
                       json_kind(count));
    if (x->question == ASK_GROUPS)
        x->asked[0]->groups = (long)json_integer_value(count);
    else
        x->asked[0]->members = (long)json_integer_value(count);
    return 0;
}

static void
answered(void *arg, void *item, const struct graph_answer *a)
{
    struct snapshot *s = arg;
    struct item *x = item;
    enum directory_part part = forms[x->question].part;
    struct err e = { 0 };
    int rc;

    if (a->status != 200) {
        for (size_t i = 0; i < x->n; i++)
            principal_unknown(s, x->asked[i], part, a->status, false,
                              a->reason);
        return;
    }
    rc = forms[x->question].path ? take_list(s, x, a->body, &e)
                                 : take_count(x, a->body, &e);
    for (size_t i = 0; rc != 0 && i < x->n; i++)
        principal_unknown(s, x->asked[i], part, 0, false, e.text);
}

/* ---- asking -------------------------------------------------------------- */

static int
lookup_begin(struct lookup *l, const struct graph *g, struct snapshot *s)
{
    *l = (struct lookup){ .snapshot = s };
    l->batch = graph_batch_new(g, answered, s);
    return l->batch ? 0 : -1;
}

/* A value in an OData literal: a quote is doubled, then the whole is encoded. */
static void
add_literal(struct buf *out, const char *text)
{
    auto_buf literal = { 0 };

    buf_addc(&literal, '\'');
    for (; *text; text++) {
        buf_addc(&literal, *text);
        if (*text == '\'')
            buf_addc(&literal, '\'');
    }
    buf_addc(&literal, '\'');
    url_encode(out, buf_str(&literal));
    if (!buf_ok(&literal))
        out->failed = true;
}

static void
flush(struct lookup *l, enum question q)
{
    const struct form *form = &forms[q];
    struct item *x = l->open[q];
    auto_buf path = { 0 };

    l->open[q] = NULL;
    if (!x)
        return;
    buf_addf(&path, "%s?$filter=%s%%20in%%20(", form->path, form->member);
    for (size_t i = 0; i < x->n; i++) {
        const struct principal *p = x->asked[i];

        buf_adds(&path, i ? "," : "");
        add_literal(&path, q == ASK_NAMES || q == ASK_MAILS ? p->name : p->id);
    }
    buf_addf(&path, ")&$select=%s", form->select);
    if (!buf_ok(&path) ||
        graph_batch_add(l->batch, buf_str(&path), false, x) != 0)
        l->out_of_memory = true;
}

static struct item *
new_item(struct lookup *l, enum question q)
{
    struct item *x = arena_alloc(l->snapshot->arena, sizeof(*x));

    /* Whoever looked has seen it all, unless an answer says otherwise. */
    directory_mark(&l->snapshot->directory, forms[q].part, COVERAGE_AUDITED,
                   NULL, NULL);
    if (x)
        x->question = q;
    else
        l->out_of_memory = true;
    return x;
}

static void
ask(struct lookup *l, enum question q, struct principal *p)
{
    if (!l->open[q])
        l->open[q] = new_item(l, q);
    if (!l->open[q])
        return;
    l->open[q]->asked[l->open[q]->n++] = p;
    if (l->open[q]->n == GRAPH_FILTER_VALUES)
        flush(l, q);
}

/* Counts as lists of one, since a bare $count is text that every kind of batch
 * wraps in its own way. */
static void
ask_count(struct lookup *l, struct principal *p)
{
    enum question q = p->kind == PRINCIPAL_GROUP ? ASK_MEMBERS : ASK_GROUPS;
    struct item *x = new_item(l, q);
    auto_buf path = { 0 };

    if (!x)
        return;
    x->asked[x->n++] = p;
    if (p->kind == PRINCIPAL_GROUP)
        buf_addf(&path,
                 "/groups/%s/transitiveMembers?$count=true&$select=id&$top=1",
                 p->id);
    else
        buf_addf(&path,
                 "/%s/%s/transitiveMemberOf/microsoft.graph.group"
                 "?$count=true&$select=id&$top=1",
                 p->kind == PRINCIPAL_USER ? "users" : "servicePrincipals",
                 p->id);
    if (!buf_ok(&path) ||
        graph_batch_add(l->batch, buf_str(&path), true, x) != 0)
        l->out_of_memory = true;
}

static int
lookup_send(struct lookup *l, struct err *e)
{
    for (int q = 0; q < ASK_GROUPS; q++)
        flush(l, (enum question)q);
    if (l->out_of_memory) {
        graph_batch_free(l->batch);
        return err_nomem(e);
    }
    graph_batch_send(l->batch);
    return 0;
}

int
graph_principals_find(const struct graph *g, struct snapshot *s, struct err *e)
{
    struct lookup l;

    if (graph_find_ids(g, s, e) != 0)
        return -1;
    if (lookup_begin(&l, g, s) != 0)
        return err_nomem(e);
    for (size_t i = 0; i < s->directory.principals.len; i++) {
        struct principal *p = s->directory.principals.items[i];

        if (!p->id && p->presence == PRINCIPAL_UNKNOWN)
            ask(&l, ASK_NAMES, p);
    }
    if (s->directory.principals.len > 0)
        directory_mark(&s->directory, DIRECTORY_PRINCIPALS, COVERAGE_AUDITED,
                       NULL, NULL);
    return lookup_send(&l, e);
}

/* ---- the second round ---------------------------------------------------- */

/* An id that is no object's may be of an app. Where the apps were read, they
 * say so; else Graph is asked. */
static void
find_wrong_id(struct lookup *l, struct principal *p)
{
    const struct directory *d = &l->snapshot->directory;

    if (directory_explain_id(d, p))
        return;
    if (p->app_ids_seen && p->applications_seen)
        return;
    ask(l, ASK_APP_IDS, p);
    ask(l, ASK_APPS, p);
}

static void
describe(struct lookup *l, struct principal *p)
{
    if (p->presence == PRINCIPAL_GONE && p->bound) {
        if (p->id)
            find_wrong_id(l, p);
        else
            ask(l, ASK_MAILS, p);
    }
    if (p->presence != PRINCIPAL_PRESENT)
        return;
    if (p->kind == PRINCIPAL_USER &&
        (p->enabled == TRI_UNSET || p->guest == TRI_UNSET))
        ask(l, ASK_USERS, p);
    if (p->kind == PRINCIPAL_SERVICE && p->enabled == TRI_UNSET)
        ask(l, ASK_SERVICES, p);
    if (p->bound && p->kind != PRINCIPAL_OF_NO_KIND && guid_is(p->id))
        ask_count(l, p);
}

int
graph_principals_describe(const struct graph *g, struct snapshot *s,
                          struct err *e)
{
    bool any_gone = false;
    struct lookup l;

    if (lookup_begin(&l, g, s) != 0)
        return err_nomem(e);
    for (size_t i = 0; i < s->directory.principals.len; i++) {
        struct principal *p = s->directory.principals.items[i];

        any_gone |= p->presence == PRINCIPAL_GONE;
        describe(&l, p);
    }
    if (lookup_send(&l, e) != 0)
        return -1;
    return any_gone ? graph_start_deleted_principals(g, s, e) : 0;
}
