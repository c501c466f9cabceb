/* SPDX-License-Identifier: MIT */
/* http_case.c - an HTTP engine, a loopback server and what the engine said. */
#include "http_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/clock.h"
#include "unit.h"

/* `done` has no place for the case besides the request's own argument. */
struct asked {
    struct http_case *c;
    char path[64];
};

static struct asked asked[512];
static size_t n_asked;

struct http_case *
http_case_new(const struct loopback_path *paths, size_t n)
{
    struct http_case *c = calloc(1, sizeof(*c));

    assert_non_null(c);
    n_asked = 0;
    c->server = loopback_start(paths, n);
    c->config = (struct http_config){
        .parallel = 16,
        .timeout_ms = 5000,
        .retry = { .retries = 3,
                   .base_ms = 20,
                   .ceiling_ms = 100,
                   .patience_ms = 3000 },
        .body_limit = 100000,
        .user_agent = "aksentra/test",
        .interrupted = &c->interrupted,
    };
    return c;
}

void
http_case_open(struct http_case *c)
{
    struct err e = { 0 };

    if (http_new(&c->h, &c->config, &e) != 0)
        fail_msg("%s", e.text);
}

void
http_case_close(struct http_case *c)
{
    http_free(c->h);
    loopback_stop(c->server);
    free(c);
}

static void
done(struct http *h, const struct http_reply *r)
{
    const struct asked *a = r->arg;
    struct http_case *c = a->c;
    struct http_kept *k = &c->kept[c->n++];
    const char *text = http_header(r, "x-note");

    assert_ptr_equal(h, c->h);
    assert_int_equal(strlen(r->body) <= r->len, 1);
    k->failure = r->failure;
    snprintf(k->error, sizeof(k->error), "%s", r->error);
    k->status = r->status;
    snprintf(k->url, sizeof(k->url), "%s", r->url);
    snprintf(k->body, sizeof(k->body), "%s", r->body);
    k->len = r->len;
    k->attempts = r->attempts;
    k->throttled_out = r->throttled_out;
    snprintf(k->note, sizeof(k->note), "%s", text ? text : "");
    k->at_ms = clock_monotonic_ms();
    k->arg = a->path;
    if (c->then)
        c->then(c, k);
}

void
http_case_ask(struct http_case *c, const char *path,
              const struct http_request *r)
{
    struct http_request request = { 0 };
    struct asked *a = &asked[n_asked++];
    struct err e = { 0 };

    assert_true(n_asked < ARRAY_LEN(asked));
    if (r)
        request = *r;
    a->c = c;
    snprintf(a->path, sizeof(a->path), "%s", path);
    if (!request.url)
        request.url = loopback_url(c->server, path);
    request.plain_http = true;
    request.done = done;
    request.arg = a;
    if (http_submit(c->h, &request, &e) != 0)
        fail_msg("%s", e.text);
}

int64_t
http_case_run(struct http_case *c)
{
    int64_t started = clock_monotonic_ms();
    struct err e = { 0 };

    if (http_run(c->h, &e) != 0)
        fail_msg("%s", e.text);
    return clock_monotonic_ms() - started;
}

const struct http_kept *
http_case_get(struct http_case *c, const char *path)
{
    http_case_open(c);
    http_case_ask(c, path, NULL);
    http_case_run(c);
    assert_int_equal(c->n, 1);
    return &c->kept[0];
}
