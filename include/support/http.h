/* SPDX-License-Identifier: MIT */
/* http.h - the HTTP engine: one libcurl multi loop.
 *
 * Requests are queued; http_run() drives them until none is left, those that
 * callbacks add included. At most `parallel` are in flight. A transient failure
 * is queued again with a later start; nothing ever sleeps in the loop. Every
 * request ends in exactly one call of its `done`, also when the engine is
 * interrupted. Knows nothing of Azure: what is special there (who may see a
 * token, quota headers, a delay told in a message) comes in as callbacks. */
#ifndef AKSENTRA_SUPPORT_HTTP_H
#define AKSENTRA_SUPPORT_HTTP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/err.h"
#include "support/retry.h"

struct http;

enum http_failure {
    HTTP_OK,         /* there is a whole reply, whatever its status */
    HTTP_UNRESOLVED, /* the host's name has no address */
    HTTP_REFUSED,    /* no connection */
    HTTP_UNTRUSTED,  /* certificate or TLS refused */
    HTTP_TIMEOUT,
    HTTP_BROKEN,    /* connection lost, body cut, protocol error */
    HTTP_TOO_LARGE, /* body over the ceiling */
    HTTP_FOREIGN,   /* redirect to another host: refused */
    HTTP_NO_TOKEN,  /* the gate refused: no credential for this request */
    HTTP_INTERRUPTED,
    HTTP_OUT_OF_MEMORY
};

struct http_reply {
    enum http_failure failure;
    /* Says what failed, with host or URL. When failure is HTTP_OK: "", or why
     * the reply was not waited out (throttled_out). */
    char error[ERR_TEXT_MAX];
    int status;       /* 0 without a reply */
    const char *url;  /* as asked, after redirects on the same host */
    const char *body; /* NUL-terminated; "" if none */
    size_t len;
    unsigned attempts;
    int64_t started_ms;  /* of the last attempt, by clock_monotonic_ms() */
    bool throttled_out;  /* given up while the server still said 429/503 */
    const void *headers; /* for http_header() */
    void *arg;           /* of the request */
};

/* The last value of a response header, without case; NULL: none. Borrowed. */
const char *http_header(const struct http_reply *r, const char *name);

/* Asked before every attempt of a request that has a gate. */
enum http_gate_answer {
    HTTP_GATE_OPEN,   /* *authorization: header value, borrowed until the
                         next call into the gate */
    HTTP_GATE_WAIT,   /* not yet: ask again after the next event */
    HTTP_GATE_REFUSED /* never: *e says why */
};

struct http_gate {
    enum http_gate_answer (*enter)(void *arg, const char *url,
                                   const char **authorization, struct err *e);
    /* A reply came with 401: true to try once more (a new token is coming). */
    bool (*unauthorized)(void *arg, const struct http_reply *r);
    void *arg;
};

/* Whom to trust, and as whom to come, at a host with a certificate authority of
 * its own. PEM texts; the private key is never copied. */
struct http_tls {
    const char *ca;   /* the only trust anchors */
    const char *cert; /* the client certificate; NULL: none */
    const char *key;  /* its key */
};

struct http_request {
    const char *method;         /* NULL: GET; else "GET" or "POST" */
    const char *url;            /* https; http only with `plain_http` */
    const char *const *headers; /* "Name: value", NULL-ended; may be NULL */
    const char *body;           /* of a POST, sent as it is; NULL: none */
    size_t body_len;
    bool secret; /* headers, body or the reply's body hold a secret: the engine
                    keeps them in memory of support/secret.h, and the connection
                    handle, which saw them too, is not used again */
    const char *lane; /* pacing is per lane, e.g. a subscription id; NULL: the
                         URL's origin */
    const struct http_gate *gate; /* must outlive the request; NULL: none */
    /* Instead of the engine's trust anchors; must outlive the request. NULL:
     * none. */
    const struct http_tls *tls;
    bool urgent;        /* goes before everything queued: token requests */
    bool plain_http;    /* a link-local endpoint: http allowed, never a proxy */
    bool once;          /* no retries */
    int64_t timeout_ms; /* 0: the engine's */
    int64_t delay_ms;   /* starts not before this has passed; 0: at once */
    void (*done)(struct http *h, const struct http_reply *r);
    void *arg;
};

/* Hooks for what only the caller's API knows. All may be NULL. */
struct http_hooks {
    /* The wish of a reply that has no Retry-After, from its body; ms or
     * RETRY_NO_WISH. */
    int64_t (*wish_ms)(const struct http_reply *r);
    /* How long the reply's lane should rest, from its quota headers; ms. */
    int64_t (*rest_ms)(const struct http_reply *r);
    /* Called from the loop at least every 200 ms while it runs. */
    void (*tick)(void *arg);
    void *tick_arg;
};

struct http_config {
    unsigned parallel;  /* 1 to 128 */
    int64_t timeout_ms; /* one attempt, from connect to last byte */
    struct retry_policy retry;
    size_t body_limit;   /* bytes of one decoded reply */
    const char *ca_file; /* extra trust anchors (PEM); NULL: none */
    const char *user_agent;
    struct http_hooks hooks;
    /* Set by a signal handler; the engine then ends every request that is
     * queued or in flight with HTTP_INTERRUPTED within 200 ms. May be NULL. */
    volatile sig_atomic_t *interrupted;
};

struct http_stats {
    uint64_t started;  /* attempts */
    uint64_t finished; /* requests */
    uint64_t retried;
    uint64_t throttled; /* replies 429, or 503 with Retry-After */
    uint64_t bytes;     /* decoded body bytes */
    int64_t waited_ms;  /* sum of waits that servers asked for */
    unsigned in_flight;
    size_t queued;
};

#define HTTP_DEFAULT_BODY_LIMIT ((size_t)64 * 1024 * 1024)

/* The config is copied (its strings too). A CA file that cannot be read or
 * holds no certificate is ERR_USAGE. */
int http_new(struct http **ret, const struct http_config *config,
             struct err *e);
/* Requests that never ran end with HTTP_INTERRUPTED first. Accepts NULL;
 * returns NULL. */
struct http *http_free(struct http *h);

/* Queues a copy of the request. -1 (ERR_INPUT, ERR_NOMEM): nothing was queued
 * and `done` will not be called. May be called from inside any callback. */
int http_submit(struct http *h, const struct http_request *r, struct err *e);

/* Watches `fd` until it is readable or at its end, then calls `ready` once per
 * event from the loop; `ready` returns false to stop watching. The run goes on
 * while something is watched. For programs that are run beside the requests.
 * `fd` stays the caller's and is made non-blocking (O_NONBLOCK). When the
 * engine ends first, `ready` is called a last time with http_is_ending(). */
int http_watch(struct http *h, int fd, bool (*ready)(struct http *h, void *arg),
               void *arg, struct err *e);

/* True while the engine ends everything, because it is interrupted or freed:
 * what is submitted or watched now ends at once. */
bool http_is_ending(const struct http *h);

/* Runs until nothing is queued, in flight or watched. -1: libcurl itself
 * failed, or ERR_INTERRUPTED once the interruption has been handed to all. Not
 * to be called from inside a callback. */
int http_run(struct http *h, struct err *e);

void http_stats(const struct http *h, struct http_stats *ret);

/* The words for a failure: "timeout", "untrusted", ... */
const char *http_failure_name(enum http_failure f);

#endif
