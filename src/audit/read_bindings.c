/* SPDX-License-Identifier: MIT */
/* read_bindings.c - the bindings of many clusters, each by the first way that
 * leads to them, least privilege first (design section 5). */
#include "audit/read_bindings.h"

#include <stdlib.h>
#include <string.h>

#include "sources/arm_cluster_call.h"
#include "sources/kube_bindings.h"
#include "sources/run_bindings.h"
#include "support/buf.h"
#include "support/log.h"
#include "support/str.h"

/* The audience of tokens for every managed cluster, in every cloud. */
#define AKS_SCOPE APP_ID_AKS_SERVER "/.default"

#define EXPORT_REMEDY                                                \
    "export them with kubectl as docs/EXPORT.md says and audit the " \
    "export with --from"

struct binding_reader {
    struct access_sources sources;
    struct snapshot *snapshot;
    size_t next; /* cluster to begin with */
    size_t active;
    bool beginning;
    struct err failure; /* the first of our own */
};

/* One cluster on its way. */
struct job {
    struct binding_reader *reader;
    struct cluster *cluster;
    enum binding_way way;
    bool shut;        /* no way is open, for one reason */
    bool unreachable; /* some way failed for another reason than a right */
    struct kube_credential *credential;
    struct binding_list list;
};

static void begin_more(struct binding_reader *r);
static void try_next(struct job *job);

/* ---- how a job ends ------------------------------------------------------ */

static void
note(struct job *job, bool tried, const char *reason, const char *remedy)
{
    struct way_attempt *a = &job->cluster->bindings.attempts[job->way];
    const char *text = arena_strdup(job->reader->snapshot->arena, reason);

    a->reason = text ? text : "out of memory";
    a->remedy = remedy;
    a->tried = tried;
}

static void
close_job(struct job *job)
{
    struct binding_reader *r = job->reader;

    kube_credential_free(job->credential);
    binding_list_free(&job->list);
    free(job);
    r->active--;
    begin_more(r);
}

static void
succeed(struct job *job)
{
    struct cluster_bindings *b = &job->cluster->bindings;

    b->status = COVERAGE_AUDITED;
    b->reason = b->remedy = NULL;
    b->has_way = true;
    b->way = job->way;
    if (binding_list_give(&job->list, b) != 0)
        err_nomem(&job->reader->failure);
    close_job(job);
}

/* No way is left: all the reasons, and what would help soonest. */
static void
give_up(struct job *job)
{
    struct cluster_bindings *b = &job->cluster->bindings;
    struct arena *arena = job->reader->snapshot->arena;
    auto_buf reason = { 0 }, remedy = { 0 };

    for (int i = WAY_TOKEN; i < WAY_COUNT; i++) {
        const struct way_attempt *a = &b->attempts[i];

        /* What closes all ways is said once. */
        if (!a->reason || (job->shut && i > WAY_TOKEN))
            continue;
        if (job->shut)
            buf_adds(&reason, a->reason);
        else
            buf_addf(&reason, "%s%s: %s", reason.len ? "; " : "",
                     binding_way_name((enum binding_way)i), a->reason);
        if (a->remedy)
            buf_addf(&remedy, "%s, or ", a->remedy);
    }
    buf_adds(&remedy, EXPORT_REMEDY);
    b->status = job->unreachable ? COVERAGE_UNREACHABLE : COVERAGE_DENIED;
    b->reason = arena_strdup(arena, buf_str(&reason));
    b->remedy = arena_intern(arena, buf_str(&remedy));
    if (!b->reason || !b->remedy || !buf_ok(&reason) || !buf_ok(&remedy))
        err_nomem(&job->reader->failure);
    log_write(LOG_DEBUG, "bindings of %s: %s", job->cluster->id,
              str_or(b->reason, ""));
    close_job(job);
}

/* The same reason for every way that is left. */
static void
refuse_all(struct job *job, const char *reason, const char *remedy)
{
    job->unreachable = true;
    for (; job->way < WAY_COUNT; job->way++) {
        note(job, false, reason, remedy);
        remedy = NULL;
    }
    give_up(job);
}

static void
way_failed(struct job *job, enum coverage_status status, bool interrupted,
           const char *reason, const char *remedy)
{
    job->unreachable |= status != COVERAGE_DENIED;
    kube_credential_free(job->credential);
    job->credential = NULL;
    binding_list_free(&job->list);
    note(job, true, reason, remedy);
    job->way++;
    if (interrupted)
        refuse_all(job, "the audit was interrupted",
                   "run the audit again and let it finish");
    else
        try_next(job);
}

/* ---- the API server ------------------------------------------------------ */

static bool
is_fenced(const struct cluster *c)
{
    return c->private_cluster == TRI_YES || c->authorized_ip_ranges > 0 ||
           str_eq_fold(c->public_network_access, "Disabled");
}

static const char *
remedy_of_network(const struct cluster *c)
{
    if (c->private_cluster == TRI_YES)
        return "the cluster is private: run the audit inside its network";
    if (c->authorized_ip_ranges > 0)
        return "the cluster has authorized IP ranges: run the audit from one "
               "of them";
    return "make the API server reachable from here";
}

static void
kube_ended(void *arg, const struct kube_end *end)
{
    struct job *job = arg;
    const char *remedy = NULL;

    if (end->status == COVERAGE_AUDITED) {
        succeed(job);
        return;
    }
    if (end->http_status == 403)
        remedy = "let the credential list clusterrolebindings and "
                 "rolebindings in the cluster (aksentra permissions -o "
                 "kubernetes)";
    else if (end->http_status == 0 && end->failure != HTTP_NO_TOKEN)
        remedy = remedy_of_network(job->cluster);
    way_failed(job, end->status, end->interrupted, end->reason, remedy);
}

static int
ask_api_server(struct job *job, struct err *e)
{
    const struct access_sources *sources = &job->reader->sources;
    struct kube_bindings k = {
        .http = sources->http,
        .server = job->credential->server,
        .tls = &job->credential->tls,
        .lane = job->cluster->id,
        .hard_to_reach = is_fenced(job->cluster),
        .list = &job->list,
        .end = kube_ended,
        .arg = job,
    };

    if (job->way == WAY_TOKEN) {
        k.gate =
            tokens_gate(sources->tokens, AKS_SCOPE, job->credential->server, e);
        if (!k.gate)
            return -1;
    }
    return kube_bindings_start(&k, e);
}

static const char *
remedy_of_credential(const struct job *job)
{
    return job->way == WAY_TOKEN
               ? "give the credential Azure Kubernetes Service Cluster User "
                 "Role on the cluster"
               : "give the credential Azure Kubernetes Service Cluster Admin "
                 "Role on the cluster";
}

static void
credential_came(void *arg, struct kube_credential *c,
                const struct arm_refusal *why)
{
    struct job *job = arg;
    struct err e = { 0 };

    if (!c) {
        way_failed(job, why->status, why->interrupted, why->reason,
                   why->status == COVERAGE_DENIED ? remedy_of_credential(job)
                                                  : NULL);
        return;
    }
    job->credential = c;
    if (ask_api_server(job, &e) != 0)
        way_failed(job, COVERAGE_UNREACHABLE, false, e.text, NULL);
}

static void
ask_credential(struct job *job)
{
    const struct arm_credential_call call = {
        .arm = job->reader->sources.arm,
        .cluster = job->cluster,
        .admin = job->way == WAY_ADMIN_CREDENTIAL,
        .done = credential_came,
        .arg = job,
    };
    struct err e = { 0 };

    if (arm_credential_start(&call, &e) != 0)
        way_failed(job, COVERAGE_UNREACHABLE, false, e.text, NULL);
}

/* ---- run command --------------------------------------------------------- */

static void
run_ended(void *arg, const struct arm_refusal *why)
{
    struct job *job = arg;
    const char *remedy = NULL;

    if (!why) {
        succeed(job);
        return;
    }
    if (str_eq_fold(why->code, "MissingAADClusterToken"))
        remedy = "the cluster wants a token of its own server app, which only "
                 "people get: run the kubectl command of docs/EXPORT.md with "
                 "az aks command invoke";
    else if (why->status == COVERAGE_DENIED)
        remedy = "give the credential Microsoft.ContainerService/"
                 "managedClusters/runcommand/action and commandResults/read "
                 "on the cluster, and the right to list bindings in it";
    way_failed(job, why->status, why->interrupted, why->reason, remedy);
}

static void
ask_run_command(struct job *job)
{
    const struct access_sources *sources = &job->reader->sources;
    struct run_bindings run = {
        .arm = sources->arm,
        .cluster = job->cluster,
        .list = &job->list,
        .end = run_ended,
        .arg = job,
    };
    struct err e = { 0 };

    if (job->cluster->integration == INTEGRATION_MANAGED) {
        run.cluster_gate =
            tokens_gate(sources->tokens, AKS_SCOPE, sources->arm->endpoint, &e);
        if (!run.cluster_gate) {
            way_failed(job, COVERAGE_UNREACHABLE, false, e.text, NULL);
            return;
        }
    }
    if (run_bindings_start(&run, &e) != 0)
        way_failed(job, COVERAGE_UNREACHABLE, false, e.text, NULL);
}

/* ---- which way ----------------------------------------------------------- */

/* Why a way is not even tried, and what would open it; NULL: it is. */
static const char *
closed(const struct job *job, const char **remedy)
{
    const struct access_sources *sources = &job->reader->sources;
    const struct cluster *c = job->cluster;

    *remedy = NULL;
    switch (job->way) {
    case WAY_EXPORT:
        return "a live audit reads no exports";
    case WAY_TOKEN:
        if (c->integration == INTEGRATION_LEGACY)
            return "a legacy cluster takes tokens of its own server app alone, "
                   "which automation does not get";
        if (c->integration == INTEGRATION_NONE)
            return "a cluster without Entra integration takes no tokens of "
                   "Entra";
        return NULL;
    case WAY_ADMIN_CREDENTIAL:
        if (c->disable_local_accounts == TRI_YES)
            return "local accounts are off: there is no admin credential";
        if (sources->allow_admin_credential)
            return NULL;
        *remedy = "allow --allow-admin-credential";
        return "not allowed (--allow-admin-credential)";
    case WAY_RUN_COMMAND:
        if (c->disable_run_command == TRI_YES)
            return "run command is disabled on the cluster";
        if (sources->allow_run_command)
            return NULL;
        *remedy = "allow --allow-run-command";
        return "not allowed (--allow-run-command)";
    default:
        return "no such way";
    }
}

static void
try_next(struct job *job)
{
    const char *reason, *remedy;

    while (job->way < WAY_COUNT) {
        reason = closed(job, &remedy);
        if (!reason)
            break;
        note(job, false, reason, remedy);
        job->way++;
    }
    if (job->way == WAY_COUNT)
        give_up(job);
    else if (job->way == WAY_RUN_COMMAND)
        ask_run_command(job);
    else
        ask_credential(job);
}

/* What closes all ways at once. */
static bool
is_shut(struct job *job)
{
    const struct cluster *c = job->cluster;
    const char *state = c->subscription->state;

    job->way = WAY_TOKEN;
    job->shut = true;
    if (str_eq_fold(state, "Disabled") || str_eq_fold(state, "Expired")) {
        refuse_all(job,
                   "the subscription is disabled: Azure refuses the calls that "
                   "open a cluster",
                   "reactivate the subscription");
        return true;
    }
    if (str_eq_fold(c->power_state, "Stopped")) {
        refuse_all(job, "the cluster is stopped: it has no API server now",
                   "start the cluster (az aks start)");
        return true;
    }
    job->shut = false;
    job->way = WAY_EXPORT;
    return false;
}

static void
begin_job(struct binding_reader *r, struct cluster *c)
{
    struct job *job = calloc(1, sizeof(*job));

    r->active++;
    if (!job) {
        err_nomem(&r->failure);
        r->active--;
        return;
    }
    job->reader = r;
    job->cluster = c;
    job->list.arena = r->snapshot->arena;
    if (!is_shut(job))
        try_next(job);
}

/* Jobs that end at once call this again: they only count, the outermost call
 * goes on. */
static void
begin_more(struct binding_reader *r)
{
    const struct vec *clusters = &r->snapshot->clusters;
    /* So many that the engine has always something to do. */
    const size_t most = (size_t)r->sources.parallel * 2;

    if (r->beginning)
        return;
    r->beginning = true;
    while (r->next < clusters->len && r->active < most)
        begin_job(r, clusters->items[r->next++]);
    r->beginning = false;
}

int
read_bindings_start(struct binding_reader **ret,
                    const struct access_sources *sources, struct snapshot *s,
                    struct err *e)
{
    struct binding_reader *r = calloc(1, sizeof(*r));

    if (!r)
        return err_nomem(e);
    r->sources = *sources;
    r->snapshot = s;
    *ret = r;
    begin_more(r);
    return 0;
}

int
read_bindings_end(struct binding_reader *r, struct err *e)
{
    int rc = 0;

    if (r && r->failure.code != ERR_NONE)
        rc = err_set(e, r->failure.code, "%s", r->failure.text);
    free(r);
    return rc;
}
