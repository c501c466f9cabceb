/* SPDX-License-Identifier: MIT */
/* collect_exports.c - filling the snapshot from exported files. */
#include "audit/collect.h"

#include "audit/collect_directory.h"
#include "audit/sink.h"
#include "sources/export.h"
#include "sources/export_apps.h"
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
    for (int i = 0; i < DIRECTORY_PART_COUNT && !request->no_apps; i++) {
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
    if (read_apps(request, inputs, s, e) != 0)
        return -1;
    r->run.cloud = "none (exported JSON)";
    r->run.scope = describe_exports(s, &request->from);
    if (!r->run.scope)
        return err_nomem(e);
    if (request->listener.scope)
        request->listener.scope(request->listener.arg, r, "");
    return 0;
}
