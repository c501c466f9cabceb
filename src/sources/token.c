/* SPDX-License-Identifier: MIT */
/* token.c - the tokens of one run. */
#include "sources/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/credential.h"
#include "sources/jwt.h"
#include "support/clock.h"
#include "support/guid.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"
#include "support/vec.h"

/* A token is renewed this long before it ends, or at half of a shorter life. */
#define RENEW_BEFORE_MS (300 * (int64_t)1000)

enum { METHODS_MAX = 8 };

/* The token for one scope. */
struct audience {
    struct tokens *tokens;
    struct http_gate gate;
    char *scope;
    char origin[URL_ORIGIN_MAX]; /* the only host that sees it */
    char *header;                /* "Bearer ..."; NULL: none now */
    int64_t granted_at_ms;
    int64_t renew_at_ms;
    bool asking;
    struct err refusal; /* why none will come */
};

struct tokens {
    struct http *http;
    const struct cloud *cloud;
    const struct environment *env;
    const struct credential_method *candidates[METHODS_MAX];
    size_t n_candidates;
    const struct credential_method *method; /* chosen; NULL: not yet */
    struct buf passed_over;
    char tenant_id[GUID_TEXT_SIZE];
    struct vec audiences; /* struct audience * */
};

/* AZURE_TOKEN_CREDENTIALS narrows what `auto` tries: prod, dev, or one. */
static bool
is_wanted(const struct tokens *t, const char *auth,
          const struct credential_method *m)
{
    static const struct {
        const char *word;
        const struct credential_method *method;
    } names[] = {
        { "EnvironmentCredential", &credential_client_secret },
        { "EnvironmentCredential", &credential_client_certificate },
        { "WorkloadIdentityCredential", &credential_workload_identity },
        { "ManagedIdentityCredential", &credential_managed_identity },
        { "AzureCliCredential", &credential_azure_cli },
    };
    const char *word = environment_get(t->env, "AZURE_TOKEN_CREDENTIALS");

    if (!str_eq(auth, "auto"))
        return str_eq(auth, m->auth);
    if (!word)
        return true;
    if (str_eq_fold(word, "prod"))
        return m != &credential_azure_cli;
    if (str_eq_fold(word, "dev"))
        return m == &credential_azure_cli;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (names[i].method == m && str_eq_fold(word, names[i].word))
            return true;
    }
    return false;
}

int
tokens_new(struct tokens **ret, struct http *http, const struct cloud *cloud,
           const char *auth, const struct environment *env, struct err *e)
{
    struct tokens *t = calloc(1, sizeof(*t));

    if (!t)
        return err_nomem(e);
    t->http = http;
    t->cloud = cloud;
    t->env = env;
    for (const struct credential_method *const *m = credential_methods; *m;
         m++) {
        if (t->n_candidates < METHODS_MAX && is_wanted(t, auth, *m))
            t->candidates[t->n_candidates++] = *m;
    }
    *ret = t;
    if (t->n_candidates > 0)
        return 0;
    *ret = tokens_free(t);
    return err_set(e, ERR_USAGE,
                   "no credential method is left: --auth %s and "
                   "AZURE_TOKEN_CREDENTIALS do not go together",
                   auth);
}

static void
drop(struct audience *a)
{
    a->header = secret_free(a->header);
}

struct tokens *
tokens_free(struct tokens *t)
{
    if (!t)
        return NULL;
    for (size_t i = 0; i < t->audiences.len; i++) {
        struct audience *a = t->audiences.items[i];

        drop(a);
        free(a->scope);
        free(a);
    }
    vec_free(&t->audiences);
    buf_free(&t->passed_over);
    free(t);
    return NULL;
}

/* ---- one token ----------------------------------------------------------- */

static void
keep(struct audience *a, const struct credential_answer *answer)
{
    int64_t life_ms = answer->lifetime_s * 1000;
    size_t size = strlen(answer->token) + sizeof("Bearer ");

    drop(a);
    a->header = malloc(size);
    if (!a->header) {
        err_nomem(&a->refusal);
        return;
    }
    snprintf(a->header, size, "Bearer %s", answer->token);
    a->renew_at_ms = clock_monotonic_ms() + (life_ms > 2 * RENEW_BEFORE_MS
                                                 ? life_ms - RENEW_BEFORE_MS
                                                 : life_ms / 2);
    if (!*a->tokens->tenant_id) {
        if (answer->tenant_id && guid_is(answer->tenant_id))
            memcpy(a->tokens->tenant_id, answer->tenant_id, GUID_TEXT_SIZE);
        else
            jwt_tenant_id(answer->token, a->tokens->tenant_id);
    }
}

static void
answered(void *arg, const struct credential_answer *answer)
{
    struct audience *a = arg;

    a->asking = false;
    if (answer->outcome == CREDENTIAL_GRANTED)
        keep(a, answer);
    else
        err_set(&a->refusal,
                answer->outcome == CREDENTIAL_REFUSED ? ERR_AUTH
                                                      : ERR_NOT_FOUND,
                "%s", answer->reason);
}

static int
ask(struct audience *a, const struct credential_method *method, struct err *e)
{
    struct credential_ask question = {
        .http = a->tokens->http,
        .cloud = a->tokens->cloud,
        .env = a->tokens->env,
        .scope = a->scope,
        .done = answered,
        .arg = a,
    };

    a->asking = true;
    if (method->ask(&question, e) == 0)
        return 0;
    a->asking = false;
    return -1;
}

/* ---- the gate ------------------------------------------------------------ */

static enum http_gate_answer
enter(void *arg, const char *url, const char **authorization, struct err *e)
{
    struct audience *a = arg;
    bool due = clock_monotonic_ms() >= a->renew_at_ms;
    char origin[URL_ORIGIN_MAX];

    if (url_origin(url, origin, e) != 0)
        return HTTP_GATE_REFUSED;
    if (strcmp(origin, a->origin) != 0) {
        err_set(e, ERR_DENIED, "the token for %s is never sent to %s",
                a->origin, origin);
        return HTTP_GATE_REFUSED;
    }
    if (a->header && !due) {
        *authorization = a->header;
        return HTTP_GATE_OPEN;
    }
    if (!a->asking && a->refusal.code == ERR_NONE &&
        ask(a, a->tokens->method, &a->refusal) != 0)
        a->asking = false;
    if (a->refusal.code != ERR_NONE) {
        err_set(e, ERR_AUTH, "%s", a->refusal.text);
        return HTTP_GATE_REFUSED;
    }
    return HTTP_GATE_WAIT;
}

/* The token may have been revoked, or the clock be wrong: one new one. A
 * request that was on its way with the old token already must not cost the new
 * one. */
static bool
unauthorized(void *arg, const struct http_reply *r)
{
    struct audience *a = arg;

    if (!a->asking && r->started_ms >= a->granted_at_ms)
        drop(a);
    return true;
}

static struct audience *
find_audience(struct tokens *t, const char *scope, const char *origin)
{
    for (size_t i = 0; i < t->audiences.len; i++) {
        struct audience *a = t->audiences.items[i];

        if (str_eq(a->scope, scope) && str_eq(a->origin, origin))
            return a;
    }
    return NULL;
}

static struct audience *
add_audience(struct tokens *t, const char *scope, const char *bound_url,
             struct err *e)
{
    char origin[URL_ORIGIN_MAX];
    struct audience *a;

    if (url_origin(bound_url, origin, e) != 0)
        return NULL;
    a = find_audience(t, scope, origin);
    if (a)
        return a;
    a = calloc(1, sizeof(*a));
    if (a)
        a->scope = strdup(scope);
    if (!a || !a->scope || vec_push(&t->audiences, a) != 0) {
        if (a)
            free(a->scope);
        free(a);
        err_nomem(e);
        return NULL;
    }
    memcpy(a->origin, origin, sizeof(origin));
    a->tokens = t;
    a->gate.enter = enter;
    a->gate.unauthorized = unauthorized;
    a->gate.arg = a;
    return a;
}

const struct http_gate *
tokens_gate(struct tokens *t, const char *scope, const char *bound_url,
            struct err *e)
{
    struct audience *a = add_audience(t, scope, bound_url, e);

    return a ? &a->gate : NULL;
}

/* ---- the choice ---------------------------------------------------------- */

static void
pass_over(struct tokens *t, const struct credential_method *m,
          const char *reason)
{
    buf_addf(&t->passed_over, "%s%s (%s)", t->passed_over.len ? "; " : "",
             m->label, reason);
}

/* 1: this one gives tokens; 0: it is not set up; -1: it was refused. */
static int
try_method(struct tokens *t, struct audience *a,
           const struct credential_method *m, struct err *e)
{
    struct err why = { 0 };

    err_clear(&a->refusal);
    if (ask(a, m, &why) != 0) {
        if (why.code == ERR_NOMEM)
            return err_nomem(e);
        pass_over(t, m, why.text);
        return 0;
    }
    if (http_run(t->http, e) != 0)
        return -1;
    if (a->header) {
        t->method = m;
        return 1;
    }
    if (a->refusal.code == ERR_AUTH || a->refusal.code == ERR_NOMEM)
        return err_set(e, a->refusal.code, "%s: %s", m->label, a->refusal.text);
    pass_over(t, m, a->refusal.text);
    return 0;
}

int
tokens_prepare(struct tokens *t, const char *scope, struct err *e)
{
    struct audience *a = add_audience(t, scope, t->cloud->arm, e);

    if (!a)
        return -1;
    for (size_t i = 0; i < t->n_candidates; i++) {
        int rc = try_method(t, a, t->candidates[i], e);

        if (rc != 0)
            return rc > 0 ? 0 : -1;
    }
    return err_set(e, ERR_AUTH,
                   "no credential: %s. Set AZURE_TENANT_ID, AZURE_CLIENT_ID "
                   "and AZURE_CLIENT_SECRET, or run az login",
                   buf_str(&t->passed_over));
}

const char *
tokens_credential(const struct tokens *t)
{
    return t->method ? t->method->label : "none";
}

const char *
tokens_passed_over(const struct tokens *t)
{
    return buf_str(&t->passed_over);
}

const char *
tokens_tenant_id(const struct tokens *t)
{
    if (*t->tenant_id)
        return t->tenant_id;
    return environment_get(t->env, "AZURE_TENANT_ID");
}
