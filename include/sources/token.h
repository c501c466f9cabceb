/* SPDX-License-Identifier: MIT */
/* token.h - the tokens of one run: chosen once, renewed in time, each shown to
 * one host alone. */
#ifndef AKSENTRA_SOURCES_TOKEN_H
#define AKSENTRA_SOURCES_TOKEN_H

#include "sources/cloud.h"
#include "support/environment.h"
#include "support/err.h"
#include "support/http.h"

struct tokens;

/* `auth` is the word of --auth: auto, environment, workload-identity,
 * managed-identity, azure-cli. Everything handed in must outlive the tokens.
 * ERR_USAGE: no such word. */
int tokens_new(struct tokens **ret, struct http *http,
               const struct cloud *cloud, const char *auth,
               const struct environment *env, struct err *e);
struct tokens *tokens_free(struct tokens *t); /* accepts NULL; wipes */

/* Chooses the credential by getting a token for `scope`, running the loop. A
 * method that is not set up is passed over; one that is set up and refused ends
 * it (as DefaultAzureCredential does). ERR_AUTH says what was tried. */
int tokens_prepare(struct tokens *t, const char *scope, struct err *e);

/* The gate for requests with a token for `scope`, which is shown only to the
 * host of `bound_url`. Borrowed until tokens_free(). NULL: out of memory. */
const struct http_gate *tokens_gate(struct tokens *t, const char *scope,
                                    const char *bound_url, struct err *e);

/* The credential that was taken, "client secret (environment)". */
const char *tokens_credential(const struct tokens *t);

/* Those tried before it and why they were passed over; "" if none. */
const char *tokens_passed_over(const struct tokens *t);

/* The tenant: as the credential says, else as the token says, else as
 * AZURE_TENANT_ID says; NULL: not known. */
const char *tokens_tenant_id(const struct tokens *t);

#endif
