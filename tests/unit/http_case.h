/* SPDX-License-Identifier: MIT */
/* http_case.h - an HTTP engine, a loopback server and what the engine said. */
#ifndef AKSENTRA_TESTS_UNIT_HTTP_CASE_H
#define AKSENTRA_TESTS_UNIT_HTTP_CASE_H

#include "loopback.h"
#include "support/http.h"

/* The end of one request. */
struct http_kept {
    enum http_failure failure;
    char error[ERR_TEXT_MAX];
    int status;
    char url[128];
    char body[256]; /* its beginning */
    size_t len;
    unsigned attempts;
    bool throttled_out;
    char note[64]; /* the header X-Note */
    int64_t at_ms;
    const void *arg;
};

struct http_case {
    struct http_config config; /* quick retries; change it before opening */
    struct loopback *server;
    struct http *h;
    struct http_kept kept[512];
    size_t n;
    /* Called in `done` after the reply was kept; may be NULL. */
    void (*then)(struct http_case *c, const struct http_kept *k);
    volatile sig_atomic_t interrupted;
};

/* A case with default settings and its server. Free with http_case_close(). */
struct http_case *http_case_new(const struct loopback_path *paths, size_t n);
void http_case_open(struct http_case *c); /* the engine */
void http_case_close(struct http_case *c);

/* A GET of `path` from the case's server, changed where `r` says more: its
 * `url` (NULL: the path's), `lane`, `gate`, ... Its `done` is the case's and its
 * `arg` must be NULL. The path is kept as http_kept.arg. */
void http_case_ask(struct http_case *c, const char *path,
                   const struct http_request *r);

/* Runs to the end, which must succeed; the milliseconds that it took. */
int64_t http_case_run(struct http_case *c);

/* Opens, asks for `path`, runs: the one reply. */
const struct http_kept *http_case_get(struct http_case *c, const char *path);

#endif
