/* SPDX-License-Identifier: MIT */
/* azure_error.c - what Azure says when it says no, and how long to wait. */
#include "sources/azure_error.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/json.h"
#include "support/str.h"

/* Below this many requests left, a subscription is asked more slowly. */
#define FEW_LEFT 20
/* One token of the read bucket comes back in this time (25 a second). */
#define REFILL_MS 40
/* A delay told in words is believed up to this. */
#define WISH_MAX_S 86400

static const struct {
    long code;
    const char *hint;
} hints[] = {
    { 7000215, "the client secret is wrong: give the secret's value, not its "
               "id" },
    { 7000222, "the client secret has expired: make a new one" },
    { 7000218, "the app is registered as a public client: give it a secret "
               "or certificate, or choose another --auth" },
    { 700016, "the app does not exist in this tenant: check AZURE_CLIENT_ID, "
              "AZURE_TENANT_ID and --cloud" },
    { 700027, "the certificate is not registered with the app" },
    { 700024, "the assertion is not valid now: check this machine's clock" },
    { 70021, "no federated credential of the app matches the token's issuer "
             "and subject" },
    { 700213, "no federated credential of the app matches the token's "
              "subject" },
    { 500011, "the resource is not known in this tenant: check --cloud and "
              "AZURE_TENANT_ID" },
    { 50020, "the account belongs to another tenant: check AZURE_TENANT_ID" },
    { 90002, "the tenant does not exist in this cloud: check AZURE_TENANT_ID "
             "and --cloud" },
    { 900384, "the assertion's signature is wrong: certificate and key do not "
              "belong to this app" },
    { 50012, "the assertion's signature is wrong: certificate and key do not "
             "belong to this app" },
    { 90094, "an administrator must consent to the app" },
    { 65001, "nobody has consented to the app yet" },
    { 530032, "a Conditional Access policy blocks the sign-in" },
    { 53003, "a Conditional Access policy blocks the sign-in" },
    { 50001, "the resource is disabled or not known: check --cloud" },
    { 50076, "multi-factor authentication is asked for: sign in again with "
             "az login" },
    { 50079, "multi-factor authentication must be set up: sign in with az "
             "login" },
};

const char *
azure_error_hint(long entra_code)
{
    for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++) {
        if (hints[i].code == entra_code)
            return hints[i].hint;
    }
    return NULL;
}

/* The sentence, without Entra's trace ids and times that follow in lines of
 * their own. */
static void
set_message(struct azure_error *ret, const char *text)
{
    char line[sizeof(ret->message)];
    size_t len;

    if (!text)
        return;
    len = strcspn(text, "\r\n");
    if (len >= sizeof(line))
        len = sizeof(line) - 1;
    memcpy(line, text, len);
    line[len] = '\0';
    str_sanitize(ret->message, sizeof(ret->message), line);
}

static void
set_code(struct azure_error *ret, const char *text)
{
    if (text)
        str_sanitize(ret->code, sizeof(ret->code), text);
}

/* "odata.error" has its message one level down. */
static const char *
message_of(const json_t *error)
{
    const json_t *message = json_get_fold(error, "message", NULL);

    return json_is_object(message) ? json_get_text(message, "value")
                                   : json_string_value(message);
}

static void
parse_entra(struct azure_error *ret, const json_t *body)
{
    const json_t *codes = json_get_fold(body, "error_codes", NULL);

    set_code(ret, json_get_text(body, "error"));
    set_message(ret, json_get_text(body, "error_description"));
    ret->entra_code = (long)json_integer_value(json_array_get(codes, 0));
    if (ret->entra_code == 0 && str_has_prefix_fold(ret->message, "AADSTS"))
        ret->entra_code = strtol(ret->message + 6, NULL, 10);
}

static void
parse_text(struct azure_error *ret, const char *body, size_t len)
{
    while (len > 0 && strchr(" \t\r\n", *body)) {
        body++;
        len--;
    }
    if (len == 0)
        return;
    snprintf(ret->message, sizeof(ret->message), "%s",
             *body == '<' ? "an HTML page, as gateways send it"
                          : "a text that is not JSON");
}

void
azure_error_parse(struct azure_error *ret, const char *body, size_t len)
{
    json_auto_t *root = json_read(body, len, "reply", NULL);
    const json_t *error = json_get_fold(root, "error", NULL);

    memset(ret, 0, sizeof(*ret));
    if (!root) {
        parse_text(ret, body, len);
        return;
    }
    if (json_is_string(error)) {
        parse_entra(ret, root);
        return;
    }
    if (!json_is_object(error))
        error = json_get_fold(root, "odata.error", NULL);
    if (!json_is_object(error))
        error = root;
    set_code(ret, json_get_text(error, "code"));
    set_message(ret, message_of(error));
}

/* "try again after '6' seconds", "retry after 30 seconds": the number. */
static long
seconds_after(const char *text)
{
    const char *place = str_find_fold(text, "after ");
    char *end;
    long seconds;

    if (!place)
        return -1;
    place += strlen("after ");
    place += strspn(place, "'\" ");
    seconds = strtol(place, &end, 10);
    if (end == place || seconds < 0 || seconds > WISH_MAX_S)
        return -1;
    end += strspn(end, "'\" ");
    return str_has_prefix_fold(end, "second") ? seconds : -1;
}

int64_t
azure_error_wish_ms(const struct http_reply *r)
{
    struct azure_error error;
    long seconds;

    if (r->status != 429 && r->status != 503)
        return RETRY_NO_WISH;
    azure_error_parse(&error, r->body, r->len);
    seconds = seconds_after(error.message);
    return seconds < 0 ? RETRY_NO_WISH : (int64_t)seconds * 1000;
}

/* "hh:mm:ss" in milliseconds; 0: no such form. */
static int64_t
span_ms(const char *text)
{
    int hours, minutes, seconds;
    char rest;

    if (!text ||
        sscanf(text, "%2d:%2d:%2d%c", &hours, &minutes, &seconds, &rest) != 3)
        return 0;
    return ((hours * 60 + minutes) * 60 + seconds) * (int64_t)1000;
}

int64_t
azure_error_rest_ms(const struct http_reply *r)
{
    static const char *const names[] = {
        "x-ms-ratelimit-remaining-subscription-reads",
        "x-ms-ratelimit-remaining-subscription-global-reads",
        "x-ms-ratelimit-remaining-tenant-reads",
        "x-ms-ratelimit-remaining-subscription-resource-requests",
    };
    int64_t rest = 0;
    long left;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *value = http_header(r, names[i]);
        int64_t wait;

        if (!value || !str_to_long(value, 0, LONG_MAX, &left) ||
            left >= FEW_LEFT)
            continue;
        wait = (FEW_LEFT - left) * REFILL_MS;
        rest = wait > rest ? wait : rest;
    }
    if (str_eq(http_header(r, "x-ms-user-quota-remaining"), "0")) {
        int64_t wait = span_ms(http_header(r, "x-ms-user-quota-resets-after"));

        rest = wait > rest ? wait : rest;
    }
    return rest;
}
