/* SPDX-License-Identifier: MIT */
/* fake.h - the fake Azure: a real HTTPS server on loopback that plays Entra,
 * Azure Resource Manager and the managed identity endpoints. It shares no code
 * with aksentra, so that it inherits none of its mistakes. */
#ifndef FAKE_H
#define FAKE_H

#include <jansson.h>
#include <pthread.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* ---- text (text.c) -------------------------------------------------------- */

struct text {
    char *data; /* NUL-terminated; NULL while empty */
    size_t len;
    size_t cap;
};

void text_add(struct text *t, const char *data, size_t len);
void text_addf(struct text *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void text_free(struct text *t);
/* A copy of a format; the fake ends itself when memory does. */
char *text_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *text_read_file(const char *path, size_t *len); /* NULL: none */

/* ---- requests and replies -------------------------------------------------- */

struct request {
    const char *method;
    char *path; /* without query, decoded */
    char *raw;  /* path and query, as sent by the client */
    char *base; /* https://localhost:PORT, from the Host header */
    bool tls;
    json_t *query;   /* object of texts */
    json_t *headers; /* object of texts, names in lower case */
    struct text body;
    unsigned connection;
};

const char *request_query(const struct request *r, const char *name);
const char *request_header(const struct request *r, const char *name);

enum misdeed {
    MISDEED_NONE,
    MISDEED_RESET,  /* close without a reply */
    MISDEED_CUT,    /* half of the body, then close */
    MISDEED_SLOW,   /* a few bytes at a time */
    MISDEED_HANG,   /* no reply for a very long time */
    MISDEED_ENDLESS /* a body without end */
};

struct reply {
    int status;
    struct text body;
    const char *content_type; /* NULL: application/json; charset=utf-8 */
    struct text headers;      /* lines "Name: value\n" */
    enum misdeed misdeed;
    char audience[256]; /* of the token that was shown; for the journal */
    char problem[256];  /* a rule that the request broke; for the journal */
};

void reply_header(struct reply *reply, const char *name, const char *value);
/* Takes the reference. */
void reply_json(struct reply *reply, int status, json_t *body);
/* {"error": {"code", "message"}}, as ARM says it. */
void reply_error(struct reply *reply, int status, const char *code,
                 const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The genuine words of ARM for a status that a fault asks for. */
void reply_status(struct reply *reply, int status);

/* ---- the tenant ------------------------------------------------------------ */

/* A rule of misbehaviour; see docs/FAKE-AZURE.md. */
struct fault {
    regex_t path;
    bool has_path;
    char *method;
    int status;
    long times; /* left; -1: for ever */
    long after; /* matches still to be let through */
    char *retry_after;
    char *header_name;
    char *header_value;
    struct text body;
    bool has_body;
    char *content_type;
    long delay_ms;
    char *action;
    char *location;
    struct fault *next;
};

struct options {
    const char *scenario;
    const char *cert;
    const char *key;
    const char *client_cert;
    const char *ready_file;
    const char *journal;
    const char *replay;
    unsigned generate_subscriptions;
    unsigned generate_clusters;
    unsigned page_size;
    unsigned port;
    unsigned http_port;
    bool with_http;
    long latency_ms;
    long token_lifetime_s;
    long bucket; /* reads */
    long refill; /* a second */
    bool enforce_bucket;
};

struct fake {
    struct options options;
    json_t *tenant; /* tenant.json; subscriptions hold their clusters */
    json_t *replay; /* a recording, or NULL */
    struct fault *faults;
    json_t *buckets; /* per subscription: [left, milliseconds] */
    FILE *journal;
    unsigned connections;
    long token_epoch; /* tokens of an earlier one are not taken any more */
    volatile bool stopping;
    pthread_mutex_t lock; /* for everything that changes */
};

/* options.c: exits with a message on a wrong one. */
void options_parse(struct fake *f, int argc, char **argv);
/* scenario.c: loads the folder or generates; exits with a message. */
void scenario_load(struct fake *f);
json_t *scenario_subscription(const struct fake *f, const char *id);
const char *scenario_tenant_id(const struct fake *f);
/* generate.c */
void generate_tenant(struct fake *f);
/* One page of a generated subscription's clusters, as the text of a list. */
void generate_page(const struct fake *f, unsigned subscription, size_t from,
                   size_t to, struct text *out);
json_t *generate_cluster(unsigned subscription, size_t cluster);

/* fault.c */
void fault_add(struct fake *f, const char *rule);
void fault_add_json(struct fake *f, const json_t *rule);
/* Before the handler: true when the fault has made the whole reply. */
bool fault_apply(struct fake *f, const struct request *r, struct reply *reply,
                 struct fault *taken);
/* After the handler: faults that change a genuine reply. */
void fault_change(const struct fault *taken, const struct request *r,
                  struct reply *reply);
void fault_free(struct fault *list);

/* token.c */
char *token_issue(const struct fake *f, const json_t *client,
                  const char *audience, const char *base);
/* Whether the request shows a valid token for this host; otherwise the reply is
 * made. */
bool token_check(const struct fake *f, const struct request *r,
                 struct reply *reply);
char *base64url(const void *data, size_t len);
/* NULL: not base64url. */
unsigned char *base64url_decode(const char *text, size_t len, size_t *out_len);

/* assertion.c: whether a client assertion is right; `why` says what is not. */
bool assertion_check(const struct fake *f, const char *assertion,
                     const char *client_id, const char *audience,
                     const char **why);

/* Handlers; each makes the whole reply. */
typedef void handler(struct fake *f, const struct request *r,
                     struct reply *reply);
handler entra_token, entra_openid, cloud_metadata, identity_imds,
    identity_app_service, arm_subscriptions, arm_subscription, arm_tenants,
    arm_clusters, arm_cluster, arm_user_credential, arm_admin_credential,
    arm_group, arm_descendants;

/* route.c */
void route(struct fake *f, const struct request *r, struct reply *reply);
/* replay.c: true when the recording knows the request. */
bool replay_answer(struct fake *f, const struct request *r,
                   struct reply *reply);
/* journal.c */
void journal_write(struct fake *f, const struct request *r,
                   const struct reply *reply, size_t sent);
/* kubeconfig.c: base64 of what listCluster*Credential hands out. */
char *kubeconfig_user(const struct fake *f, const json_t *cluster,
                      const char *format);
char *kubeconfig_admin(const json_t *cluster);

/* server.c: serves until a signal; the exit status. */
int server_run(struct fake *f);

#endif
