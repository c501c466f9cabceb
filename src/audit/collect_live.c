/* SPDX-License-Identifier: MIT */
/* collect_live.c - filling the snapshot from Azure. */
#include "audit/collect.h"

#include <string.h>

#include "audit/collect_access.h"
#include "audit/collect_directory.h"
#include "audit/inventory.h"
#include "audit/sink.h"
#include "sources/arm.h"
#include "sources/azure_error.h"
#include "sources/cloud.h"
#include "sources/credential.h"
#include "sources/graph.h"
#include "sources/token.h"
#include "support/buf.h"
#include "support/log.h"
#include "support/str.h"

/* One live audit under way. */
struct live {
    const struct audit_request *request;
    const struct audit_inputs *inputs;
    struct results *results;
    struct sink sink;
    struct http *http;
    struct cloud cloud;
    struct tokens *tokens;
    struct arm arm;
    struct graph graph; /* no gate: Graph cannot be asked */
    int64_t started_ms;
    size_t subscriptions_done;
};

static void
tell_progress(void *arg)
{
    struct live *l = arg;
    const struct audit_listener *listener = &l->request->listener;
    struct audit_progress p = {
        .subscriptions_done = l->subscriptions_done,
        .subscriptions = l->results->snapshot.subscriptions.len,
        .clusters = l->results->snapshot.clusters.len,
        .elapsed_ms = clock_monotonic_ms() - l->started_ms,
    };

    if (!listener->progress)
        return;
    http_stats(l->http, &p.http);
    listener->progress(listener->arg, &p);
}

static int
open_http(struct live *l, struct err *e)
{
    const struct audit_request *request = l->request;
    const struct retry_policy defaults = RETRY_DEFAULTS;
    const char *ca_file = request->ca_file;
    struct http_config config = {
        .parallel = request->parallel,
        .timeout_ms = (int64_t)request->timeout_s * 1000,
        .retry = defaults,
        .body_limit = HTTP_DEFAULT_BODY_LIMIT,
        .user_agent = "aksentra/" AKSENTRA_VERSION,
        .hooks = {
            .wish_ms = azure_error_wish_ms,
            .rest_ms = azure_error_rest_ms,
            .tick = tell_progress,
            .tick_arg = l,
        },
        .interrupted = request->interrupted,
    };

    if (!ca_file)
        ca_file = environment_get(request->env, "SSL_CERT_FILE");
    config.ca_file = str_empty(ca_file) ? NULL : ca_file;
    config.retry.retries = request->retries;
    return http_new(&l->http, &config, e);
}

/* The cloud, a credential that works, and the way to ask ARM with it. */
static int
connect_arm(struct live *l, struct err *e)
{
    const struct audit_request *request = l->request;
    struct run *run = &l->results->run;
    struct arena *arena = l->results->snapshot.arena;

    if (cloud_resolve(&l->cloud, arena, l->http, request->cloud, request->env,
                      e) != 0 ||
        tokens_new(&l->tokens, l->http, &l->cloud, request->auth, request->env,
                   e) != 0 ||
        tokens_prepare(l->tokens, l->cloud.arm_scope, e) != 0)
        return -1;
    l->arm.http = l->http;
    l->arm.endpoint = l->cloud.arm;
    l->arm.gate = tokens_gate(l->tokens, l->cloud.arm_scope, l->cloud.arm, e);
    if (!l->arm.gate)
        return -1;
    run->cloud = l->cloud.name;
    run->portal = l->cloud.portal;
    run->credential = arena_strdup(arena, tokens_credential(l->tokens));
    run->tenant_id = arena_intern(arena, tokens_tenant_id(l->tokens));
    l->results->snapshot.directory.tenant_id = run->tenant_id;
    return run->credential ? 0 : err_nomem(e);
}

/* The way to ask Microsoft Graph; that there is none ends nothing. */
static int
connect_graph(struct live *l, struct err *e)
{
    struct snapshot *s = &l->results->snapshot;
    struct err why = { 0 };
    auto_buf scope = { 0 };

    l->graph.http = l->http;
    l->graph.endpoint = l->cloud.graph;
    l->graph.retries = l->request->retries;
    if (!l->cloud.graph)
        return collect_directory_refused(
                   s, COVERAGE_UNREACHABLE,
                   "the cloud does not say where its Microsoft Graph is",
                   "leave the apps out with --no-apps") == 0
                   ? 0
                   : err_nomem(e);
    buf_addf(&scope, "%s/.default", l->cloud.graph);
    if (!buf_ok(&scope))
        return err_nomem(e);
    l->graph.gate =
        tokens_gate(l->tokens, buf_str(&scope), l->cloud.graph, &why);
    if (l->graph.gate)
        return 0;
    if (why.code == ERR_NOMEM ||
        collect_directory_refused(s, COVERAGE_UNREACHABLE, why.text, NULL) != 0)
        return err_nomem(e);
    return 0;
}

static void
subscription_ended(void *arg, struct subscription *sub)
{
    struct live *l = arg;

    l->subscriptions_done++;
    if (sub->status == COVERAGE_AUDITED && !sub->reason)
        log_write(LOG_DEBUG, "subscription %s: %zu clusters", sub->id,
                  sub->clusters);
    else
        log_write(LOG_WARNING, "subscription %s (%s): %s", sub->id,
                  str_or(sub->name, "no name"), sub->reason);
}

static int
found(void *arg, struct cluster *c)
{
    struct live *l = arg;

    return sink_add(&l->sink, c);
}

/* Reads all subscriptions side by side. An interruption is no failure here:
 * what was read is there, and the rest says that it was not. */
static int
read_clusters(struct live *l, struct err *e)
{
    struct snapshot *s = &l->results->snapshot;
    struct inventory inventory = {
        .arm = &l->arm,
        .snapshot = s,
        .way = l->request->inventory,
        .found = found,
        .ended = subscription_ended,
        .arg = l,
    };
    struct err why = { 0 };

    if (l->graph.gate && collect_directory_begin(&l->graph, s, e) != 0)
        return -1;
    for (size_t i = 0; i < s->subscriptions.len; i++)
        l->subscriptions_done += !inventory_asks(s->subscriptions.items[i]);
    if (inventory_start(&inventory, e) != 0)
        return -1;
    if (http_run(l->http, &why) != 0) {
        if (why.code != ERR_INTERRUPTED)
            return err_set(e, why.code, "%s", why.text);
        s->interrupted = true;
    }
    if (l->sink.failure.code != ERR_NONE)
        return err_set(e, l->sink.failure.code, "%s", l->sink.failure.text);
    return inventory_settle(&inventory, e);
}

static int
read_access(struct live *l, struct err *e)
{
    const struct access_sources sources = {
        .http = l->http,
        .tokens = l->tokens,
        .arm = &l->arm,
        .graph = &l->graph,
        .parallel = l->request->parallel,
        .allow_admin_credential = l->request->allow_admin_credential,
        .allow_run_command = l->request->allow_run_command,
    };

    return collect_access(&sources, &l->results->snapshot, e);
}

/* What nobody had come to yet is not skipped: nobody chose to. */
static void
interrupt(enum coverage_status *status, const char **reason,
          const char **remedy)
{
    if (*status != COVERAGE_SKIPPED)
        return;
    *status = COVERAGE_UNREACHABLE;
    *reason = "interrupted before it was read";
    *remedy = "run the audit again and let it finish";
}

static void
interrupt_view(struct coverage_view *v)
{
    interrupt(&v->status, &v->reason, &v->remedy);
}

static void
note_interruption(struct snapshot *s)
{
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        if (i < DIRECTORY_APP_PARTS ? !s->directory.skipped : !s->no_bindings)
            interrupt_view(&s->directory.views[i]);
    }
    for (size_t i = 0; i < s->subscriptions.len && !s->no_bindings; i++) {
        struct subscription *sub = s->subscriptions.items[i];

        if (sub->clusters == 0)
            continue;
        interrupt_view(&sub->role_assignments);
        interrupt_view(&sub->locks);
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];

        if (!s->no_bindings)
            interrupt(&c->bindings.status, &c->bindings.reason,
                      &c->bindings.remedy);
        if (c->integration == INTEGRATION_LEGACY)
            interrupt_view(&c->maintenance);
    }
}

static int
collect(struct live *l, struct err *e)
{
    const struct audit_listener *listener = &l->request->listener;
    struct snapshot *s = &l->results->snapshot;

    if (open_http(l, e) != 0 || connect_arm(l, e) != 0 ||
        (!tokens_run_programs(l->tokens) &&
         audit_is_alone(l->request, e) != 0) ||
        scope_resolve(&l->arm, s, &l->request->scope, e) != 0)
        return -1;
    if (listener->scope)
        listener->scope(listener->arg, l->results,
                        tokens_passed_over(l->tokens));
    if ((!s->directory.skipped || !s->no_bindings) && connect_graph(l, e) != 0)
        return -1;
    if (read_clusters(l, e) != 0 || collect_join(l->inputs, s, e) != 0)
        return -1;
    if (l->graph.gate && collect_directory_finish(&l->graph, s, e) != 0)
        return -1;
    if (read_access(l, e) != 0)
        return -1;
    if (s->interrupted)
        note_interruption(s);
    collect_directory_settle(s);
    if (collect_access_settle(s) != 0)
        return err_nomem(e);
    return tokens_run_programs(l->tokens) ? audit_is_alone(l->request, e) : 0;
}

int
collect_live(const struct audit_request *request,
             const struct audit_inputs *inputs, struct results *r,
             struct err *e)
{
    struct live l = {
        .request = request,
        .inputs = inputs,
        .results = r,
        .sink = { .snapshot = &r->snapshot, .filter = inputs->filter },
        .started_ms = clock_monotonic_ms(),
    };
    int rc = collect(&l, e);

    http_free(l.http);
    tokens_free(l.tokens);
    return rc;
}
