/* SPDX-License-Identifier: MIT */
/* token.h - the tokens of one run: the credential is chosen once, its tokens
 * are renewed in time, and each is shown to the hosts it is for alone. */
#ifndef AKSENTRA_SOURCES_TOKEN_H
#define AKSENTRA_SOURCES_TOKEN_H

#include <stdbool.h>

#include "sources/cloud.h"
#include "support/environment.h"
#include "support/err.h"
#include "support/http.h"

struct tokens;

/* `auth` is the word of --auth: auto, environment, workload-identity,
 * managed-identity, azure-cli. For auto, AZURE_TOKEN_CREDENTIALS (dev, prod, or
 * one of the Azure SDKs' names) narrows the choice. Everything handed in must
 * outlive the tokens. ERR_USAGE: no such word. */
int tokens_new(struct tokens **ret, struct http *http,
               const struct cloud *cloud, const char *auth,
               const struct environment *env, struct err *e);

/* Accepts NULL; wipes. Not while the engine runs, and only after the engine
 * when that has ended in the middle. */
struct tokens *tokens_free(struct tokens *t);

/* Chooses the credential by getting a token for `scope`, running the loop. A
 * method that is not set up is passed over; one that is set up and gives none
 * ends it (as DefaultAzureCredential does). ERR_AUTH says what was tried, or
 * Entra's words; ERR_NETWORK: the issuer of tokens gave no answer; ERR_USAGE:
 * an environment variable makes no sense. */
int tokens_prepare(struct tokens *t, const char *scope, struct err *e);

/* The gate for requests with a token for `scope`, which is shown only to the
 * host of `bound_url` (https). Gates for one scope share its token. Borrowed
 * until tokens_free(). NULL: ERR_INPUT, ERR_NOMEM. */
const struct http_gate *tokens_gate(struct tokens *t, const char *scope,
                                    const char *bound_url, struct err *e);

/* The credential that was taken, "client secret (environment)". */
const char *tokens_credential(const struct tokens *t);

/* Whether more tokens may be asked of a program of this machine. */
bool tokens_run_programs(const struct tokens *t);

/* Those tried before it and why they were passed over, "client secret
 * (environment) (AZURE_TENANT_ID is not set); ..."; "" if none. */
const char *tokens_passed_over(const struct tokens *t);

/* The tenant: as the credential says, else as the token says, else as
 * AZURE_TENANT_ID says; NULL: not known. */
const char *tokens_tenant_id(const struct tokens *t);

#endif
