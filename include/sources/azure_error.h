/* SPDX-License-Identifier: MIT */
/* azure_error.h - what Azure says when it says no, and how long to wait.
 *
 * Errors come as {"error": {"code", "message"}} (ARM, Graph), flat {"code",
 * "message"} (some of AKS), "odata.error", Entra's {"error",
 * "error_description", "error_codes"}, or as HTML from a gateway. */
#ifndef AKSENTRA_SOURCES_AZURE_ERROR_H
#define AKSENTRA_SOURCES_AZURE_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "support/err.h"
#include "support/http.h"

struct azure_error {
    char code[128];    /* "" where there is none */
    char message[512]; /* one harmless line; "" where there is none */
    long entra_code;   /* 7000215 of AADSTS7000215; 0: none */
};

/* Never fails: what cannot be read gives empty texts. Entra's trace ids are
 * left out. */
void azure_error_parse(struct azure_error *ret, const char *body, size_t len);

/* Says in *e why a reply is not the one hoped for: ERR_INTERRUPTED,
 * ERR_NETWORK, ERR_DENIED (401, 403) or ERR_NOT_FOUND (404). Returns -1. */
int azure_error_set(struct err *e, const struct http_reply *r);

/* The number of "AADSTS7000215" anywhere in `text`; 0: none. */
long azure_error_entra_code(const char *text);

/* What to do about one of Entra's codes ("Microsoft Entra authentication and
 * authorization error codes"); NULL: nothing better than the message. */
const char *azure_error_hint(long entra_code);

/* For struct http_hooks. The delay of a throttled reply that only the message
 * ("Please try again after '6' seconds.") or Resource Graph's quota header
 * tells; RETRY_NO_WISH: none. */
int64_t azure_error_wish_ms(const struct http_reply *r);

/* For struct http_hooks. How long a subscription should rest, from the
 * x-ms-ratelimit-remaining-* headers ("Understand how Azure Resource Manager
 * throttles requests": buckets refill at 25 reads a second) and the
 * x-ms-user-quota-* headers ("Guidance for throttled requests in Azure
 * Resource Graph"). 0: no need. */
int64_t azure_error_rest_ms(const struct http_reply *r);

#endif
