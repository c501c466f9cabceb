/* SPDX-License-Identifier: MIT */
/* fake.h - the fake Azure: a real HTTPS server on loopback that plays Entra,
 * Azure Resource Manager and the managed identity endpoints. It shares no code
 * with aksentra, so that it inherits none of its mistakes. */
#ifndef FAKE_H
#define FAKE_H

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "fault.h"
#include "reply.h"
#include "text.h"

struct options {
    const char *scenario;
    const char *cert;
    const char *key;
    const char *client_cert;
    const char *ready_file;
    const char *journal;
    bool journal_bodies;
    const char *replay;
    unsigned generate_subscriptions;
    unsigned generate_clusters;
    unsigned generate_apps; /* 0: each legacy cluster names apps of its own */
    unsigned generate_left_overs;
    unsigned generate_noise;
    unsigned generate_bindings;   /* a cluster */
    unsigned generate_principals; /* that these name */
    const char *kube_dir; /* kube-*.pem of the API servers; NULL: none run */
    unsigned page_size;   /* 0: the scenario decides */
    unsigned port;
    unsigned http_port;
    bool with_http;
    long latency_ms;
    long token_lifetime_s;
    long bucket; /* reads */
    long refill; /* reads a second */
    bool enforce_bucket;
};

/* Ports on which no HTTP is spoken. */
enum trap_kind {
    TRAP_CLOSED, /* nobody listens: refused */
    TRAP_FULL,   /* no connection comes about: a black hole */
    TRAP_SILENT, /* connected, and never a byte */
    TRAP_SLAM,   /* connected, and reset */
    TRAP_NOISE,  /* connected, and spoken to, but not in TLS */
    TRAP_KINDS
};

struct trap {
    bool wanted;
    bool noisy;
    int fd;
    unsigned port;
};

struct fake {
    struct options options;
    struct trap traps[TRAP_KINDS];
    json_t *tenant;     /* tenant.json; subscriptions hold their clusters */
    json_t *replay;     /* a recording, or NULL */
    json_t *cursors;    /* which interaction of the recording was last used */
    json_t *buckets;    /* per subscription: [left, milliseconds] */
    json_t *runs;       /* commands that were run, by id */
    unsigned kube_port; /* of the API servers; 0: none run */
    struct fault *faults;
    struct fault *old_faults; /* replaced ones */
    FILE *journal;
    unsigned connections;
    atomic_uint ids;         /* for fake_id */
    atomic_long token_epoch; /* tokens of an earlier one are not taken */
    atomic_bool stopping;
    pthread_mutex_t
        lock; /* runs, cursors, buckets, faults, journal, connections */
};

/* A GUID that no other reply has. */
struct fake_id {
    char text[37];
};
struct fake_id fake_id(struct fake *f);

/* options.c: exits with a message on a wrong one. */
void options_parse(struct fake *f, int argc, char **argv);

/* scenario.c: loads the folder or generates; exits with a message. */
void scenario_load(struct fake *f);
/* Borrowed; NULL: none. Ids and names are compared without case. */
json_t *scenario_subscription(const struct fake *f, const char *id);
json_t *scenario_client(const struct fake *f, const char *id);
json_t *scenario_group(const struct fake *f, const char *name);
const char *scenario_tenant_id(const struct fake *f);
/* Whom the error messages name: the object id of the first client. */
const char *scenario_object_id(const struct fake *f);

/* generate_graph.c: server apps are of this family, client apps of the next. */
#define GENERATED_SERVERS 0xa10u
void generate_graph(struct fake *f);

/* generate.c */
void generate_tenant(struct fake *f);
/* The number of a generated subscription; false: it comes from a folder. */
bool generate_number(const json_t *subscription, unsigned *number);
/* The ARM body of one cluster, appended as text. */
void generate_cluster(const struct fake *f, unsigned subscription,
                      size_t cluster, struct text *out);
/* Which cluster has this name; false: none. */
bool generate_find(unsigned subscription, const char *name, size_t *cluster);
/* The resource group of a cluster; the caller frees it. */
char *generate_group(size_t cluster);

/* token.c */
/* The caller frees it. */
char *token_issue(const struct fake *f, const json_t *client,
                  const char *audience, const char *base);
/* Whether the request shows a valid token for this host; otherwise the reply is
 * made. */
bool token_check(const struct fake *f, const struct request *r,
                 struct reply *reply);
/* The claims of a good token of ours, whatever its audience. New reference;
 * NULL: it is none. */
json_t *token_claims(const struct fake *f, const char *token);
/* Notes a token that is shown where none belongs. */
void token_misplaced(const struct request *r, struct reply *reply);

/* base64url.c: RFC 4648 section 5, without padding; the caller frees. */
char *base64url_encode(const void *data, size_t len);
/* NULL: not base64url. A NUL is added behind the content. */
unsigned char *base64url_decode(const char *text, size_t len, size_t *out_len);

/* assertion.c: whether a client assertion is right; `why` says what is not, and
 * `code` which AADSTS code that is. */
bool assertion_check(const struct fake *f, const char *assertion,
                     const char *client_id, const char *audience,
                     const char **why, long *code);

/* entra_error.c: Entra's answer for a code. Wording and HTTP status are those of
 * the code; `detail` goes where the words name something. */
void entra_refuse(struct fake *f, const struct request *r, struct reply *reply,
                  long code, const char *detail);

/* Handlers; each makes the whole reply. */
typedef void handler(struct fake *f, const struct request *r,
                     struct reply *reply);
handler entra_token, entra_openid, cloud_metadata, identity_imds,
    identity_app_service, arm_subscriptions, arm_subscription, arm_tenants,
    arm_clusters, arm_cluster, arm_user_credential, arm_admin_credential,
    arm_group, arm_descendants, graph_handle, arm_role_definition,
    arm_role_definition_get, arm_role_definitions, arm_role_assignments,
    arm_locks, arm_maintenance, arm_resource_graph, arm_run_command,
    arm_command_result;

/* arm.c: what the handlers of ARM share. */
/* What every call checks: token and api-version. False: the reply is made. */
bool arm_admit(struct fake *f, const struct request *r, struct reply *reply);
/* The subscription of the path, when it may be read. NULL: the reply is made. */
json_t *arm_find_subscription(struct fake *f, const struct request *r,
                              struct reply *reply);
/* The cluster of the path, admitted; NULL: the reply is made. New reference.
 * `change`: the call is no read to ARM, which a disabled subscription refuses
 * ("Azure subscription states"). */
json_t *arm_ask_cluster(struct fake *f, const struct request *r, bool change,
                        struct reply *reply);
/* Where a page starts, from the token in the query. */
size_t arm_page_start(const struct request *r);
/* The URL of the page that starts at `from`; the caller frees it. */
char *arm_next_link(const struct request *r, size_t from);
/* One page of a list as {"value", "nextLink"}. New reference. */
json_t *arm_page(const struct request *r, const json_t *all, size_t page_size);

/* arm_bodies.c: the clusters of a subscription, loaded or generated. */
size_t bodies_count(const struct fake *f, const json_t *sub);
/* Appends the body of the i-th as JSON text. */
void bodies_add(const struct fake *f, const json_t *sub, size_t i,
                struct text *out);
/* Whether the i-th lies in the group; any does in NULL. */
bool bodies_in_group(const json_t *sub, size_t i, const char *group);
/* New reference; NULL: there is none. */
json_t *bodies_find(const struct fake *f, const json_t *sub, const char *group,
                    const char *name);

/* route.c */
enum service {
    SERVICE_NONE,
    SERVICE_ARM,
    SERVICE_ENTRA,
    SERVICE_IDENTITY,
    SERVICE_GRAPH,
    SERVICE_KUBE
};
/* Whose path this is. */
enum service route_service(const struct request *r);
void route(struct fake *f, const struct request *r, struct reply *reply);

/* replay.c: true when the recording knows the request. */
void replay_load(struct fake *f);
bool replay_answer(struct fake *f, const struct request *r,
                   struct reply *reply);

/* journal.c */
void journal_write(struct fake *f, const struct request *r,
                   const struct reply *reply);

/* kubeconfig.c: base64 of what listCluster*Credential hands out; the caller
 * frees it. */
char *kubeconfig_user(const struct fake *f, const json_t *cluster,
                      const char *format);
char *kubeconfig_admin(const struct fake *f, const json_t *cluster);

/* trap.c */
/* False: there is no such kind. */
bool trap_add(struct fake *f, const char *word);
bool trap_start_all(struct fake *f);
/* A line for each. */
void trap_tell(const struct fake *f, FILE *ready);

/* server.c: serves until a signal; the exit status. */
int server_run(struct fake *f);

#endif
