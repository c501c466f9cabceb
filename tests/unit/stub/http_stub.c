/* SPDX-License-Identifier: MIT */
/* http_stub.c - the network and the clock, played. It is included, not linked:
 * a program has it in place of support/http and support/clock. */
#include "stub/http_stub.h"

#include "unit.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "support/buf.h"
#include "support/clock.h"

#include "stub/clock_stub.c"

enum { MANY = 256 };

struct prepared {
    char *url;
    enum http_failure failure;
    int status;
    char *headers;
    char *body;
    bool used;
};

struct job {
    struct http_stub_sent sent;
    const struct http_gate *gate;
    void (*done)(struct http *h, const struct http_reply *r);
    void *arg;
    bool reauthorized;
};

struct watched {
    int fd;
    bool (*ready)(struct http *h, void *arg);
    void *arg;
};

struct http {
    struct prepared replies[MANY];
    size_t n_replies;
    struct job *queue[MANY];
    size_t n_queue;
    struct http_stub_sent sent[MANY];
    size_t n_sent;
    struct watched watches[8];
    size_t n_watches;
    bool interrupted, ending;
    int64_t waiting_takes_ms;
};

/* ---- preparing ----------------------------------------------------------- */

static char *
copy(const char *text)
{
    char *own = strdup(text ? text : "");

    assert_non_null(own);
    return own;
}

struct http *
http_stub_new(void)
{
    struct http *h = calloc(1, sizeof(*h));

    assert_non_null(h);
    return h;
}

static struct prepared *
prepare(struct http *h, const char *url)
{
    struct prepared *p = &h->replies[h->n_replies++];

    assert_true(h->n_replies <= MANY);
    p->url = copy(url);
    return p;
}

void
http_stub_reply(struct http *h, const char *url, int status,
                const char *headers, const char *body)
{
    struct prepared *p = prepare(h, url);

    p->status = status;
    p->headers = copy(headers);
    p->body = copy(body);
}

void
http_stub_fail(struct http *h, const char *url, enum http_failure failure)
{
    struct prepared *p = prepare(h, url);

    p->failure = failure;
    p->headers = copy("");
    p->body = copy("");
}

void
http_stub_interrupt(struct http *h)
{
    h->interrupted = true;
}

void
http_stub_waiting_takes(struct http *h, int64_t ms)
{
    h->waiting_takes_ms = ms;
}

size_t
http_stub_count(const struct http *h)
{
    return h->n_sent;
}

const struct http_stub_sent *
http_stub_sent(const struct http *h, size_t i)
{
    assert_true(i < h->n_sent);
    return &h->sent[i];
}

struct http_reply
http_stub_made(int status, const char *headers, const char *body)
{
    struct http_reply reply = {
        .status = status,
        .url = "https://test",
        .headers = headers,
        .body = body,
        .len = strlen(body),
    };

    return reply;
}

static const char *
get_pair(void *arg, const char *name)
{
    const char *const *pairs = arg;

    for (; *pairs; pairs += 2) {
        if (strcmp(*pairs, name) == 0)
            return pairs[1];
    }
    return NULL;
}

struct environment
http_stub_environment(const char *const *pairs)
{
    struct environment env = { .get = get_pair, .arg = (void *)pairs };

    return env;
}

/* ---- the engine's functions ---------------------------------------------- */

int
http_new(struct http **ret, const struct http_config *config, struct err *e)
{
    (void)config;
    (void)e;
    *ret = http_stub_new();
    return 0;
}

static void
free_sent(struct http_stub_sent *s)
{
    free(s->method);
    free(s->url);
    free(s->headers);
    free(s->body);
    free(s->authorization);
}

static void
hand_over(struct http *h, struct job *job, struct http_reply *reply)
{
    reply->url = job->sent.url;
    reply->arg = job->arg;
    reply->attempts = 1;
    if (!reply->body)
        reply->body = "";
    if (reply->failure != HTTP_OK && !*reply->error)
        snprintf(reply->error, sizeof(reply->error), "%.400s: no answer",
                 job->sent.url);
    job->done(h, reply);
}

static void
forget(struct job *job)
{
    free_sent(&job->sent);
    free(job);
}

static void
end_all(struct http *h)
{
    h->ending = true;
    while (h->n_queue > 0) {
        struct http_reply reply = { .failure = HTTP_INTERRUPTED };
        struct job *job = h->queue[--h->n_queue];

        snprintf(reply.error, sizeof(reply.error), "interrupted");
        hand_over(h, job, &reply);
        forget(job);
    }
    while (h->n_watches > 0) {
        struct watched w = h->watches[--h->n_watches];

        w.ready(h, w.arg);
    }
    h->ending = false;
}

struct http *
http_free(struct http *h)
{
    if (!h)
        return NULL;
    end_all(h);
    for (size_t i = 0; i < h->n_replies; i++) {
        free(h->replies[i].url);
        free(h->replies[i].headers);
        free(h->replies[i].body);
    }
    for (size_t i = 0; i < h->n_sent; i++)
        free_sent(&h->sent[i]);
    free(h);
    return NULL;
}

static char *
join_lines(const char *const *lines)
{
    struct buf text = { 0 };

    for (; lines && *lines; lines++)
        buf_addf(&text, "%s\n", *lines);
    if (!text.data)
        return copy("");
    return buf_take(&text);
}

int
http_submit(struct http *h, const struct http_request *r, struct err *e)
{
    struct job *job = calloc(1, sizeof(*job));

    (void)e;
    assert_non_null(job);
    assert_true(h->n_queue < MANY);
    assert_true(r->plain_http || strncasecmp(r->url, "https:", 6) == 0);
    job->sent.method = copy(r->method ? r->method : "GET");
    job->sent.url = copy(r->url);
    job->sent.headers = join_lines(r->headers);
    job->sent.body = r->body ? strndup(r->body, r->body_len) : copy("");
    job->sent.urgent = r->urgent;
    job->sent.once = r->once;
    job->sent.plain_http = r->plain_http;
    job->sent.secret = r->secret;
    job->sent.timeout_ms = r->timeout_ms;
    job->sent.delay_ms = r->delay_ms;
    job->gate = r->gate;
    job->done = r->done;
    job->arg = r->arg;
    h->queue[h->n_queue++] = job;
    return 0;
}

int
http_watch(struct http *h, int fd, bool (*ready)(struct http *h, void *arg),
           void *arg, struct err *e)
{
    struct watched w = { .fd = fd, .ready = ready, .arg = arg };

    (void)e;
    assert_true(h->n_watches < 8);
    h->watches[h->n_watches++] = w;
    return 0;
}

bool
http_is_ending(const struct http *h)
{
    return h->ending;
}

void
http_stats(const struct http *h, struct http_stats *ret)
{
    (void)h;
    memset(ret, 0, sizeof(*ret));
}

const char *
http_failure_name(enum http_failure f)
{
    return f == HTTP_OK ? "ok" : "failed";
}

const char *
http_header(const struct http_reply *r, const char *name)
{
    static char value[256];
    const char *line = r->headers, *found = NULL;
    size_t len = strlen(name);

    for (; line && *line; line += strcspn(line, "\n") + 1) {
        if (strncasecmp(line, name, len) == 0 && line[len] == ':')
            found = line + len + 1;
    }
    if (!found)
        return NULL;
    found += strspn(found, " ");
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(found, "\n"), found);
    return value;
}

/* ---- the loop ------------------------------------------------------------ */

/* The longest URL that fits counts; of its replies the first unused one. */
static struct prepared *
find_reply(struct http *h, const char *url)
{
    struct prepared *best = NULL;
    size_t best_len = 0;

    for (size_t i = 0; i < h->n_replies; i++) {
        struct prepared *p = &h->replies[i];
        size_t len = strlen(p->url);

        if (strncmp(url, p->url, len) != 0 || len < best_len)
            continue;
        if (len > best_len || !best || best->used)
            best = p;
        best_len = len;
    }
    if (best)
        best->used = true;
    return best;
}

static struct job *
take(struct http *h, size_t place)
{
    struct job *job = h->queue[place];

    h->n_queue--;
    memmove(&h->queue[place], &h->queue[place + 1],
            (h->n_queue - place) * sizeof(*h->queue));
    return job;
}

/* The record of what was sent, with what the gate gave. */
static void
record(struct http *h, struct job *job, const char *authorization)
{
    struct http_stub_sent *s = &h->sent[h->n_sent++];

    assert_true(h->n_sent <= MANY);
    *s = job->sent;
    s->method = copy(job->sent.method);
    s->url = copy(job->sent.url);
    s->headers = copy(job->sent.headers);
    s->body = copy(job->sent.body);
    s->authorization = copy(authorization);
}

/* The body is the engine's: whoever gets it may wipe it. */
static void
perform(struct http *h, struct job *job)
{
    const struct prepared *p = find_reply(h, job->sent.url);
    struct http_reply reply = {
        .failure = HTTP_UNRESOLVED,
        .started_ms = clock_monotonic_ms(),
    };
    char *body = copy(p ? p->body : "");

    if (p) {
        reply.failure = p->failure;
        reply.status = p->status;
        reply.headers = p->headers;
        reply.body = body;
        reply.len = strlen(body);
    }
    if (reply.status == 401 && job->gate && !job->reauthorized &&
        job->gate->unauthorized(job->gate->arg, &reply)) {
        job->reauthorized = true;
        h->queue[h->n_queue++] = job;
    } else {
        hand_over(h, job, &reply);
        forget(job);
    }
    free(body);
}

/* Starts one request. False: none may start now. */
static bool
step(struct http *h)
{
    for (int urgent = 1; urgent >= 0; urgent--) {
        for (size_t i = 0; i < h->n_queue; i++) {
            struct job *job = h->queue[i];
            const char *authorization = NULL;
            struct http_reply refused = { .failure = HTTP_NO_TOKEN };
            enum http_gate_answer answer = HTTP_GATE_OPEN;
            struct err why = { 0 };

            if (job->sent.urgent != (urgent == 1))
                continue;
            if (job->gate)
                answer = job->gate->enter(job->gate->arg, job->sent.url,
                                          &authorization, &why);
            if (answer == HTTP_GATE_WAIT)
                continue;
            take(h, i);
            if (answer == HTTP_GATE_OPEN) {
                record(h, job, authorization);
                perform(h, job);
            } else {
                snprintf(refused.error, sizeof(refused.error), "%s", why.text);
                hand_over(h, job, &refused);
                forget(job);
            }
            return true;
        }
    }
    /* A gate that said "wait" may have asked for its token just now. */
    return h->n_queue > 0 && h->queue[h->n_queue - 1]->sent.urgent;
}

static void
wait_for_watched(struct http *h)
{
    for (size_t i = h->n_watches; i-- > 0;) {
        struct watched w = h->watches[i];
        struct pollfd fd = { .fd = w.fd, .events = POLLIN };

        assert_true(poll(&fd, 1, 10000) >= 0);
        http_stub_clock_advance(h->waiting_takes_ms);
        if (fd.revents && !w.ready(h, w.arg))
            h->watches[i] = h->watches[--h->n_watches];
    }
}

int
http_run(struct http *h, struct err *e)
{
    while (h->n_queue > 0 || h->n_watches > 0) {
        if (h->interrupted) {
            end_all(h);
            return err_set(e, ERR_INTERRUPTED, "interrupted");
        }
        if (step(h))
            continue;
        /* A gate that waits for nothing would wait for ever. */
        assert_true(h->n_watches > 0);
        wait_for_watched(h);
    }
    return 0;
}

/* ---- one request with a gate --------------------------------------------- */

struct outcome {
    int status;
    char *why;
};

static void
note_outcome(struct http *h, const struct http_reply *r)
{
    struct outcome *o = r->arg;

    (void)h;
    o->status = r->status;
    snprintf(o->why, ERR_TEXT_MAX, "%s", r->error);
}

const struct http_stub_sent *
http_stub_get(struct http *h, const char *url, const struct http_gate *gate,
              int *status, char *why)
{
    struct outcome outcome = { .why = why };
    struct http_request request = {
        .url = url,
        .gate = gate,
        .done = note_outcome,
        .arg = &outcome,
    };

    assert_int_equal(http_submit(h, &request, NULL), 0);
    assert_int_equal(http_run(h, NULL), 0);
    *status = outcome.status;
    for (size_t i = h->n_sent; i-- > 0;) {
        if (outcome.status != 0 && strcmp(h->sent[i].url, url) == 0)
            return &h->sent[i];
    }
    return NULL;
}
