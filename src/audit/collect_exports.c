/* SPDX-License-Identifier: MIT */
/* collect_exports.c - filling the snapshot from exported files. */
#include "audit/collect.h"

#include "audit/collect_access.h"
#include "audit/collect_directory.h"
#include "audit/sink.h"
#include "sources/export.h"
#include "sources/export_apps.h"
#include "sources/export_bindings.h"
#include "support/files.h"
#include "support/str.h"

static const char *
describe_exports(struct snapshot *s, const struct text_list *from)
{
    auto_buf text = { 0 };

    buf_adds(&text, "exported JSON:");
    for (size_t i = 0; i < from->len; i++)
        buf_addf(&text, " %s", from->items[i]);
    return buf_ok(&text) ? arena_strdup(s->arena, buf_str(&text)) : NULL;
}

/* The one tenant of all subscriptions; NULL: none is named, or several. */
static const char *
common_tenant(const struct snapshot *s)
{
    const char *tenant = NULL;

    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];

        if (tenant && sub->tenant_id && !str_eq_fold(tenant, sub->tenant_id))
            return NULL;
        if (sub->tenant_id)
            tenant = sub->tenant_id;
    }
    return tenant;
}

/* The folder apps/ of each export, joined with the clusters. */
static int
read_apps(const struct audit_request *request,
          const struct audit_inputs *inputs, struct snapshot *s, struct err *e)
{
    bool found = false;

    s->directory.tenant_id = common_tenant(s);
    for (size_t i = 0; i < request->from.len && !request->no_apps; i++) {
        const char *path = request->from.items[i];

        if (files_is_dir(path) && export_apps_read(s, path, &found, e) != 0)
            return -1;
    }
    for (int i = 0; i < DIRECTORY_APP_PARTS && !request->no_apps; i++) {
        if (s->directory.views[i].status != COVERAGE_SKIPPED)
            continue;
        directory_mark(&s->directory, (enum directory_part)i,
                       COVERAGE_UNREACHABLE,
                       found ? "the export does not hold it"
                             : "the export has no folder apps/",
                       "export it as docs/EXPORT.md says, or leave the apps "
                       "out with --no-apps");
    }
    if (collect_join(inputs, s, e) != 0)
        return -1;
    export_apps_settle(s);
    collect_directory_settle(s);
    return 0;
}

/* What no file told. */
static void
mark_missing(struct snapshot *s)
{
    static const char remedy[] =
        "export it as docs/EXPORT.md says, or leave bindings out with "
        "--no-bindings";

    for (int i = DIRECTORY_APP_PARTS; i < DIRECTORY_PART_COUNT; i++) {
        if (s->directory.views[i].status == COVERAGE_SKIPPED)
            directory_mark(&s->directory, (enum directory_part)i,
                           COVERAGE_UNREACHABLE, "the export does not hold it",
                           remedy);
    }
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        struct subscription *sub = s->subscriptions.items[i];
        struct coverage_view *views[] = { &sub->role_assignments, &sub->locks };

        for (size_t k = 0; k < 2; k++) {
            if (views[k]->status == COVERAGE_SKIPPED)
                *views[k] =
                    (struct coverage_view){ COVERAGE_UNREACHABLE,
                                            "the export does not hold them",
                                            remedy };
        }
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];

        if (c->bindings.status == COVERAGE_SKIPPED) {
            c->bindings.status = COVERAGE_UNREACHABLE;
            c->bindings.reason = "the export does not hold them";
            c->bindings.remedy = remedy;
        }
        if (c->maintenance.status == COVERAGE_SKIPPED)
            c->maintenance = (struct coverage_view){
                COVERAGE_UNREACHABLE, "the export does not hold them", remedy
            };
    }
}

static int
read_folders(struct bindings_export **x, const struct audit_request *request,
             struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < request->from.len; i++) {
        const char *path = request->from.items[i];

        if (files_is_dir(path) && export_bindings_read(x, s, path, e) != 0)
            return -1;
    }
    if (*x && export_bindings_give(*x, e) != 0)
        return -1;
    if (collect_access_register(s) != 0)
        return err_nomem(e);
    return *x ? export_bindings_settle(*x, s, e) : 0;
}

/* The folder bindings/ of each export. */
static int
read_bindings(const struct audit_request *request, struct snapshot *s,
              struct err *e)
{
    struct bindings_export *x = NULL;
    int rc;

    if (s->no_bindings)
        return 0;
    rc = read_folders(&x, request, s, e);
    export_bindings_free(x);
    if (rc != 0)
        return -1;
    mark_missing(s);
    return collect_access_settle(s) == 0 ? 0 : err_nomem(e);
}

int
collect_exports(const struct audit_request *request,
                const struct audit_inputs *inputs, struct results *r,
                struct err *e)
{
    struct snapshot *s = &r->snapshot;
    struct sink sink = { .snapshot = s, .filter = inputs->filter };
    struct export_reader reader = {
        .snapshot = s,
        .found = sink_add,
        .arg = &sink,
    };

    for (size_t i = 0; i < request->from.len; i++) {
        if (export_read(&reader, request->from.items[i], e) != 0)
            return -1;
    }
    if (sink.failure.code != ERR_NONE)
        return err_set(e, sink.failure.code, "%s", sink.failure.text);
    if (export_settle(s, e) != 0 || scope_narrow(s, &request->scope, e) != 0)
        return -1;
    if (read_apps(request, inputs, s, e) != 0 ||
        read_bindings(request, s, e) != 0)
        return -1;
    r->run.cloud = "none (exported JSON)";
    r->run.scope = describe_exports(s, &request->from);
    if (!r->run.scope)
        return err_nomem(e);
    if (request->listener.scope)
        request->listener.scope(request->listener.arg, r, "");
    return 0;
}
