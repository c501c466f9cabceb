/* SPDX-License-Identifier: MIT */
/* test_alloc_sources.c - out of memory in what reads replies. What a reader of
 * pages could not keep must be told: as an error, or as a gap. */
#include "alloc_seeds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/arm_access.h"
#include "sources/arm_cluster.h"
#include "sources/graph_directory.h"
#include "sources/graph_principals.h"
#include "sources/kube_bindings.h"
#include "sources/run_bindings.h"
#include "sources/token.h"
#include "support/files.h"
#include "support/json.h"
#include "support/str.h"

#define SUBSCRIPTION "11111111-1111-4111-8111-111111111111"

/* The played engine is the test's own. */
static struct http *
network(const struct input *in)
{
    struct http *h;

    alloc_fail_pause(true);
    h = fuzz_http_new((const uint8_t *)in->bytes, in->len);
    alloc_fail_pause(false);
    return h;
}

/* A reason that speaks of memory is as good as the error. */
static int
told(const char *reason, struct err *e)
{
    if (reason && str_find_fold(reason, "out of memory"))
        return err_nomem(e);
    return 0;
}

static int
told_of_all(const struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];

        if (told(sub->reason, e) != 0)
            return -1;
    }
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        if (told(s->directory.views[i].reason, e) != 0)
            return -1;
    }
    return 0;
}

/* ---- ARM --------------------------------------------------------------------- */

static int
keep(void *arg, struct cluster *c)
{
    return snapshot_add_cluster(arg, c);
}

static int
cluster(const void *arg, struct buf *out, struct err *e)
{
    const struct input *in = arg;
    json_auto_t *body = json_read(in->bytes, in->len, "input", e);
    struct cluster *c = NULL;
    const char *other = NULL;
    struct results r = { 0 };
    int rc = body ? results_init(&r, e) : -1;

    if (rc == 0) {
        rc = arm_cluster_parse(&r.snapshot,
                               json_array_get(body, json_array_size(body) - 1),
                               "input", &c, &other, e);
        if (rc == 0 && c && snapshot_add_cluster(&r.snapshot, c) != 0)
            rc = err_nomem(e);
        alloc_fail_stop();
        alloc_add_coverage(out, &r.snapshot);
        results_free(&r);
    }
    alloc_fail_stop();
    return rc;
}

static void
ended(void *arg, struct subscription *sub)
{
    (void)arg;
    (void)sub;
}

static int
clusters(const void *arg, struct buf *out, struct err *e)
{
    const struct input *in = arg;
    struct results r = { 0 };
    struct http *h;
    struct arm arm = { NULL, &fuzz_gate, FUZZ_HOST };
    int rc = results_init(&r, e);
    struct arm_cluster_list list = {
        .arm = &arm,
        .snapshot = &r.snapshot,
        .found = keep,
        .ended = ended,
        .arg = &r.snapshot,
    };

    if (rc != 0)
        return -1;
    h = network(in);
    arm.http = h;
    list.subscription = snapshot_subscription(&r.snapshot, SUBSCRIPTION);
    if (!list.subscription)
        rc = err_nomem(e);
    if (rc == 0)
        rc = arm_clusters_start(&list, e);
    http_run(h, NULL);
    alloc_fail_stop();
    http_free(h);
    if (rc == 0)
        rc = told_of_all(&r.snapshot, e);
    alloc_add_coverage(out, &r.snapshot);
    results_free(&r);
    return rc;
}

static int
subscriptions(const void *arg, struct buf *out, struct err *e)
{
    const struct input *in = arg;
    struct arm_outcome end = { 0 };
    struct arm arm = { NULL, &fuzz_gate, FUZZ_HOST };
    struct results r = { 0 };
    int rc = results_init(&r, e);

    if (rc != 0)
        return -1;
    arm.http = network(in);
    rc = arm_subscriptions_read(&arm, &r.snapshot, &end, e);
    alloc_fail_stop();
    http_free(arm.http);
    if (rc == 0)
        rc = told(end.reason, e);
    buf_addf(out, "%d %s\n", (int)end.status, end.reason);
    alloc_add_coverage(out, &r.snapshot);
    results_free(&r);
    return rc;
}

#define CLUSTER                                                    \
    "/subscriptions/" SUBSCRIPTION "/resourceGroups/rg/providers/" \
    "Microsoft.ContainerService/managedClusters/aks"
#define ROLE                       \
    "/subscriptions/" SUBSCRIPTION \
    "/providers/Microsoft.Authorization/roleDefinitions/owner"

static int
start_access(const struct arm *arm, struct snapshot *s, struct cluster *c,
             struct err *e)
{
    struct role_definition *role = snapshot_role(s, ROLE);

    if (!role)
        return err_nomem(e);
    if (arm_role_assignments_start(arm, s, c->subscription, e) != 0 ||
        arm_role_definition_start(arm, s, role, e) != 0 ||
        arm_locks_start(arm, s, c->subscription, e) != 0)
        return -1;
    return arm_maintenance_start(arm, s, c, e);
}

/* The four replies, in this order. */
static int
access_(const void *arg, struct buf *out, struct err *e)
{
    struct arm arm = { NULL, &fuzz_gate, FUZZ_HOST };
    struct cluster c = { .id = CLUSTER, .name = "aks" };
    struct results r = { 0 };
    int rc = results_init(&r, e);

    if (rc != 0)
        return -1;
    alloc_fail_pause(true);
    c.subscription = snapshot_subscription(&r.snapshot, SUBSCRIPTION);
    snapshot_add_cluster(&r.snapshot, &c);
    arm.http = network(arg);
    rc = start_access(&arm, &r.snapshot, &c, e);
    http_run(arm.http, NULL);
    if (rc == 0 && snapshot_join_access(&r.snapshot) != 0)
        rc = err_nomem(e);
    alloc_fail_stop();
    http_free(arm.http);
    for (size_t i = 0; i < r.snapshot.roles.len && rc == 0; i++) {
        const struct role_definition *role = r.snapshot.roles.items[i];

        rc = told(role->reason, e);
        buf_addf(out, "%s %s\n", role->id, str_or(role->name, ""));
    }
    if (rc == 0 && told(c.subscription->role_assignments.reason, e) == 0 &&
        told(c.subscription->locks.reason, e) == 0)
        rc = told(c.maintenance.reason, e);
    rc = e->code == ERR_NONE ? rc : -1;
    buf_addf(out, "%s\n", c.read_only_lock ? c.read_only_lock : "");
    alloc_add_coverage(out, &r.snapshot);
    results_free(&r);
    return rc;
}

static void
command_ended(void *arg, const struct arm_refusal *why)
{
    if (why)
        told(why->reason, arg);
}

static void
add_bindings(struct buf *out, const struct cluster_bindings *b)
{
    buf_addf(out, "%zu bindings\n", b->n);
    for (size_t i = 0; i < b->n; i++)
        buf_addf(out, "%s %zu\n", b->items[i].name, b->items[i].n_subjects);
}

static int
run_command(const void *arg, struct buf *out, struct err *e)
{
    struct arm arm = { NULL, &fuzz_gate, FUZZ_HOST };
    struct subscription sub = { .id = "sub" };
    struct cluster c = { .id = CLUSTER, .subscription = &sub };
    struct binding_list list = { .arena = arena_new() };
    struct cluster_bindings bindings = { 0 };
    const struct run_bindings run = {
        .arm = &arm,
        .cluster = &c,
        .cluster_gate = &fuzz_gate,
        .list = &list,
        .end = command_ended,
        .arg = e,
    };
    int rc;

    if (!list.arena)
        return err_nomem(e);
    arm.http = network(arg);
    rc = run_bindings_start(&run, e);
    http_run(arm.http, NULL);
    if (rc == 0 && binding_list_give(&list, &bindings) != 0)
        rc = err_nomem(e);
    alloc_fail_stop();
    http_free(arm.http);
    add_bindings(out, &bindings);
    binding_list_free(&list);
    arena_free(list.arena);
    return e->code == ERR_NONE ? rc : -1;
}

/* ---- Kubernetes ------------------------------------------------------------------ */

static void
list_ended(void *arg, const struct kube_end *end)
{
    told(end->reason, arg);
}

static int
kube(const void *arg, struct buf *out, struct err *e)
{
    struct binding_list list = { .arena = arena_new() };
    struct cluster_bindings bindings = { 0 };
    const struct http_tls tls = { 0 };
    struct kube_bindings k = {
        .server = FUZZ_HOST,
        .tls = &tls,
        .gate = &fuzz_gate,
        .lane = "lane",
        .list = &list,
        .end = list_ended,
        .arg = e,
    };
    int rc;

    if (!list.arena)
        return err_nomem(e);
    k.http = network(arg);
    rc = kube_bindings_start(&k, e);
    http_run(k.http, NULL);
    if (rc == 0 && binding_list_give(&list, &bindings) != 0)
        rc = err_nomem(e);
    alloc_fail_stop();
    http_free(k.http);
    add_bindings(out, &bindings);
    binding_list_free(&list);
    arena_free(list.arena);
    return e->code == ERR_NONE ? rc : -1;
}

/* ---- Microsoft Graph ------------------------------------------------------------ */

#define APP "44444444-4444-4444-8444-444444444444"
#define OBJECT "55555555-5555-4555-8555-555555555555"
#define GROUP "33333333-3333-4333-8333-333333333333"

static void
add_directory(struct buf *out, const struct directory *d)
{
    buf_addf(out, "%zu apps, %zu groups, %zu policies, %zu principals\n",
             d->apps.len, d->groups.len, d->policies.len, d->principals.len);
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++)
        buf_addf(out, "%d %s\n", (int)d->views[i].status,
                 str_or(d->views[i].reason, ""));
    for (size_t i = 0; i < d->principals.len; i++) {
        const struct principal *p = d->principals.items[i];

        buf_addf(out, "%s %d %ld %ld %s\n", str_or(p->id, p->name),
                 (int)p->presence, p->groups, p->members,
                 str_or(p->reason, ""));
    }
}

static int
told_of_directory(const struct directory *d, struct err *e)
{
    for (size_t i = 0; i < d->principals.len; i++) {
        const struct principal *p = d->principals.items[i];

        if (told(p->reason, e) != 0)
            return -1;
    }
    return 0;
}

static int
start_collections(const struct graph *g, struct snapshot *s, struct err *e)
{
    static int (*const starts[])(const struct graph *, struct snapshot *,
                                 struct err *) = {
        graph_start_applications,
        graph_start_principals,
        graph_start_delegated_grants,
        graph_start_role_grants,
        graph_start_federated,
        graph_start_policies,
        graph_start_deleted_applications,
        graph_start_deleted_principals,
    };

    for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
        if (starts[i](g, s, e) != 0)
            return -1;
        http_run(g->http, NULL);
    }
    return 0;
}

/* Every collection is given the same replies. */
static int
collections(const void *arg, struct buf *out, struct err *e)
{
    struct graph g = { NULL, &fuzz_gate, FUZZ_HOST, 2 };
    struct results r = { 0 };
    struct snapshot *s = &r.snapshot;
    int rc = results_init(&r, e);

    if (rc != 0)
        return -1;
    g.http = network(arg);
    rc = start_collections(&g, s, e);
    http_run(g.http, NULL);
    if (rc == 0 && (snapshot_join_apps(s) != 0 || snapshot_list_apps(s) != 0))
        rc = err_nomem(e);
    alloc_fail_stop();
    http_free(g.http);
    if (rc == 0)
        rc = told_of_all(s, e);
    add_directory(out, &s->directory);
    results_free(&r);
    return rc;
}

static int
start_principals(const struct graph *g, struct snapshot *s, struct err *e)
{
    if (graph_principals_find(g, s, e) != 0)
        return -1;
    http_run(g->http, NULL);
    if (graph_principals_describe(g, s, e) != 0)
        return -1;
    http_run(g->http, NULL);
    return 0;
}

static int
principals(const void *arg, struct buf *out, struct err *e)
{
    static const char *const ids[] = { "11111111-1111-4111-8111-111111111111",
                                       "33333333-3333-4333-8333-333333333333" };
    struct graph g = { NULL, &fuzz_gate, FUZZ_HOST, 2 };
    struct results r = { 0 };
    struct directory *d = &r.snapshot.directory;
    int rc = results_init(&r, e);

    if (rc != 0)
        return -1;
    alloc_fail_pause(true);
    for (size_t i = 0; i < 2; i++)
        directory_principal(d, r.snapshot.arena, ids[i])->bound = true;
    directory_named_user(d, r.snapshot.arena, "ann@example.com")->bound = true;
    g.http = network(arg);
    rc = start_principals(&g, &r.snapshot, e);
    http_run(g.http, NULL);
    alloc_fail_stop();
    http_free(g.http);
    if (rc == 0)
        rc = told_of_all(&r.snapshot, e);
    if (rc == 0)
        rc = told_of_directory(d, e);
    add_directory(out, d);
    results_free(&r);
    return rc;
}

/* ---- tokens ----------------------------------------------------------------------- */

static const struct cloud cloud = {
    .name = "Example",
    .authority = FUZZ_HOST,
    .arm = FUZZ_HOST,
    .arm_scope = FUZZ_HOST "/.default",
};

static const char *
secret(void *arg, const char *name)
{
    (void)arg;
    if (strcmp(name, "AZURE_TENANT_ID") == 0)
        return SUBSCRIPTION;
    if (strcmp(name, "AZURE_CLIENT_ID") == 0)
        return "app";
    return strcmp(name, "AZURE_CLIENT_SECRET") == 0 ? "hunter2" : NULL;
}

static int
token(const void *arg, struct buf *out, struct err *e)
{
    static const struct environment env = { .get = secret };
    struct http *h = network(arg);
    struct tokens *t = NULL;
    const struct http_gate *gate = NULL;
    int rc = tokens_new(&t, h, &cloud, "environment", &env, e);

    if (rc == 0)
        rc = tokens_prepare(t, cloud.arm_scope, e);
    if (rc == 0)
        gate = tokens_gate(t, cloud.arm_scope, FUZZ_HOST, e);
    if (rc == 0 && !gate)
        rc = -1;
    alloc_fail_stop();
    http_free(h);
    buf_adds(out, rc == 0 ? tokens_credential(t) : "");
    tokens_free(t);
    return rc;
}

static const char *
no_variable(void *arg, const char *name)
{
    (void)arg;
    (void)name;
    return NULL;
}

static int
metadata(const void *arg, struct buf *out, struct err *e)
{
    static const struct environment env = { .get = no_variable };
    struct arena *arena = arena_new();
    struct cloud found = { 0 };
    struct http *h;
    int rc;

    if (!arena)
        return err_nomem(e);
    h = network(arg);
    rc = cloud_resolve(&found, arena, h, FUZZ_HOST, &env, e);
    alloc_fail_stop();
    http_free(h);
    if (rc == 0)
        buf_addf(out, "%s %s %s", found.name, found.arm, found.arm_scope);
    arena_free(arena);
    return rc;
}

/* ---- running ------------------------------------------------------------------ */

static const struct scenario scenarios[] = {
    { "cluster", cluster, "arm_cluster", 0, 0 },
    { "clusters", clusters, "arm_clusters", 0, 0 },
    { "clusters, an api-version that is refused", clusters, "arm_clusters", 1,
      0 },
    { "subscriptions", subscriptions, "arm_subscriptions", 0, 1 },
    { "role assignments, locks, maintenance", access_, "arm_clusters", 0, 0 },
    { "run command", run_command, "run_command", 0, 0 },
    { "bindings of an API server", kube, "kube_bindings", 0, 0 },
    { "collections of Graph", collections, "graph_directory", 0, 2 },
    { "principals", principals, "graph_principals", 0, 0 },
    { "token", token, "token", 0, 1 },
    { "endpoints of a cloud", metadata, "cloud", 0, 0 },
};

int
main(void)
{
    return alloc_run_scenarios(scenarios, ARRAY_LEN(scenarios));
}
