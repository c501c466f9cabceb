/* SPDX-License-Identifier: MIT */
/* token_request.c - one question to a token endpoint, and its answer read. */
#include "sources/token_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/azure_error.h"
#include "support/json.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"

#define PROBE_MS 1000

struct question {
    struct credential_ask ask;
    const char *label;
    bool probe;
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
    size_t len = strlen(cloud->authority);

    if (len > 5 && str_eq_fold(cloud->authority + len - 5, "/adfs")) {
        buf_addf(url, "%s/oauth2/token", cloud->authority);
        return;
    }
    buf_addf(url, "%s/", cloud->authority);
    url_encode(url, tenant);
    buf_adds(url, "/oauth2/v2.0/token");
}

/* expires_in is a number from Entra and a string from managed identities. */
static int64_t
lifetime_of(const json_t *body)
{
    const json_t *value = json_get_fold(body, "expires_in", NULL);
    long seconds = 0;

    if (json_is_integer(value))
        return json_integer_value(value);
    if (json_is_string(value) &&
        str_to_long(json_string_value(value), 0, 1L << 31, &seconds))
        return seconds;
    /* Not said: use it for a while, a 401 ends it. */
    return 300;
}

static void
refuse(const struct question *q, const struct http_reply *reply)
{
    struct azure_error error;
    /* Where an endpoint was only looked for, any "no" means that it is not
     * set up here. */
    struct credential_answer answer = {
        .outcome = q->probe ? CREDENTIAL_UNAVAILABLE : CREDENTIAL_REFUSED,
    };
    char reason[ERR_TEXT_MAX];
    const char *hint;

    if (reply->failure != HTTP_OK) {
        answer.outcome = q->probe ? CREDENTIAL_UNAVAILABLE : CREDENTIAL_REFUSED;
        answer.reason = reply->error;
        q->ask.done(q->ask.arg, &answer);
        return;
    }
    azure_error_parse(&error, reply->body, reply->len);
    hint = azure_error_hint(error.entra_code);
    snprintf(reason, sizeof(reason), "the %s was refused: HTTP %d %s: %s%s%s",
             q->label, reply->status, error.code,
             str_or(error.message, "no message"), hint ? " Hint: " : "",
             hint ? hint : "");
    answer.reason = reason;
    q->ask.done(q->ask.arg, &answer);
}

static void
grant(const struct question *q, const json_t *body)
{
    struct credential_answer answer = {
        .outcome = CREDENTIAL_GRANTED,
        .token = json_get_text(body, "access_token"),
        .lifetime_s = lifetime_of(body),
    };

    if (str_empty(answer.token)) {
        answer.outcome = CREDENTIAL_REFUSED;
        answer.reason = "the token endpoint answered without an access_token";
    }
    q->ask.done(q->ask.arg, &answer);
}

static void
reply_done(struct http *h, const struct http_reply *reply)
{
    struct question *q = reply->arg;
    json_t *body = NULL;

    (void)h;
    if (reply->failure != HTTP_OK || reply->status != 200) {
        refuse(q, reply);
    } else {
        body = json_read(reply->body, reply->len, "token", NULL);
        grant(q, body);
        /* The engine's and jansson's copies of the token go as well. */
        if (json_get_text(body, "access_token"))
            secret_wipe((char *)json_get_text(body, "access_token"),
                        strlen(json_get_text(body, "access_token")));
        json_decref(body);
        secret_wipe((char *)reply->body, reply->len);
    }
    free(q);
}

int
token_request_send(const struct credential_ask *ask,
                   const struct token_request *request, struct err *e)
{
    struct question *q = calloc(1, sizeof(*q));
    struct http_request http = {
        .url = request->url,
        .headers = request->headers,
        .urgent = true,
        .plain_http = request->plain_http,
        .once = request->probe,
        .timeout_ms = request->probe ? PROBE_MS : 0,
        .done = reply_done,
        .arg = q,
    };

    if (!q)
        return err_nomem(e);
    q->ask = *ask;
    q->label = request->label;
    q->probe = request->probe;
    if (request->form) {
        if (!buf_ok(request->form)) {
            free(q);
            return err_nomem(e);
        }
        http.method = "POST";
        http.body = buf_str(request->form);
        http.body_len = request->form->len;
        http.body_secret = true;
    }
    if (http_submit(ask->http, &http, e) != 0) {
        free(q);
        return -1;
    }
    return 0;
}
