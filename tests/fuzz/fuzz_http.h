/* SPDX-License-Identifier: MIT */
/* fuzz_http.h - the network, played by the input: fuzz_http.c stands in place of
 * support/http.
 *
 * The input is replies, one for each request in the order of asking, with a line
 * "%%" between them. A reply is the status, header lines, an empty line, the
 * body; as in
 *     200
 *     Retry-After: 3
 *
 *     {"value": []}
 * Requests beyond the last reply get none. Every request must end once, or the
 * target aborts. */
#ifndef AKSENTRA_TESTS_FUZZ_HTTP_H
#define AKSENTRA_TESTS_FUZZ_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/http.h"

#define FUZZ_HOST "https://host.example"

struct http *fuzz_http_new(const uint8_t *data, size_t size);

/* From now on a request to another origin than FUZZ_HOST aborts. */
void fuzz_http_stay(struct http *h);

/* Runs to the end, and frees the engine. */
void fuzz_http_end(struct http *h);

/* A gate that opens for FUZZ_HOST alone. */
extern const struct http_gate fuzz_gate;

/* The whole input as one reply, for what only reads replies. Valid until the
 * next call. */
const struct http_reply *fuzz_reply(const uint8_t *data, size_t size);

#endif
