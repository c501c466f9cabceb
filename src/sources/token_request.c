/* SPDX-License-Identifier: MIT */
/* token_request.c - one question to a token endpoint, and its answer read. */
#include "sources/token_request.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/azure_error.h"
#include "support/clock.h"
#include "support/json.h"
#include "support/str.h"
#include "support/url.h"

/* Where the answer does not say how long the token lives, it is used for a
 * while; a 401 ends it sooner. */
#define LIFETIME_UNSAID_S 300

struct question {
    struct credential_ask ask;
    const char *issuer;
    const char *label;
    bool may_be_absent;
};

void
token_request_field(struct buf *form, const char *name, const char *value)
{
    buf_addf(form, "%s%s=", form->len ? "&" : "", name);
    url_encode(form, value);
}

void
token_request_endpoint(struct buf *url, const struct cloud *cloud,
                       const char *tenant)
{
    if (cloud->adfs) {
        buf_addf(url, "%s/oauth2/token", cloud->authority);
        return;
    }
    buf_addf(url, "%s/", cloud->authority);
    url_encode(url, tenant);
    buf_adds(url, "/oauth2/v2.0/token");
}

/* ---- the answer ---------------------------------------------------------- */

/* A whole number, or the text of one. */
static bool
read_seconds(const json_t *body, const char *key, int64_t *ret)
{
    const json_t *value = json_get_fold(body, key, NULL);
    long seconds;

    if (json_is_integer(value)) {
        *ret = json_integer_value(value);
        return true;
    }
    if (!str_to_long(json_string_value(value), 0, LONG_MAX, &seconds))
        return false;
    *ret = seconds;
    return true;
}

/* App Service says the time of day at which the token ends, and not always how
 * long it lives. */
static int64_t
lifetime_of(const json_t *body)
{
    int64_t seconds;

    if (read_seconds(body, "expires_in", &seconds))
        return seconds;
    if (read_seconds(body, "expires_on", &seconds))
        return seconds > 0 ? seconds - clock_wall_time() : 0;
    return LIFETIME_UNSAID_S;
}

static void
give(const struct question *q, enum credential_outcome outcome,
     enum err_code code, const char *reason)
{
    struct credential_answer answer = {
        .outcome = outcome,
        .code = code,
        .reason = reason,
    };

    q->ask.done(q->ask.arg, &answer);
}

/* No whole reply came. */
static void
give_failure(const struct question *q, const struct http_reply *reply)
{
    char reason[ERR_TEXT_MAX];
    enum err_code code = reply->failure == HTTP_INTERRUPTED ? ERR_INTERRUPTED
                         : reply->failure == HTTP_OUT_OF_MEMORY ? ERR_NOMEM
                                                                : ERR_NETWORK;

    snprintf(reason, sizeof(reason), "the %s could not be shown to %s: %.700s",
             q->label, q->issuer, reply->error);
    give(q,
         q->may_be_absent && code == ERR_NETWORK ? CREDENTIAL_UNAVAILABLE
                                                 : CREDENTIAL_REFUSED,
         code, reason);
}

/* Nothing of Azure answers with a 403 of its own words here: it is a proxy, or
 * a container engine that guards the link-local addresses. */
static bool
means_absent(const struct http_reply *reply, const struct azure_error *error)
{
    return reply->status == 400 || reply->status == 404 ||
           (reply->status == 403 && !*error->code);
}

static void
give_refusal(const struct question *q, const struct http_reply *reply)
{
    struct azure_error error;
    char reason[ERR_TEXT_MAX], status[32];
    const char *hint;
    /* A throttled or broken issuer may answer the next time. */
    bool passing = retry_is_transient(reply->status);

    azure_error_parse(&error, reply->body, reply->len);
    hint = azure_error_hint(error.entra_code);
    snprintf(status, sizeof(status), "HTTP %d", reply->status);
    snprintf(reason, sizeof(reason), "%s %s the %s: %s%s%s%s%s", q->issuer,
             passing ? "gave no token for" : "refused", q->label,
             *error.code && !passing ? error.code : status,
             *error.message ? " " : "", error.message, hint ? " Hint: " : "",
             hint ? hint : "");
    give(q,
         q->may_be_absent && means_absent(reply, &error)
             ? CREDENTIAL_UNAVAILABLE
             : CREDENTIAL_REFUSED,
         passing ? ERR_NETWORK : ERR_AUTH, reason);
}

static void
give_token(const struct question *q, const json_t *body)
{
    struct credential_answer answer = {
        .outcome = CREDENTIAL_GRANTED,
        .token = json_get_text(body, "access_token"),
        .lifetime_s = lifetime_of(body),
    };
    char reason[256];

    if (!str_empty(answer.token)) {
        q->ask.done(q->ask.arg, &answer);
        return;
    }
    snprintf(reason, sizeof(reason),
             "%s answered the %s without an access_token", q->issuer, q->label);
    give(q, q->may_be_absent ? CREDENTIAL_UNAVAILABLE : CREDENTIAL_REFUSED,
         ERR_AUTH, reason);
}

static void
reply_done(struct http *h, const struct http_reply *reply)
{
    struct question *q = reply->arg;
    struct err e = { 0 };
    json_t *body;

    (void)h;
    if (reply->failure != HTTP_OK) {
        give_failure(q, reply);
    } else if (reply->status != 200) {
        give_refusal(q, reply);
    } else {
        body = json_read_secret(reply->body, reply->len, "token", &e);
        if (e.code == ERR_NOMEM)
            give(q, CREDENTIAL_REFUSED, e.code, e.text);
        else
            give_token(q, body);
        json_free_secret(body);
    }
    free(q);
}

/* ---- the question -------------------------------------------------------- */

static struct question *
question_new(const struct credential_ask *ask,
             const struct token_request *request)
{
    struct question *q = calloc(1, sizeof(*q));

    if (!q)
        return NULL;
    q->ask = *ask;
    q->issuer = request->issuer;
    q->label = request->label;
    q->may_be_absent = request->may_be_absent;
    return q;
}

int
token_request_send(const struct credential_ask *ask,
                   const struct token_request *request, struct err *e)
{
    struct http_request http = {
        .url = request->url,
        .headers = request->headers,
        .urgent = true,
        .plain_http = request->plain_http,
        .once = request->once,
        .timeout_ms = request->timeout_ms,
        .secret = true,
        .done = reply_done,
    };

    if (request->form) {
        if (!buf_ok(request->form))
            return err_nomem(e);
        http.method = "POST";
        http.body = buf_str(request->form);
        http.body_len = request->form->len;
    }
    http.arg = question_new(ask, request);
    if (!http.arg)
        return err_nomem(e);
    if (http_submit(ask->http, &http, e) == 0)
        return 0;
    free(http.arg);
    return -1;
}
