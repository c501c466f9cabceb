/* SPDX-License-Identifier: MIT */
/* audience.h - the token for one scope: when it is used, renewed, given up.
 * Part of token.h; knows nothing of URLs and hosts. */
#ifndef AKSENTRA_SOURCES_AUDIENCE_H
#define AKSENTRA_SOURCES_AUDIENCE_H

#include "sources/credential.h"
#include "support/guid.h"
#include "support/http.h"

struct audience {
    /* The credential's view of the run; `scope`, `done` and `arg` are filled
     * for each question. */
    const struct credential_ask *context;
    char *scope;
    char *header; /* "Bearer ..."; NULL: no token now */
    int64_t granted_at_ms;
    int64_t renew_at_ms;
    int64_t ends_at_ms;
    int64_t dropped_at_ms;
    bool dropped; /* once or more: dropped_at_ms means something */
    bool asking;
    struct err refusal;      /* why there was none, the last time */
    int64_t ask_again_at_ms; /* a refusal that may pass; 0: it is final */
    bool unavailable;        /* the refusal was "not set up here" */
    char tenant_id[GUID_TEXT_SIZE]; /* "": not known */
};

/* NULL: out of memory. */
struct audience *audience_new(const struct credential_ask *context,
                              const char *scope);
struct audience *audience_free(struct audience *a); /* wipes; returns NULL */

/* Asks the method for a token. -1: as credential_method.ask. */
int audience_ask(struct audience *a, const struct credential_method *method,
                 bool insist, struct err *e);

/* As http_gate.enter: the header while the token is good for use. Starts the
 * renewal where it is due. */
enum http_gate_answer audience_enter(struct audience *a,
                                     const struct credential_method *method,
                                     const char **authorization, struct err *e);

/* A 401 came for a request that was sent at `sent_ms`: the token is dropped, so
 * that a new one is asked for. A request that was on its way with an older
 * token does not cost the newer one, and one that nobody takes is not dropped
 * again and again. */
void audience_unauthorized(struct audience *a, int64_t sent_ms);

#endif
