/* SPDX-License-Identifier: MIT */
/* http_stub.h - the network and the clock, played: stands in for support/http
 * and support/clock (#include "stub/http_stub.c" once). Replies are prepared, requests are recorded, gates and
 * watched descriptors work as they do in the engine, and time moves only when
 * a test moves it. */
#ifndef AKSENTRA_TESTS_HTTP_STUB_H
#define AKSENTRA_TESTS_HTTP_STUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/environment.h"
#include "support/http.h"

/* What was asked, as it was sent. */
struct http_stub_sent {
    char *method;
    char *url;
    char *headers; /* lines that end in "\n"; "" if none */
    char *body;    /* "" if none */
    char *authorization;
    bool urgent, once, plain_http, secret;
    int64_t timeout_ms;
    int64_t delay_ms;
};

struct http *http_stub_new(void); /* freed with http_free() */

/* The next reply for URLs that start with `url`; the last one given stays for
 * all that follow. `headers` are lines "Name: value\n". */
void http_stub_reply(struct http *h, const char *url, int status,
                     const char *headers, const char *body);
void http_stub_fail(struct http *h, const char *url, enum http_failure failure);

/* Requests sent so far, gates passed; borrowed. */
size_t http_stub_count(const struct http *h);
const struct http_stub_sent *http_stub_sent(const struct http *h, size_t i);

/* From now on, http_run() hands HTTP_INTERRUPTED to all. */
void http_stub_interrupt(struct http *h);

/* Time moves by so much whenever the loop waits for a watched descriptor. */
void http_stub_waiting_takes(struct http *h, int64_t ms);

/* The clock: 2026-11-23T05:30:00Z until it is moved. */
void http_stub_clock_reset(void);
void http_stub_clock_advance(int64_t ms);

/* A request with this gate; NULL where the gate refused, with its words in
 * `why` (ERR_TEXT_MAX bytes). The reply's status is in *status. */
const struct http_stub_sent *http_stub_get(struct http *h, const char *url,
                                           const struct http_gate *gate,
                                           int *status, char *why);

/* A reply without a network, for functions that look at one. */
struct http_reply http_stub_made(int status, const char *headers,
                                 const char *body);

/* An environment of "NAME", "value" pairs, NULL-ended. */
struct environment http_stub_environment(const char *const *pairs);

#endif
