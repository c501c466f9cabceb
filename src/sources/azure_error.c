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
/* Where nothing is left: one second of refill. */
#define EMPTY_MS 1000
/* A delay told in words is believed up to this. */
#define WISH_MAX_S 86400

static const struct {
    long code;
    const char *hint;
} hints[] = {
    { 7000215, "the client secret is wrong: give the secret's value, not its "
               "id" },
    { 7000222, "the client secret has expired: make a new one" },
    { 7000218, "the app is asked without a secret or certificate that it "
               "needs: set one, or choose another --auth" },
    { 7000112, "the app is disabled in this tenant" },
    { 7000229, "the app has no service principal in this tenant: make one "
               "with 'az ad sp create --id CLIENT_ID'" },
    { 700016, "the app does not exist in this tenant: check AZURE_CLIENT_ID, "
              "AZURE_TENANT_ID and --cloud" },
    { 700027, "the certificate is not registered with the app, or its private "
              "key is another one's" },
    { 1000502, "the certificate has expired: register a new one" },
    { 700024, "the assertion is not valid now: check this machine's clock" },
    { 70021, "no federated credential of the app matches the token's issuer "
             "and subject" },
    { 700211, "no federated credential of the app matches the token's "
              "issuer" },
    { 700212, "no federated credential of the app matches the token's "
              "audience" },
    { 700213, "no federated credential of the app matches the token's "
              "subject" },
    { 500011, "the resource is not known in this tenant: check --cloud and "
              "AZURE_TENANT_ID" },
    { 50001, "the resource is disabled or not known: check --cloud" },
    { 50020, "the account belongs to another tenant: check AZURE_TENANT_ID" },
    { 50034, "the account does not exist in this tenant: check "
             "AZURE_TENANT_ID" },
    { 90002, "the tenant does not exist in this cloud: check AZURE_TENANT_ID "
             "and --cloud" },
    { 900023, "AZURE_TENANT_ID is neither a tenant's id nor one of its "
              "domains" },
    { 9001023, "AZURE_TENANT_ID must name one tenant, not common or "
               "consumers" },
    { 900384, "the assertion's signature is wrong: certificate and key do not "
              "belong to this app" },
    { 50012, "the assertion's signature is wrong: certificate and key do not "
             "belong to this app" },
    { 90094, "an administrator must consent to the app" },
    { 65001, "nobody has consented to the app yet" },
    { 53003, "a Conditional Access policy blocks the sign-in" },
    { 530032, "a Conditional Access policy blocks the sign-in" },
    { 50076, "multi-factor authentication is asked for: sign in again with "
             "'az login --tenant TENANT'" },
    { 50079, "multi-factor authentication must be set up: sign in with "
             "'az login --tenant TENANT'" },
    { 50173, "the sign-in was revoked: run 'az login' again" },
    { 700082, "the sign-in has expired: run 'az login' again" },
    { 70043, "the sign-in has expired: run 'az login' again" },
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

long
azure_error_entra_code(const char *text)
{
    const char *place = str_find_fold(text, "AADSTS");

    return place ? strtol(place + strlen("AADSTS"), NULL, 10) : 0;
}

/* ---- error bodies -------------------------------------------------------- */

/* "odata.error" has its message one level down. */
static const char *
message_of(const json_t *error)
{
    const json_t *message = json_get_fold(error, "message", NULL);

    return json_is_object(message) ? json_get_text(message, "value")
                                   : json_string_value(message);
}

/* The object that holds "code" and "message"; Entra's "error" is a text, and
 * then it is the root. */
static const json_t *
error_object(const json_t *root)
{
    const json_t *error = json_get_fold(root, "error", NULL);

    if (!json_is_object(error))
        error = json_get_fold(root, "odata.error", NULL);
    return json_is_object(error) ? error : root;
}

/* The whole message, whatever the form. Borrowed; NULL: none. */
static const char *
find_message(const json_t *root)
{
    const char *entra = json_get_text(root, "error_description");

    return entra ? entra : message_of(error_object(root));
}

/* The sentence without Entra's trace ids and times, which follow in lines of
 * their own or behind it. */
static void
set_message(struct azure_error *ret, const char *text)
{
    char line[4 * sizeof(ret->message)];
    const char *trace = str_find_fold(text, " Trace ID: ");
    size_t len = strcspn(text, "\r\n");

    if (trace && (size_t)(trace - text) < len)
        len = (size_t)(trace - text);
    if (len >= sizeof(line))
        len = sizeof(line) - 1;
    memcpy(line, text, len);
    line[len] = '\0';
    str_sanitize(ret->message, sizeof(ret->message), line);
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
    struct err e = { 0 };
    json_auto_t *root = json_read(body, len, "reply", &e);
    const json_t *codes = json_get_fold(root, "error_codes", NULL);
    const char *code = json_get_text(root, "error");
    const char *message = find_message(root);

    memset(ret, 0, sizeof(*ret));
    if (!root) {
        if (e.code == ERR_NOMEM)
            str_sanitize(ret->message, sizeof(ret->message), e.text);
        else
            parse_text(ret, body, len);
        return;
    }
    if (!code)
        code = json_get_text(error_object(root), "code");
    if (code)
        str_sanitize(ret->code, sizeof(ret->code), code);
    if (message)
        set_message(ret, message);
    ret->entra_code = (long)json_integer_value(json_array_get(codes, 0));
    if (ret->entra_code == 0)
        ret->entra_code = azure_error_entra_code(ret->message);
}

static enum err_code
code_of_status(int status)
{
    if (status == 401 || status == 403)
        return ERR_DENIED;
    return status == 404 ? ERR_NOT_FOUND : ERR_NETWORK;
}

int
azure_error_set(struct err *e, const struct http_reply *r)
{
    struct azure_error error;

    if (r->failure != HTTP_OK)
        return err_set(e,
                       r->failure == HTTP_INTERRUPTED     ? ERR_INTERRUPTED
                       : r->failure == HTTP_OUT_OF_MEMORY ? ERR_NOMEM
                                                          : ERR_NETWORK,
                       "%s", r->error);
    azure_error_parse(&error, r->body, r->len);
    return err_set(e, code_of_status(r->status), "HTTP %d%s%s%s%s", r->status,
                   *error.code ? " " : "", error.code,
                   *error.message ? ": " : "", error.message);
}

/* ---- waiting ------------------------------------------------------------- */

/* "hh:mm:ss" in seconds; -1: no such form. *end is what follows. */
static long
read_span(const char *text, const char **end)
{
    int hours, minutes, seconds, used = 0;

    if (sscanf(text, "%2d:%2d:%2d%n", &hours, &minutes, &seconds, &used) != 3 ||
        used == 0 || hours < 0 || minutes < 0 || seconds < 0)
        return -1;
    *end = text + used;
    return (hours * 60L + minutes) * 60 + seconds;
}

/* "6 seconds", "'30' seconds", "2 minutes", "00:00:17"; -1: none of these. */
static long
read_delay(const char *text)
{
    const char *unit;
    char *end;
    long number;

    text += strspn(text, "'\" ");
    number = read_span(text, &unit);
    if (number >= 0)
        return number;
    number = strtol(text, &end, 10);
    if (end == text || number < 0 || number > WISH_MAX_S)
        return -1;
    unit = end + strspn(end, "'\" ");
    if (str_has_prefix_fold(unit, "second") ||
        str_has_prefix_fold(unit, "sec "))
        return number;
    return str_has_prefix_fold(unit, "minute") ? number * 60 : -1;
}

/* The first delay behind one of the words that introduce it. */
static long
find_delay(const char *message)
{
    static const char *const words[] = { " after ", " in " };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        const char *place = message;

        while ((place = str_find_fold(place, words[i]))) {
            long seconds = read_delay(place += strlen(words[i]));

            if (seconds >= 0 && seconds <= WISH_MAX_S)
                return seconds;
        }
    }
    return -1;
}

/* Resource Graph: when the user's quota is full again. 0: it does not say. */
static int64_t
quota_ms(const struct http_reply *r)
{
    const char *value = http_header(r, "x-ms-user-quota-resets-after");
    const char *end = "";
    long seconds = value ? read_span(value, &end) : -1;

    return seconds > 0 && !*end && seconds <= WISH_MAX_S
               ? (int64_t)seconds * 1000
               : 0;
}

int64_t
azure_error_wish_ms(const struct http_reply *r)
{
    json_auto_t *root = NULL;
    const char *message;
    long seconds;

    if (r->status != 429 && r->status != 503)
        return RETRY_NO_WISH;
    root = json_read(r->body, r->len, "reply", NULL);
    message = find_message(root);
    seconds = message ? find_delay(message) : -1;
    if (seconds >= 0)
        return (int64_t)seconds * 1000;
    return quota_ms(r) > 0 ? quota_ms(r) : RETRY_NO_WISH;
}

static int64_t
rest_for(const char *left_header)
{
    long left;

    if (!left_header || !str_to_long(left_header, 0, LONG_MAX, &left) ||
        left > FEW_LEFT)
        return 0;
    return left == 0 ? EMPTY_MS : (FEW_LEFT + 1 - left) * (int64_t)REFILL_MS;
}

int64_t
azure_error_rest_ms(const struct http_reply *r)
{
    static const char *const names[] = {
        "x-ms-ratelimit-remaining-subscription-reads",
        "x-ms-ratelimit-remaining-subscription-global-reads",
        "x-ms-ratelimit-remaining-tenant-reads",
        "x-ms-ratelimit-remaining-subscription-resource-requests",
        "x-ms-ratelimit-remaining-subscription-resource-entities-read",
    };
    int64_t rest = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        int64_t wait = rest_for(http_header(r, names[i]));

        rest = wait > rest ? wait : rest;
    }
    if (str_eq(http_header(r, "x-ms-user-quota-remaining"), "0") &&
        quota_ms(r) > rest)
        rest = quota_ms(r);
    return rest;
}
