/* SPDX-License-Identifier: MIT */
/* fuzz_http.c - the network, played by the input. */
#include "fuzz_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fuzz.h"
#include "support/clock.h"
#include "support/str.h"
#include "support/url.h"

/* More than any reader has reason to ask of one input. */
enum { REQUESTS_MAX = 100000 };

struct job {
    char *url;
    bool no_token;
    void (*done)(struct http *h, const struct http_reply *r);
    void *arg;
    struct job *next;
};

struct http {
    char *script; /* not yet played; NUL-terminated */
    char *rest;
    char *end;
    struct job *first;
    struct job **last;
    size_t asked;
    bool stay;
    bool ending;
};

/* ---- the script ---------------------------------------------------------- */

struct http *
fuzz_http_new(const uint8_t *data, size_t size)
{
    struct http *h = calloc(1, sizeof(*h));

    FUZZ_REQUIRE(h);
    h->script = malloc(size + 1);
    FUZZ_REQUIRE(h->script);
    if (size > 0)
        memcpy(h->script, data, size);
    h->script[size] = '\0';
    h->rest = h->script;
    h->end = h->script + size;
    h->last = &h->first;
    return h;
}

void
fuzz_http_stay(struct http *h)
{
    h->stay = true;
}

/* Where the reply at `text` ends; *next: where the one after it begins, or
 * NULL. */
static char *
find_end(char *text, char *end, char **next)
{
    static const char mark[] = "\n%%\n";
    char *at = memmem(text, (size_t)(end - text), mark, sizeof(mark) - 1);

    *next = at ? at + sizeof(mark) - 1 : NULL;
    return at ? at : end;
}

/* Takes a reply apart in place. */
static void
read_reply(char *text, char *end, struct http_reply *ret)
{
    char *body = memmem(text, (size_t)(end - text), "\n\n", 2);
    char *headers = memchr(text, '\n', (size_t)(end - text));
    long status = strtol(text, NULL, 10);

    ret->failure = HTTP_OK;
    ret->status = status >= 100 && status <= 599 ? (int)status : 200;
    ret->body = end;
    ret->headers = "";
    if (body) {
        *body = '\0';
        ret->body = body + 2;
    }
    if (headers && headers != body)
        ret->headers = headers + 1;
    ret->len = (size_t)(end - ret->body);
}

/* A copy that may be wiped, and whose end is seen. */
static char *
copy_body(struct http_reply *r)
{
    char *body = malloc(r->len + 1);

    if (body) {
        memcpy(body, r->body, r->len);
        body[r->len] = '\0';
        r->body = body;
    } else {
        r->failure = HTTP_OUT_OF_MEMORY;
        r->body = "";
        r->len = 0;
    }
    return body;
}

const struct http_reply *
fuzz_reply(const uint8_t *data, size_t size)
{
    static struct http_reply reply;
    static char *text;

    free(text);
    text = malloc(size + 1);
    FUZZ_REQUIRE(text);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    memset(&reply, 0, sizeof(reply));
    read_reply(text, text + size, &reply);
    reply.url = FUZZ_HOST "/";
    reply.attempts = 1;
    return &reply;
}

/* ---- the gate ------------------------------------------------------------ */

static enum http_gate_answer
enter(void *arg, const char *url, const char **authorization, struct err *e)
{
    (void)arg;
    if (!url_same_origin(url, FUZZ_HOST)) {
        err_set(e, ERR_AUTH, "the token does not go there");
        return HTTP_GATE_REFUSED;
    }
    *authorization = "Bearer token";
    return HTTP_GATE_OPEN;
}

static bool
unauthorized(void *arg, const struct http_reply *r)
{
    (void)arg;
    (void)r;
    return false;
}

const struct http_gate fuzz_gate = {
    .enter = enter,
    .unauthorized = unauthorized,
};

/* ---- the engine's functions ---------------------------------------------- */

int
http_new(struct http **ret, const struct http_config *config, struct err *e)
{
    (void)config;
    (void)e;
    *ret = fuzz_http_new(NULL, 0);
    return 0;
}

static void
play(struct http *h, struct job *job)
{
    struct http_reply reply = {
        .failure = HTTP_BROKEN,
        .url = job->url,
        .body = "",
        .headers = "",
        .attempts = 1,
        .arg = job->arg,
        .started_ms = clock_monotonic_ms(),
    };
    char *body = NULL, *next;

    if (h->ending) {
        reply.failure = HTTP_INTERRUPTED;
    } else if (job->no_token) {
        reply.failure = HTTP_NO_TOKEN;
    } else if (h->rest) {
        read_reply(h->rest, find_end(h->rest, h->end, &next), &reply);
        body = copy_body(&reply);
        h->rest = next;
    }
    if (reply.failure == HTTP_OUT_OF_MEMORY)
        snprintf(reply.error, sizeof(reply.error), "out of memory");
    else if (reply.failure != HTTP_OK)
        snprintf(reply.error, sizeof(reply.error), "no reply");
    job->done(h, &reply);
    free(body);
    free(job->url);
    free(job);
}

static bool
play_next(struct http *h)
{
    struct job *job = h->first;

    if (!job)
        return false;
    h->first = job->next;
    if (!h->first)
        h->last = &h->first;
    play(h, job);
    return true;
}

struct http *
http_free(struct http *h)
{
    if (!h)
        return NULL;
    h->ending = true;
    while (play_next(h))
        continue;
    free(h->script);
    free(h);
    return NULL;
}

int
http_submit(struct http *h, const struct http_request *r, struct err *e)
{
    struct job *job;
    const char *authorization = NULL;
    char origin[URL_ORIGIN_MAX];

    FUZZ_REQUIRE(++h->asked <= REQUESTS_MAX);
    if (url_origin(r->url, origin, e) != 0)
        return -1;
    if (!r->plain_http && strncmp(origin, "https:", 6) != 0)
        return err_set(e, ERR_INPUT, "not https");
    if (h->stay)
        FUZZ_REQUIRE(url_same_origin(r->url, FUZZ_HOST));
    job = calloc(1, sizeof(*job));
    if (!job)
        return err_nomem(e);
    job->url = strdup(r->url);
    if (!job->url) {
        free(job);
        return err_nomem(e);
    }
    job->no_token =
        r->gate && r->gate->enter(r->gate->arg, r->url, &authorization, NULL) !=
                       HTTP_GATE_OPEN;
    job->done = r->done;
    job->arg = r->arg;
    *h->last = job;
    h->last = &job->next;
    return 0;
}

int
http_watch(struct http *h, int fd, bool (*ready)(struct http *h, void *arg),
           void *arg, struct err *e)
{
    (void)h;
    (void)fd;
    (void)ready;
    (void)arg;
    return err_set(e, ERR_INTERNAL, "nothing is watched here");
}

bool
http_is_ending(const struct http *h)
{
    return h->ending;
}

int
http_run(struct http *h, struct err *e)
{
    (void)e;
    while (play_next(h))
        continue;
    return 0;
}

void
fuzz_http_end(struct http *h)
{
    FUZZ_REQUIRE(http_run(h, NULL) == 0);
    http_free(h);
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
    static char value[4096];
    const char *line = r->headers, *found = NULL;
    size_t len = strlen(name);

    while (line && *line) {
        const char *end = strchr(line, '\n');

        if (strncasecmp(line, name, len) == 0 && line[len] == ':')
            found = line + len + 1;
        line = end ? end + 1 : NULL;
    }
    if (!found)
        return NULL;
    found += strspn(found, " ");
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(found, "\n"), found);
    return value;
}
