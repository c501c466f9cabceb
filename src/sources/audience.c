/* SPDX-License-Identifier: MIT */
/* audience.c - the token for one scope. */
#include "sources/audience.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/jwt.h"
#include "support/clock.h"
#include "support/secret.h"

#define SECOND_MS ((int64_t)1000)
/* A token is renewed this long before it ends, or at half of a shorter life. */
#define RENEW_BEFORE_MS (300 * SECOND_MS)
/* While a new one is coming, the old one is used if it lives as long as this. */
#define USE_UNTIL_MS (30 * SECOND_MS)
/* `az` may hand out a token that has ended by this machine's clock. */
#define LIFE_MIN_MS (30 * SECOND_MS)
#define LIFE_MAX_MS (7 * 86400 * SECOND_MS)
/* The issuer gave no answer: when it is asked again. */
#define ASK_AGAIN_MS (30 * SECOND_MS)
/* A token is dropped for a 401 at most this often. */
#define DROP_EVERY_MS (60 * SECOND_MS)

struct audience *
audience_new(const struct credential_ask *context, const char *scope)
{
    struct audience *a = calloc(1, sizeof(*a));

    if (!a)
        return NULL;
    a->context = context;
    a->scope = strdup(scope);
    return a->scope ? a : audience_free(a);
}

static void
drop(struct audience *a)
{
    a->header = secret_free(a->header);
}

struct audience *
audience_free(struct audience *a)
{
    if (!a)
        return NULL;
    drop(a);
    free(a->scope);
    free(a);
    return NULL;
}

/* ---- a new token --------------------------------------------------------- */

static void
remember_tenant(struct audience *a, const struct credential_answer *answer)
{
    if (answer->tenant_id && guid_is(answer->tenant_id))
        memcpy(a->tenant_id, answer->tenant_id, GUID_TEXT_SIZE);
    else
        jwt_tenant_id(answer->token, a->tenant_id);
}

/* A header value is made of it: visible ASCII, nothing else (RFC 6750 2.1). */
static bool
is_token(const char *text)
{
    for (; *text; text++) {
        if (*text <= ' ' || *text > '~')
            return false;
    }
    return true;
}

static void
refuse(struct audience *a, enum err_code code, const char *reason)
{
    err_set(&a->refusal, code == ERR_NONE ? ERR_AUTH : code, "%s", reason);
    a->ask_again_at_ms =
        code == ERR_NETWORK ? clock_monotonic_ms() + ASK_AGAIN_MS : 0;
}

static void
keep(struct audience *a, const struct credential_answer *answer)
{
    size_t size = strlen(answer->token) + sizeof("Bearer ");
    int64_t now = clock_monotonic_ms(), life = answer->lifetime_s;

    if (!is_token(answer->token)) {
        refuse(a, ERR_AUTH, "the token holds what no header may");
        return;
    }
    drop(a);
    a->header = secret_alloc(size);
    if (!a->header) {
        refuse(a, ERR_NOMEM, "out of memory");
        return;
    }
    snprintf(a->header, size, "Bearer %s", answer->token);
    life = life <= 0                        ? LIFE_MIN_MS
           : life > LIFE_MAX_MS / SECOND_MS ? LIFE_MAX_MS
                                            : life * SECOND_MS;
    a->granted_at_ms = now;
    a->ends_at_ms = now + life;
    a->renew_at_ms =
        now + (life > 2 * RENEW_BEFORE_MS ? life - RENEW_BEFORE_MS : life / 2);
    remember_tenant(a, answer);
}

static void
answered(void *arg, const struct credential_answer *answer)
{
    struct audience *a = arg;

    a->asking = false;
    a->unavailable = answer->outcome == CREDENTIAL_UNAVAILABLE;
    if (answer->outcome == CREDENTIAL_GRANTED)
        keep(a, answer);
    else
        refuse(a, answer->code, answer->reason);
}

int
audience_ask(struct audience *a, const struct credential_method *method,
             bool insist, struct err *e)
{
    struct credential_ask question = *a->context;

    question.scope = a->scope;
    question.insist = insist;
    question.done = answered;
    question.arg = a;
    err_clear(&a->refusal);
    a->unavailable = false;
    a->asking = true;
    if (method->ask(&question, e) == 0)
        return 0;
    a->asking = false;
    return -1;
}

/* ---- in use -------------------------------------------------------------- */

static bool
is_refused(const struct audience *a)
{
    return a->refusal.code != ERR_NONE;
}

static void
renew_if_due(struct audience *a, const struct credential_method *method,
             int64_t now)
{
    struct err why = { 0 };
    bool due = !a->header || now >= a->renew_at_ms;
    bool may = !is_refused(a) ||
               (a->ask_again_at_ms != 0 && now >= a->ask_again_at_ms);

    if (!due || a->asking || !may)
        return;
    if (audience_ask(a, method, true, &why) != 0)
        refuse(a, why.code, why.text);
}

/* Whether the token at hand is shown. When no other is to be had, to its end. */
static bool
is_usable(const struct audience *a, int64_t now)
{
    if (!a->header)
        return false;
    if (now < a->renew_at_ms || now < a->ends_at_ms - USE_UNTIL_MS)
        return true;
    return is_refused(a) && now < a->ends_at_ms;
}

enum http_gate_answer
audience_enter(struct audience *a, const struct credential_method *method,
               const char **authorization, struct err *e)
{
    int64_t now = clock_monotonic_ms();

    renew_if_due(a, method, now);
    if (is_usable(a, now)) {
        *authorization = a->header;
        return HTTP_GATE_OPEN;
    }
    if (!is_refused(a))
        return HTTP_GATE_WAIT;
    err_set(e, a->refusal.code, "%s", a->refusal.text);
    return HTTP_GATE_REFUSED;
}

void
audience_unauthorized(struct audience *a, int64_t sent_ms)
{
    int64_t now = clock_monotonic_ms();

    if (sent_ms < a->granted_at_ms ||
        (a->dropped && now - a->dropped_at_ms < DROP_EVERY_MS))
        return;
    drop(a);
    a->dropped = true;
    a->dropped_at_ms = now;
}
