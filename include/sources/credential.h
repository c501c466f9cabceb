/* SPDX-License-Identifier: MIT */
/* credential.h - the ways to get a token, as rows. Names and order follow the
 * DefaultAzureCredential of the Azure SDKs. */
#ifndef AKSENTRA_SOURCES_CREDENTIAL_H
#define AKSENTRA_SOURCES_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sources/cloud.h"
#include "support/buf.h"
#include "support/environment.h"
#include "support/err.h"
#include "support/http.h"

enum credential_outcome {
    CREDENTIAL_GRANTED,
    CREDENTIAL_UNAVAILABLE, /* not set up here: another method may be */
    CREDENTIAL_REFUSED      /* set up, and it gave no token */
};

/* What came of asking. Texts are valid during the call alone. */
struct credential_answer {
    enum credential_outcome outcome;
    const char *token;
    int64_t lifetime_s;
    const char *tenant_id; /* NULL: the answer does not say */
    /* Unless granted: */
    const char *reason; /* one line */
    enum err_code code; /* ERR_NETWORK: nobody answered, it may pass */
};

struct credential_ask {
    struct http *http;
    const struct cloud *cloud;
    const struct environment *env;
    const char *scope; /* https://management.azure.com/.default */
    /* The method was named by the user, or has given a token before: do not
     * first look whether it is there at all. */
    bool insist;
    void (*done)(void *arg, const struct credential_answer *answer);
    void *arg;
};

struct credential_method {
    const char *auth;  /* the word for --auth */
    const char *sdk;   /* the word for AZURE_TOKEN_CREDENTIALS */
    const char *label; /* for people */
    /* Starts asking; `done` is called once, from the loop or at once. The ask
     * is copied; what it points to must last until then. -1: `done` is not
     * called. ERR_AUTH: this method is not set up here, *e says what is
     * missing; any other code: it is set up and cannot work. */
    int (*ask)(const struct credential_ask *ask, struct err *e);
};

/* All methods, in the order in which `auto` tries them; NULL-ended. */
extern const struct credential_method *const credential_methods[];

extern const struct credential_method credential_client_secret;
extern const struct credential_method credential_client_certificate;
extern const struct credential_method credential_workload_identity;
extern const struct credential_method credential_managed_identity;
extern const struct credential_method credential_azure_cli;

/* The scope without "/.default": what managed identities and `az` are asked
 * for. Appended to *out. */
void credential_resource(struct buf *out, const char *scope);

#endif
