/* SPDX-License-Identifier: MIT */
/* reply.h - one request as a handler sees it, and the reply it makes. */
#ifndef FAKE_REPLY_H
#define FAKE_REPLY_H

#include <jansson.h>
#include <stdbool.h>

#include "text.h"

struct fake;

struct request {
    const char *method;
    char *path; /* without query, decoded */
    char *raw;  /* path and query, as the client sent them */
    char *base; /* https://localhost:PORT, from the Host header */
    bool tls;
    json_t *query;   /* object of texts, names in lower case */
    json_t *headers; /* object of texts, names in lower case */
    struct text body;
    const unsigned char *peer; /* the client's certificate, DER; NULL: none */
    size_t peer_len;
    unsigned connection;
};

/* Borrowed; NULL: absent. Names are given in lower case. */
const char *request_query(const struct request *r, const char *name);
const char *request_header(const struct request *r, const char *name);
/* The segment of the path after the one called `name` (case ignored). The caller
 * frees it; NULL: there is none. */
char *request_segment(const struct request *r, const char *name);

enum misdeed {
    MISDEED_NONE,
    MISDEED_RESET,  /* the connection is reset without a reply */
    MISDEED_HANG,   /* no reply for a very long time */
    MISDEED_CUT,    /* half of the body, then the connection is closed */
    MISDEED_SLOW,   /* a few bytes at a time */
    MISDEED_ENDLESS /* a body without end */
};

struct reply {
    int status;
    struct text body;
    const char *content_type; /* NULL: application/json; charset=utf-8 */
    struct text headers;      /* lines "Name: value\n" */
    bool gzip;                /* the body is compressed */
    enum misdeed misdeed;
    char audience[256]; /* of the token that was shown; for the journal */
    char problem[256];  /* a rule that the request broke; for the journal */
};

void reply_header(struct reply *reply, const char *name, const char *value);
/* Takes the reference; what the body was before is gone. */
void reply_json(struct reply *reply, int status, json_t *body);
/* {"error": {"code", "message"}}, as ARM says it. */
void reply_error(struct reply *reply, int status, const char *code,
                 const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Notes which rule of the service the request broke; the first one stays. */
void reply_problem(struct reply *reply, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The genuine words of the service that the path belongs to, for a status that
 * a fault or the scenario asks for. `wait` is the delay of a 429 in seconds, as
 * its message tells it. */
void reply_status(struct fake *f, const struct request *r, struct reply *reply,
                  int status, long wait);

#endif
