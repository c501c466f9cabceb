/* SPDX-License-Identifier: MIT */
/* token_case.h - the tokens of a run, over the stub: a cloud, an environment,
 * and a token endpoint that grants what a test says. */
#ifndef AKSENTRA_TESTS_TOKEN_CASE_H
#define AKSENTRA_TESTS_TOKEN_CASE_H

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/token.h"
#include "stub/http_stub.h"

#define TENANT "11111111-2222-4333-8444-555555555555"
#define ARM "https://arm.example"
#define GRAPH "https://graph.example"
#define LOGIN "https://login.example/"
#define IMDS "http://169.254.169.254/"
#define WHY_SIZE ERR_TEXT_MAX

static const struct cloud cloud = {
    .name = "Example",
    .authority = "https://login.example",
    .arm = ARM,
    .arm_scope = ARM "/.default",
    .graph = GRAPH,
};

struct fixture {
    struct http *http;
    struct tokens *tokens;
    const char *pairs[32]; /* the environment */
    struct environment env;
    struct err e;
    int status;
    char why[WHY_SIZE];
};

static inline void
set_env(struct fixture *f, const char *name, const char *value)
{
    size_t n = 0;

    while (f->pairs[n] && strcmp(f->pairs[n], name) != 0)
        n += 2;
    f->pairs[n] = name;
    f->pairs[n + 1] = value;
}

static inline void
set_secret(struct fixture *f)
{
    set_env(f, "AZURE_TENANT_ID", TENANT);
    set_env(f, "AZURE_CLIENT_ID", "app");
    set_env(f, "AZURE_CLIENT_SECRET", "hunter2");
}

static inline int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    http_stub_clock_reset();
    f->http = http_stub_new();
    f->env = http_stub_environment(f->pairs);
    set_env(f, "PATH", "/nonexistent");
    http_stub_reply(f->http, ARM, 200, "", "{}");
    http_stub_reply(f->http, GRAPH, 200, "", "{}");
    *state = f;
    return 0;
}

/* As the audit does it: the engine goes first. */
static inline int
tear_down(void **state)
{
    struct fixture *f = *state;

    http_free(f->http);
    tokens_free(f->tokens);
    free(f);
    return 0;
}

static inline int
choose(struct fixture *f, const char *auth)
{
    err_clear(&f->e);
    f->tokens = tokens_free(f->tokens);
    if (tokens_new(&f->tokens, f->http, &cloud, auth, &f->env, &f->e) != 0)
        return -1;
    return tokens_prepare(f->tokens, cloud.arm_scope, &f->e);
}

static inline void
grant(struct fixture *f, const char *token, int seconds)
{
    char body[256];

    snprintf(body, sizeof(body), "{\"access_token\":\"%s\",\"expires_in\":%d}",
             token, seconds);
    http_stub_reply(f->http, LOGIN, 200, "", body);
}

/* A client secret was taken, with a token of so many seconds. */
static const struct http_gate *
start(struct fixture *f, int seconds)
{
    const struct http_gate *gate;

    set_secret(f);
    grant(f, "t1", seconds);
    assert_int_equal(choose(f, "auto"), 0);
    gate = tokens_gate(f->tokens, cloud.arm_scope, ARM, NULL);
    assert_non_null(gate);
    return gate;
}

/* The Authorization header that a request for `url` went out with; NULL: it
 * was refused. */
static const char *
get(struct fixture *f, const struct http_gate *gate, const char *url)
{
    const struct http_stub_sent *sent =
        http_stub_get(f->http, url, gate, &f->status, f->why);

    return sent ? sent->authorization : NULL;
}

static inline size_t
token_requests(const struct fixture *f)
{
    size_t n = 0;

    for (size_t i = 0; i < http_stub_count(f->http); i++)
        n +=
            strncmp(http_stub_sent(f->http, i)->url, LOGIN, strlen(LOGIN)) == 0;
    return n;
}

static inline void
advance_s(int64_t seconds)
{
    http_stub_clock_advance(seconds * 1000);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#endif
