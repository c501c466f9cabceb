/* SPDX-License-Identifier: MIT */
/* graph_directory.c - whole collections of Microsoft Graph. */
#include "sources/graph_directory.h"

#include <stdlib.h>
#include <string.h>

#include "sources/graph_objects.h"
#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"

/* One part of the directory on its way. */
struct part_reading {
    struct snapshot *snapshot;
    enum directory_part part;
    int (*parse)(struct snapshot *s, const json_t *item, struct err *e);
    bool absent_is_empty;       /* 404: there is nothing of it */
    struct group *group;        /* whose members these are; NULL: no group's */
    char trouble[ERR_TEXT_MAX]; /* the first item that could not be read */
};

const char *
graph_remedy(struct snapshot *s, enum directory_part part, int http_status,
             bool denied)
{
    const char *permission = directory_part_permission(part);
    const char *text;

    if (http_status != 401 && http_status != 403)
        return denied ? "the credential gets no token for Microsoft Graph: see "
                        "the reason, choose another --auth, or leave the apps "
                        "out with --no-apps"
                      : "run again; if it stays, look at the reason with -v";
    text = arena_printf(
        s->arena,
        "grant the credential's app the application permission %s of "
        "Microsoft Graph (%s) with admin consent; aksentra permissions lists "
        "all",
        permission, str_or(directory_permission_id(permission), "no id"));
    return text ? text : "out of memory";
}

static int
keep_member(struct part_reading *r, const json_t *item, struct err *e)
{
    const char *id = json_get_text(item, "id");
    const char *copy;

    if (!id)
        return err_set(e, ERR_INPUT, "expected a member with an id, found %s",
                       json_kind(item));
    copy = arena_intern(r->snapshot->arena, id);
    if (!copy || map_put(r->group->member_ids, copy, (void *)copy) != 0)
        return err_nomem(e);
    return 0;
}

/* Half a list of members says of nobody that he is not among them. */
static void
drop_members(struct group *g)
{
    map_free(g->member_ids);
    g->member_ids = NULL;
}

static int
keep_item(void *arg, const json_t *item, struct err *e)
{
    struct part_reading *r = arg;
    struct err why = { 0 };

    if ((r->group ? keep_member(r, item, &why)
                  : r->parse(r->snapshot, item, &why)) == 0)
        return 0;
    if (why.code == ERR_NOMEM)
        return err_nomem(e);
    /* One element is lost, the rest is not: say so and go on. */
    if (!r->trouble[0])
        memcpy(r->trouble, why.text, sizeof(r->trouble));
    return 0;
}

/* Graph's own word that what the collection belongs to is not there; a gateway
 * answers 404 too. */
static bool
is_absent(const struct paging_end *end)
{
    return end->http_status == 404 &&
           str_eq_fold(end->code, "Request_ResourceNotFound");
}

static void
part_ended(void *arg, const struct paging_end *end)
{
    struct part_reading *r = arg;
    struct snapshot *s = r->snapshot;
    const char *reason, *remedy;

    if (r->group && (end->status != COVERAGE_AUDITED || r->trouble[0]))
        drop_members(r->group);
    if (end->status == COVERAGE_AUDITED ||
        (r->absent_is_empty && is_absent(end))) {
        if (r->trouble[0]) {
            reason = arena_printf(s->arena, "an element could not be read: %s",
                                  r->trouble);
            directory_mark(&s->directory, r->part, COVERAGE_PARTIAL,
                           reason ? reason : "out of memory",
                           "report the form of Graph's reply");
        } else {
            directory_mark(&s->directory, r->part, COVERAGE_AUDITED, NULL,
                           NULL);
        }
    } else {
        reason = arena_strdup(s->arena, end->reason);
        remedy = end->interrupted
                     ? "run the audit again and let it finish"
                     : graph_remedy(s, r->part, end->http_status,
                                    end->status == COVERAGE_DENIED);
        directory_mark(&s->directory, r->part, end->status,
                       reason ? reason : "out of memory", remedy);
    }
    free(r);
}

static int
start(const struct graph *g, struct snapshot *s, const char *path,
      bool eventual, const struct part_reading *form, struct err *e)
{
    struct part_reading *r = malloc(sizeof(*r));

    if (!r)
        return err_nomem(e);
    *r = *form;
    r->snapshot = s;
    if (graph_read(g, path, eventual, keep_item, part_ended, r, e) == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    free(r);
    return -1;
}

static int
parse_application(struct snapshot *s, const json_t *item, struct err *e)
{
    return graph_application_parse(s, item, NULL, e);
}

static int
parse_principal(struct snapshot *s, const json_t *item, struct err *e)
{
    return graph_principal_parse(s, item, NULL, e);
}

/* 999 is the largest page of these collections. */
int
graph_start_applications(const struct graph *g, struct snapshot *s,
                         struct err *e)
{
    return start(g, s,
                 "/applications?$select=" GRAPH_APPLICATION_SELECT "&$top=999",
                 false,
                 &(struct part_reading){ .part = DIRECTORY_APPLICATIONS,
                                         .parse = parse_application },
                 e);
}

int
graph_start_principals(const struct graph *g, struct snapshot *s, struct err *e)
{
    return start(
        g, s, "/servicePrincipals?$select=" GRAPH_PRINCIPAL_SELECT "&$top=999",
        false,
        &(struct part_reading){ .part = DIRECTORY_SERVICE_PRINCIPALS,
                                .parse = parse_principal },
        e);
}

int
graph_start_delegated_grants(const struct graph *g, struct snapshot *s,
                             struct err *e)
{
    return start(g, s, "/oauth2PermissionGrants?$top=999", false,
                 &(struct part_reading){ .part = DIRECTORY_DELEGATED_GRANTS,
                                         .parse = graph_delegated_grant_parse },
                 e);
}

/* From the side of the two Graphs: one collection for the whole tenant. Where
 * Azure AD Graph has no principal, nothing of it was granted. */
int
graph_start_role_grants(const struct graph *g, struct snapshot *s,
                        struct err *e)
{
    struct part_reading form = { .part = DIRECTORY_ROLE_GRANTS,
                                 .parse = graph_role_grant_parse };

    if (start(g, s,
              "/servicePrincipals(appId='" APP_ID_GRAPH
              "')/appRoleAssignedTo?$top=999",
              false, &form, e) != 0)
        return -1;
    form.absent_is_empty = true;
    return start(g, s,
                 "/servicePrincipals(appId='" APP_ID_AAD_GRAPH
                 "')/appRoleAssignedTo?$top=999",
                 false, &form, e);
}

static int
note_federated(struct snapshot *s, const json_t *item, struct err *e)
{
    const char *app_id = json_get_text(item, "appId");
    struct app *a = directory_find_app(&s->directory, app_id);

    if (!app_id)
        return err_set(e, ERR_INPUT, "expected an appId, found %s",
                       json_kind(item));
    if (a)
        a->has_federated = true;
    return 0;
}

/* Counting in a filter is an advanced query: it needs $count and the header. */
int
graph_start_federated(const struct graph *g, struct snapshot *s, struct err *e)
{
    return start(g, s,
                 "/applications?$filter=federatedIdentityCredentials/"
                 "$count%20ne%200&$count=true&$select=id,appId&$top=999",
                 true,
                 &(struct part_reading){ .part = DIRECTORY_FEDERATED,
                                         .parse = note_federated },
                 e);
}

int
graph_start_policies(const struct graph *g, struct snapshot *s, struct err *e)
{
    return start(g, s,
                 "/identity/conditionalAccess/policies"
                 "?$select=id,displayName,state,conditions",
                 false,
                 &(struct part_reading){ .part = DIRECTORY_POLICIES,
                                         .parse = graph_policy_parse },
                 e);
}

int
graph_start_deleted_applications(const struct graph *g, struct snapshot *s,
                                 struct err *e)
{
    return start(g, s,
                 "/directory/deletedItems/microsoft.graph.application"
                 "?$select=id,appId,displayName,deletedDateTime&$top=999",
                 false,
                 &(struct part_reading){ .part = DIRECTORY_DELETED_ITEMS,
                                         .parse = graph_deleted_parse },
                 e);
}

int
graph_start_deleted_principals(const struct graph *g, struct snapshot *s,
                               struct err *e)
{
    const struct part_reading form = { .part = DIRECTORY_DELETED_PRINCIPALS,
                                       .parse = graph_deleted_principal_parse };

    if (start(g, s,
              "/directory/deletedItems/microsoft.graph.user"
              "?$select=id,displayName,userPrincipalName,deletedDateTime"
              "&$top=999",
              false, &form, e) != 0)
        return -1;
    return start(g, s,
                 "/directory/deletedItems/microsoft.graph.group"
                 "?$select=id,displayName,deletedDateTime&$top=999",
                 false, &form, e);
}

int
graph_start_members(const struct graph *g, struct snapshot *s,
                    struct group *group, struct err *e)
{
    auto_buf path = { 0 };

    group->member_ids = arena_alloc(s->arena, sizeof(*group->member_ids));
    buf_addf(&path, "/groups/%s/transitiveMembers?$select=id&$top=999",
             group->id);
    if (!group->member_ids || !buf_ok(&path))
        return err_nomem(e);
    return start(
        g, s, buf_str(&path), false,
        &(struct part_reading){ .part = DIRECTORY_MEMBERSHIPS, .group = group },
        e);
}
