/* SPDX-License-Identifier: MIT */
/* collect_exports.c - filling the snapshot from exported files. */
#include "audit/collect.h"

#include "audit/sink.h"
#include "sources/export.h"

static const char *
describe_exports(struct snapshot *s, const struct text_list *from)
{
    auto_buf text = { 0 };

    buf_adds(&text, "exported JSON:");
    for (size_t i = 0; i < from->len; i++)
        buf_addf(&text, " %s", from->items[i]);
    return buf_ok(&text) ? arena_strdup(s->arena, buf_str(&text)) : NULL;
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
    r->run.cloud = "none (exported JSON)";
    r->run.scope = describe_exports(s, &request->from);
    if (!r->run.scope)
        return err_nomem(e);
    if (request->listener.scope)
        request->listener.scope(request->listener.arg, r, "");
    return 0;
}
