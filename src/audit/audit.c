/* SPDX-License-Identifier: MIT */
/* audit.c - the pipeline: scope -> collect -> evaluate -> decide. */
#include "audit/audit.h"

#include <string.h>

#include "audit/collect.h"
#include "audit/collect_kubeconfigs.h"
#include "audit/evaluate.h"
#include "audit/filter.h"
#include "audit/inputs.h"
#include "audit/readiness.h"
#include "audit/run_id.h"
#include "audit/since.h"
#include "model/kubeconfig_judge.h"
#include "support/str.h"

/* Freezes what was collected: from here on it is only read. */
static int
freeze(struct snapshot *s, struct err *e)
{
    if (snapshot_sort(s) != 0 || snapshot_list_apps(s) != 0 ||
        kubeconfig_judge(s) != 0)
        return err_nomem(e);
    return 0;
}

static int
copy_filters(struct results *r, const struct audit_request *request)
{
    const struct {
        const char *option;
        const struct text_list *list;
    } rows[] = {
        { "--include", &request->include },
        { "--exclude", &request->exclude },
        { "--tag", &request->tags },
    };
    struct arena *arena = r->snapshot.arena;
    struct text_list *out = &r->run.filters;

    out->items =
        arena_alloc(arena, sizeof(*out->items) *
                               (request->include.len + request->exclude.len +
                                request->tags.len + 1));
    if (!out->items)
        return -1;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        for (size_t k = 0; k < rows[i].list->len; k++) {
            const char *text = arena_printf(arena, "%s %s", rows[i].option,
                                            rows[i].list->items[k]);

            if (!text)
                return -1;
            out->items[out->len++] = text;
        }
    }
    return 0;
}

static int
describe_run(struct results *r, const struct audit_request *request,
             struct err *e)
{
    struct run *run = &r->run;

    run->version = AKSENTRA_VERSION;
    run->started_at = r->snapshot.taken_at = clock_report_time(request->clock);
    run->fail_on = arena_strdup(r->snapshot.arena, request->fail_on);
    run->scope = scope_describe(&r->snapshot, &request->scope);
    if (request->scope.shard.of > 0) {
        run->shard =
            arena_printf(r->snapshot.arena, "%u/%u",
                         request->scope.shard.number, request->scope.shard.of);
        if (!run->shard)
            return err_nomem(e);
    }
    if (!run->fail_on || !run->scope || copy_filters(r, request) != 0)
        return err_nomem(e);
    return 0;
}

/* What the snapshot is to be read against. */
static void
prepare_snapshot(struct snapshot *s, const struct audit_request *request)
{
    s->directory.skipped = request->no_apps;
    s->no_bindings = request->no_bindings;
    s->offline = request->from.len > 0;
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        if (i < DIRECTORY_APP_PARTS && request->no_apps)
            s->directory.views[i].reason = "left out by --no-apps";
        if (i >= DIRECTORY_APP_PARTS && request->no_bindings)
            s->directory.views[i].reason = "left out by --no-bindings";
    }
    if (request->from.len > 0)
        s->scope_limit = "the export may not hold every subscription";
    else if (request->scope.subscriptions.len > 0)
        s->scope_limit = "--subscription narrowed the scope";
    else if (request->scope.management_groups.len > 0)
        s->scope_limit = "--management-group narrowed the scope";
    else if (request->scope.shard.of > 0)
        s->scope_limit = SHARD_SCOPE_LIMIT;
}

/* The first tenant that a subscription names, where no credential did. */
static void
settle_tenant(struct results *r)
{
    for (size_t i = 0; i < r->snapshot.subscriptions.len; i++) {
        const struct subscription *sub = r->snapshot.subscriptions.items[i];

        if (!r->run.tenant_id)
            r->run.tenant_id = sub->tenant_id;
    }
}

static int
judge(struct results *r, struct audit_inputs *inputs,
      const struct audit_request *request, struct err *e)
{
    if (freeze(&r->snapshot, e) != 0 ||
        inputs_apply_tags(inputs, request, r, e) != 0 ||
        since_clusters(&inputs->baseline, r, e) != 0 || evaluate(r, e) != 0 ||
        inputs_apply_waivers(inputs, r, request->clock, e) != 0 ||
        readiness_derive(r, e) != 0 || since_findings(r, e) != 0)
        return -1;
    r->run.finished_at = clock_report_time(request->clock);
    settle_tenant(r);
    if (run_id_make(r, request->clock, e) != 0)
        return -1;
    return exit_status_decide(r, &inputs->fail_on, e);
}

static int
run_stages(const struct audit_request *request, struct audit_inputs *inputs,
           struct results *r, struct err *e)
{
    if (describe_run(r, request, e) != 0 ||
        inputs_apply_baseline(inputs, &r->snapshot, e) != 0)
        return -1;
    prepare_snapshot(&r->snapshot, request);
    if (request->kubeconfigs.len > 0 &&
        collect_kubeconfigs(&r->snapshot, &request->kubeconfigs, request->env,
                            e) != 0)
        return -1;
    if (request->from.len > 0) {
        if (audit_is_alone(request, e) != 0 ||
            collect_exports(request, inputs, r, e) != 0)
            return -1;
    } else if (collect_live(request, inputs, r, e) != 0) {
        return -1;
    }
    return judge(r, inputs, request, e);
}

int
audit_is_alone(const struct audit_request *request, struct err *e)
{
    const struct audit_listener *listener = &request->listener;

    return listener->alone ? listener->alone(listener->arg, e) : 0;
}

int
audit_run(const struct audit_request *request, struct results *r, struct err *e)
{
    struct audit_inputs inputs = { 0 };
    int rc;

    if (results_init(r, e) != 0)
        return -1;
    /* Files and patterns first: a wrong one is told before anything is asked.
     */
    rc = inputs_read(&inputs, request, e);
    if (rc == 0)
        rc = run_stages(request, &inputs, r, e);
    inputs_free(&inputs);
    if (rc != 0) {
        results_free(r);
        memset(r, 0, sizeof(*r));
    }
    return rc;
}
