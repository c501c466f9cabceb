/* SPDX-License-Identifier: MIT */
/* token.c - the tokens of one run: which credential, which host. */
#include "sources/token.h"

#include <stdlib.h>
#include <string.h>

#include "sources/audience.h"
#include "sources/credential.h"
#include "support/buf.h"
#include "support/str.h"
#include "support/url.h"
#include "support/vec.h"

enum { METHODS_MAX = 8 };

/* One host that may see the token of one audience. */
struct bound_gate {
    struct http_gate gate;
    struct tokens *tokens;
    struct audience *audience;
    char origin[URL_ORIGIN_MAX];
};

struct tokens {
    struct credential_ask context;
    const struct credential_method *candidates[METHODS_MAX];
    size_t n_candidates;
    bool insist;                            /* one method was named */
    const struct credential_method *method; /* chosen; NULL: not yet */
    const struct audience *prepared;        /* who knows the tenant */
    struct buf passed_over;
    struct vec audiences; /* struct audience * */
    struct vec gates;     /* struct bound_gate * */
};

/* ---- which methods ------------------------------------------------------- */

/* AZURE_TOKEN_CREDENTIALS without the blanks around it; `word` is as long as
 * `len` says. */
static bool
is_word(const char *word, size_t len, const char *expected)
{
    return strlen(expected) == len && str_has_prefix_fold(word, expected);
}

static bool
is_wanted_by_environment(const char *word, const struct credential_method *m)
{
    size_t len;

    if (!word)
        return true;
    word += strspn(word, " \t");
    len = strcspn(word, " \t");
    if (is_word(word, len, "prod"))
        return m != &credential_azure_cli;
    if (is_word(word, len, "dev"))
        return m == &credential_azure_cli;
    return is_word(word, len, m->sdk);
}

static bool
is_group(const char *word)
{
    word += strspn(word, " \t");
    return is_word(word, strcspn(word, " \t"), "prod") ||
           is_word(word, strcspn(word, " \t"), "dev");
}

static int
choose_candidates(struct tokens *t, const char *auth, struct err *e)
{
    bool any = str_eq(auth, "auto");
    const char *word =
        any ? environment_get(t->context.env, "AZURE_TOKEN_CREDENTIALS") : NULL;

    for (const struct credential_method *const *m = credential_methods; *m;
         m++) {
        if (t->n_candidates < METHODS_MAX &&
            (any || str_eq(auth, (*m)->auth)) &&
            is_wanted_by_environment(word, *m))
            t->candidates[t->n_candidates++] = *m;
    }
    t->insist = !any || (word && !is_group(word));
    if (t->n_candidates > 0)
        return 0;
    if (!any)
        return err_set(e, ERR_USAGE,
                       "--auth: expected auto, environment, "
                       "workload-identity, managed-identity or azure-cli, "
                       "found '%.100s'",
                       auth);
    return err_set(e, ERR_USAGE,
                   "AZURE_TOKEN_CREDENTIALS: expected dev, prod, "
                   "EnvironmentCredential, WorkloadIdentityCredential, "
                   "ManagedIdentityCredential or AzureCliCredential, found "
                   "'%.100s'",
                   word);
}

int
tokens_new(struct tokens **ret, struct http *http, const struct cloud *cloud,
           const char *auth, const struct environment *env, struct err *e)
{
    struct tokens *t = calloc(1, sizeof(*t));

    if (!t)
        return err_nomem(e);
    t->context.http = http;
    t->context.cloud = cloud;
    t->context.env = env;
    if (choose_candidates(t, auth, e) != 0) {
        tokens_free(t);
        return -1;
    }
    *ret = t;
    return 0;
}

struct tokens *
tokens_free(struct tokens *t)
{
    if (!t)
        return NULL;
    for (size_t i = 0; i < t->audiences.len; i++)
        audience_free(t->audiences.items[i]);
    for (size_t i = 0; i < t->gates.len; i++)
        free(t->gates.items[i]);
    vec_free(&t->audiences);
    vec_free(&t->gates);
    buf_free(&t->passed_over);
    free(t);
    return NULL;
}

/* ---- gates --------------------------------------------------------------- */

static enum http_gate_answer
enter(void *arg, const char *url, const char **authorization, struct err *e)
{
    struct bound_gate *g = arg;
    char origin[URL_ORIGIN_MAX];

    if (url_origin(url, origin, e) != 0)
        return HTTP_GATE_REFUSED;
    if (!str_eq(origin, g->origin)) {
        err_set(e, ERR_DENIED, "the token for %s is never sent to %s",
                g->origin, origin);
        return HTTP_GATE_REFUSED;
    }
    if (!g->tokens->method) {
        err_set(e, ERR_AUTH, "no credential has been chosen");
        return HTTP_GATE_REFUSED;
    }
    return audience_enter(g->audience, g->tokens->method, authorization, e);
}

static bool
unauthorized(void *arg, const struct http_reply *r)
{
    struct bound_gate *g = arg;

    audience_unauthorized(g->audience, r->started_ms);
    return true;
}

static struct audience *
find_audience(struct tokens *t, const char *scope, struct err *e)
{
    struct audience *a;

    for (size_t i = 0; i < t->audiences.len; i++) {
        a = t->audiences.items[i];
        if (str_eq(a->scope, scope))
            return a;
    }
    a = audience_new(&t->context, scope);
    if (a && vec_push(&t->audiences, a) == 0)
        return a;
    audience_free(a);
    err_nomem(e);
    return NULL;
}

static struct bound_gate *
find_gate(struct tokens *t, const struct audience *a, const char *origin)
{
    for (size_t i = 0; i < t->gates.len; i++) {
        struct bound_gate *g = t->gates.items[i];

        if (g->audience == a && str_eq(g->origin, origin))
            return g;
    }
    return NULL;
}

static struct bound_gate *
add_gate(struct tokens *t, struct audience *a, const char *origin,
         struct err *e)
{
    struct bound_gate *g = calloc(1, sizeof(*g));

    if (!g || vec_push(&t->gates, g) != 0) {
        free(g);
        err_nomem(e);
        return NULL;
    }
    memcpy(g->origin, origin, URL_ORIGIN_MAX);
    g->tokens = t;
    g->audience = a;
    g->gate.enter = enter;
    g->gate.unauthorized = unauthorized;
    g->gate.arg = g;
    return g;
}

const struct http_gate *
tokens_gate(struct tokens *t, const char *scope, const char *bound_url,
            struct err *e)
{
    char origin[URL_ORIGIN_MAX];
    struct bound_gate *g;
    struct audience *a;

    if (url_origin(bound_url, origin, e) != 0)
        return NULL;
    if (!str_has_prefix_fold(origin, "https:")) {
        err_set(e, ERR_INPUT, "no token is ever sent to %s: it is not https",
                origin);
        return NULL;
    }
    a = find_audience(t, scope, e);
    if (!a)
        return NULL;
    g = find_gate(t, a, origin);
    if (!g)
        g = add_gate(t, a, origin, e);
    return g ? &g->gate : NULL;
}

/* ---- the choice ---------------------------------------------------------- */

enum trial { TRIAL_TAKEN, TRIAL_PASSED_OVER, TRIAL_FAILED };

/* One complaint must not crowd out the others. */
#define REASON_MAX 200

static enum trial
pass_over(struct tokens *t, const struct credential_method *m,
          const char *reason, struct err *e)
{
    char text[ERR_TEXT_MAX];

    str_sanitize(text, t->n_candidates > 1 ? REASON_MAX : sizeof(text), reason);
    buf_addf(&t->passed_over, "%s%s (%s)", t->passed_over.len ? "; " : "",
             m->label, text);
    if (buf_ok(&t->passed_over))
        return TRIAL_PASSED_OVER;
    err_nomem(e);
    return TRIAL_FAILED;
}

static enum trial
try_method(struct tokens *t, struct audience *a,
           const struct credential_method *m, struct err *e)
{
    struct err why = { 0 };

    if (audience_ask(a, m, t->insist, &why) != 0) {
        if (why.code == ERR_AUTH)
            return pass_over(t, m, why.text, e);
        err_set(e, why.code, "%s", why.text);
        return TRIAL_FAILED;
    }
    if (http_run(t->context.http, e) != 0)
        return TRIAL_FAILED;
    if (a->header) {
        t->method = m;
        t->prepared = a;
        return TRIAL_TAKEN;
    }
    if (a->unavailable)
        return pass_over(t, m, a->refusal.text, e);
    err_set(e, a->refusal.code, "%s", a->refusal.text);
    return TRIAL_FAILED;
}

static int
fail_none(const struct tokens *t, struct err *e)
{
    if (t->n_candidates == 1)
        return err_set(e, ERR_AUTH, "no credential: %s",
                       buf_str(&t->passed_over));
    return err_set(e, ERR_AUTH,
                   "no credential; run 'az login', or set AZURE_TENANT_ID, "
                   "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET. Tried: %s",
                   buf_str(&t->passed_over));
}

int
tokens_prepare(struct tokens *t, const char *scope, struct err *e)
{
    struct audience *a = find_audience(t, scope, e);

    if (!a)
        return -1;
    for (size_t i = 0; i < t->n_candidates; i++) {
        switch (try_method(t, a, t->candidates[i], e)) {
        case TRIAL_TAKEN:
            return 0;
        case TRIAL_FAILED:
            return -1;
        case TRIAL_PASSED_OVER:
            break;
        }
    }
    return fail_none(t, e);
}

const char *
tokens_credential(const struct tokens *t)
{
    return t->method ? t->method->label : "none";
}

bool
tokens_run_programs(const struct tokens *t)
{
    return t->method == &credential_azure_cli;
}

const char *
tokens_passed_over(const struct tokens *t)
{
    return buf_str(&t->passed_over);
}

const char *
tokens_tenant_id(const struct tokens *t)
{
    if (t->prepared && *t->prepared->tenant_id)
        return t->prepared->tenant_id;
    return environment_get(t->context.env, "AZURE_TENANT_ID");
}
