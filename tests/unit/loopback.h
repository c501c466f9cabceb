/* SPDX-License-Identifier: MIT */
/* loopback.h - a small HTTP/1.1 server on loopback that answers by a script. It
 * shares no code with the engine that it tests. */
#ifndef AKSENTRA_TESTS_UNIT_LOOPBACK_H
#define AKSENTRA_TESTS_UNIT_LOOPBACK_H

#include <stddef.h>
#include <stdint.h>

enum loopback_how {
    LOOPBACK_WHOLE,
    LOOPBACK_CUT,   /* promises the body, breaks off in its middle */
    LOOPBACK_CLOSE, /* no answer, connection closed */
    LOOPBACK_HANG   /* no answer for as long as the server runs */
};

struct loopback_answer {
    int status;          /* 0: 200 */
    const char *headers; /* lines that end in \r\n; NULL: none */
    const char *body;    /* NULL: empty */
    size_t len;          /* 0: strlen(body) */
    int delay_ms;
    enum loopback_how how;
};

/* What a path is answered, the n-th request with the n-th answer; the last one
 * stays. Other paths: 404. */
struct loopback_path {
    const char *path;
    const struct loopback_answer *answers;
    size_t n;
};

struct loopback_seen {
    char method[8];
    char path[128];
    char headers[1024];
    char body[256];
    int64_t at_ms; /* clock_monotonic_ms() */
};

struct loopback;

/* Fails the test when it cannot be started. `paths` must outlive the server. */
struct loopback *loopback_start(const struct loopback_path *paths, size_t n);
void loopback_stop(struct loopback *s);

/* "http://127.0.0.1:PORT" + path, in a buffer of the server's own; the last
 * eight stay valid. */
const char *loopback_url(struct loopback *s, const char *path);

/* Requests in the order of their arrival; NULL: not so many. */
const struct loopback_seen *loopback_seen(struct loopback *s, size_t i);
size_t loopback_count(struct loopback *s);
unsigned loopback_most_at_once(struct loopback *s);
unsigned loopback_connections(struct loopback *s);

#endif
