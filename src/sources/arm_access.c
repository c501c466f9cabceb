/* SPDX-License-Identifier: MIT */
/* arm_access.c - asking ARM for roles, locks and maintenance windows. */
#include "sources/arm_access.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/azure_error.h"
#include "sources/maintenance.h"
#include "sources/paging.h"
#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"

/* A collection on its way. */
struct collection {
    struct snapshot *snapshot;
    struct subscription *subscription;
    struct cluster *cluster;
    struct coverage_view *view;
    int (*keep)(struct collection *c, const json_t *item, struct err *e);
    const char *permission;
    char trouble[ERR_TEXT_MAX];
};

static int
keep_item(void *arg, const json_t *item, struct err *e)
{
    struct collection *c = arg;
    struct err why = { 0 };

    if (c->keep(c, item, &why) == 0)
        return 0;
    if (why.code == ERR_NOMEM)
        return err_nomem(e);
    /* One element is lost, the rest is not: say so and go on. */
    if (!c->trouble[0])
        memcpy(c->trouble, why.text, sizeof(c->trouble));
    return 0;
}

static const char *
remedy_for(struct arena *arena, const struct collection *c,
           const struct paging_end *end)
{
    const char *text;

    if (end->interrupted)
        return "run the audit again and let it finish";
    if (end->status != COVERAGE_DENIED)
        return "run again; if it stays, look at the reason with -v";
    text = arena_printf(arena,
                        "give the credential the role Reader on the "
                        "subscription (%s)",
                        c->permission);
    return text ? text : "out of memory";
}

static void
collection_ended(void *arg, const struct paging_end *end)
{
    struct collection *c = arg;
    struct arena *arena = c->snapshot->arena;
    struct coverage_view *v = c->view;

    v->status = end->status;
    v->reason = v->remedy = NULL;
    if (end->status != COVERAGE_AUDITED) {
        v->reason = arena_strdup(arena, end->reason);
        v->remedy = remedy_for(arena, c, end);
    } else if (c->trouble[0]) {
        v->status = COVERAGE_PARTIAL;
        v->reason =
            arena_printf(arena, "an element could not be read: %s", c->trouble);
        v->remedy = "report the form of ARM's reply";
    }
    if (v->status != COVERAGE_AUDITED && !v->reason)
        v->reason = "out of memory";
    free(c);
}

__attribute__((format(printf, 4, 5))) static int
start(const struct arm *arm, const struct collection *form, struct err *e,
      const char *fmt, ...)
{
    struct collection *c = malloc(sizeof(*c));
    struct paging paging = {
        .http = arm->http,
        .gate = arm->gate,
        .lane = form->subscription->id,
        .item = keep_item,
        .end = collection_ended,
        .arg = c,
    };
    char *path = NULL, *url = NULL;
    va_list args;
    int rc = -1;

    if (!c)
        return err_nomem(e);
    *c = *form;
    va_start(args, fmt);
    if (vasprintf(&path, fmt, args) < 0)
        path = NULL;
    va_end(args);
    if (path && asprintf(&url, "%s%s", arm->endpoint, path) > 0) {
        paging.url = url;
        rc = paging_start(&paging, e);
        free(url);
    } else {
        err_nomem(e);
    }
    free(path);
    if (rc == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    /* An id that makes no URL ends nothing. */
    if (e->code != ERR_NOMEM) {
        c->view->status = COVERAGE_UNREACHABLE;
        c->view->reason = arena_strdup(c->snapshot->arena, e->text);
        rc = c->view->reason ? 0 : -1;
        err_clear(e);
    }
    free(c);
    return rc;
}

/* ---- collections --------------------------------------------------------- */

static int
keep_assignment(struct collection *c, const json_t *item, struct err *e)
{
    return arm_role_assignment_parse(c->snapshot, c->subscription, item, e);
}

int
arm_role_assignments_start(const struct arm *arm, struct snapshot *s,
                           struct subscription *sub, struct err *e)
{
    return start(
        arm,
        &(struct collection){
            .snapshot = s,
            .subscription = sub,
            .view = &sub->role_assignments,
            .keep = keep_assignment,
            .permission = "Microsoft.Authorization/roleAssignments/read" },
        e,
        "/subscriptions/%s/providers/Microsoft.Authorization/"
        "roleAssignments?api-version=" ARM_AUTHORIZATION_API,
        sub->id);
}

static int
keep_lock(struct collection *c, const json_t *item, struct err *e)
{
    return arm_lock_parse(c->snapshot, item, e);
}

int
arm_locks_start(const struct arm *arm, struct snapshot *s,
                struct subscription *sub, struct err *e)
{
    return start(arm,
                 &(struct collection){
                     .snapshot = s,
                     .subscription = sub,
                     .view = &sub->locks,
                     .keep = keep_lock,
                     .permission = "Microsoft.Authorization/locks/read" },
                 e,
                 "/subscriptions/%s/providers/Microsoft.Authorization/"
                 "locks?api-version=" ARM_LOCKS_API,
                 sub->id);
}

static int
keep_window(struct collection *c, const json_t *item, struct err *e)
{
    return maintenance_add(c->snapshot->arena, c->cluster, item, e);
}

int
arm_maintenance_start(const struct arm *arm, struct snapshot *s,
                      struct cluster *c, struct err *e)
{
    return start(
        arm,
        &(struct collection){ .snapshot = s,
                              .subscription = c->subscription,
                              .cluster = c,
                              .view = &c->maintenance,
                              .keep = keep_window,
                              .permission =
                                  "Microsoft.ContainerService/managedClusters/"
                                  "maintenanceConfigurations/read" },
        e, "%s/maintenanceConfigurations?api-version=" ARM_CLUSTERS_API, c->id);
}

/* ---- one definition ------------------------------------------------------ */

struct definition {
    struct snapshot *snapshot;
    struct role_definition *role;
};

/* ARM's own word; a gateway answers 404 too, without a code of ARM's. */
static bool
is_gone(const struct http_reply *reply)
{
    struct azure_error error;

    if (reply->failure != HTTP_OK || reply->status != 404)
        return false;
    azure_error_parse(&error, reply->body, reply->len);
    return *error.code != '\0';
}

static void
definition_done(struct http *h, const struct http_reply *reply)
{
    struct definition *d = reply->arg;
    struct err e = { 0 };
    json_auto_t *body = NULL;

    (void)h;
    if (is_gone(reply)) {
        d->role->gone = true;
        err_set(&e, ERR_NOT_FOUND, "the role definition does not exist");
    } else if (reply->failure != HTTP_OK || reply->status != 200) {
        azure_error_set(&e, reply);
    } else {
        body = json_read(reply->body, reply->len, "roleDefinition", &e);
        if (body)
            arm_role_definition_parse(d->snapshot, d->role, body, &e);
    }
    if (e.code != ERR_NONE) {
        const char *text = arena_strdup(d->snapshot->arena, e.text);

        d->role->reason = text ? text : "out of memory";
    }
    free(d);
}

int
arm_role_definition_start(const struct arm *arm, struct snapshot *s,
                          struct role_definition *role, struct err *e)
{
    struct definition *d = calloc(1, sizeof(*d));
    auto_buf url = { 0 };
    struct http_request request = {
        .gate = arm->gate,
        .done = definition_done,
        .arg = d,
    };

    if (!d)
        return err_nomem(e);
    d->snapshot = s;
    d->role = role;
    /* The path came from ARM, which encodes nothing in ids; what is no path is
     * not asked for. */
    buf_addf(&url, "%s%s?api-version=" ARM_AUTHORIZATION_API, arm->endpoint,
             role->path);
    request.url = buf_str(&url);
    if (*role->path == '/' && buf_ok(&url) &&
        http_submit(arm->http, &request, e) == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    free(d);
    role->reason = "its id is no path that can be asked for";
    return e && e->code == ERR_NOMEM ? -1 : 0;
}
