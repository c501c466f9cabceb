/* SPDX-License-Identifier: MIT */
/* token_request.h - one question to a token endpoint, and its answer read:
 * OAuth 2.0 (RFC 6749 4.4) as Microsoft Entra speaks it, and the replies of the
 * managed identity endpoints, whose numbers are strings. */
#ifndef AKSENTRA_SOURCES_TOKEN_REQUEST_H
#define AKSENTRA_SOURCES_TOKEN_REQUEST_H

#include "sources/credential.h"
#include "support/buf.h"

struct token_request {
    const char *url;
    const char *const *headers; /* NULL-ended, or NULL */
    const struct buf *form;     /* body of a POST; NULL: GET */
    bool plain_http;
    bool once;          /* no retries */
    int64_t timeout_ms; /* 0: the engine's */
    /* A machine without an identity answers 400, and what is no such endpoint
     * answers anything: both mean that the method is not set up here. */
    bool may_be_absent;
    /* For messages; literals: "Microsoft Entra" refuses "the client secret". */
    const char *issuer;
    const char *label;
};

/* Sends it; the ask's `done` gets the answer. -1: nothing was sent. */
int token_request_send(const struct credential_ask *ask,
                       const struct token_request *request, struct err *e);

/* Adds "name=value", encoded, with "&" before all but the first. */
void token_request_field(struct buf *form, const char *name, const char *value);

/* AUTHORITY/TENANT/oauth2/v2.0/token, or the form of AD FS. */
void token_request_endpoint(struct buf *url, const struct cloud *cloud,
                            const char *tenant);

#endif
