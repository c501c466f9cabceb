/* SPDX-License-Identifier: MIT */
/* token.c - access tokens: JWTs with an HMAC, so that they survive a restart
 * of the fake as Entra's survive everything. */
#include "fake.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char key[] = "the fake Azure signs with this";

static char *
sign(const char *text)
{
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    HMAC(EVP_sha256(), key, sizeof(key) - 1, (const unsigned char *)text,
         strlen(text), mac, &len);
    return base64url_encode(mac, len);
}

char *
token_issue(const struct fake *f, const json_t *client, const char *audience,
            const char *base)
{
    static const char header[] = "{\"typ\":\"JWT\",\"alg\":\"HS256\"}";
    const char *oid = json_string_value(json_object_get(client, "oid"));
    long now = (long)time(NULL);
    json_t *claims = json_pack(
        "{s:s, s:o, s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "aud", audience, "iss",
        json_sprintf("%s/%s/", base, scenario_tenant_id(f)), "tid",
        scenario_tenant_id(f), "appid",
        json_string_value(json_object_get(client, "clientId")), "oid",
        oid ? oid : scenario_object_id(f), "iat", (json_int_t)now, "nbf",
        (json_int_t)now, "exp", (json_int_t)(now + f->options.token_lifetime_s),
        "epoch", (json_int_t)f->token_epoch);
    char *text = json_dumps(claims, JSON_COMPACT);
    char *a = base64url_encode(header, sizeof(header) - 1);
    char *b = base64url_encode(text, strlen(text));
    char *front = text_format("%s.%s", a, b);
    char *mac = sign(front);
    char *token = text_format("%s.%s", front, mac);

    free(text);
    free(a);
    free(b);
    free(front);
    free(mac);
    json_decref(claims);
    return token;
}

/* The claims of a token that we signed. New reference; NULL: not ours. */
static json_t *
verify(const char *token)
{
    const char *last = strrchr(token, '.');
    const char *first = strchr(token, '.');
    char *front, *mac;
    unsigned char *text;
    size_t len;
    json_t *claims = NULL;

    if (!last || first == last)
        return NULL;
    front = text_format("%.*s", (int)(last - token), token);
    mac = sign(front);
    if (strcmp(mac, last + 1) == 0) {
        text = base64url_decode(first + 1, (size_t)(last - first - 1), &len);
        if (text)
            claims = json_loadb((const char *)text, len, 0, NULL);
        free(text);
    }
    free(front);
    free(mac);
    return claims;
}

/* The audiences that ARM takes, and this host's own, with or without a slash at
 * the end. */
static bool
is_our_audience(const char *audience, const char *base)
{
    const char *known[] = { base, "https://management.azure.com",
                            "https://management.core.windows.net" };
    size_t len = strlen(audience);

    while (len > 0 && audience[len - 1] == '/')
        len--;
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (len == strlen(known[i]) &&
            strncasecmp(audience, known[i], len) == 0)
            return true;
    }
    return false;
}

static void
challenge(const struct fake *f, const struct request *r, struct reply *reply,
          const char *code, const char *message)
{
    char *line = text_format("Bearer authorization_uri=\"%s/%s\", error="
                             "\"invalid_token\", error_description=\"%s\"",
                             r->base, scenario_tenant_id(f), message);

    reply_error(reply, 401, code, "%s", message);
    reply_header(reply, "WWW-Authenticate", line);
    free(line);
}

static void
refuse_audience(const struct fake *f, const struct request *r,
                struct reply *reply, const char *audience)
{
    char *message = text_format(
        "The access token has been obtained for wrong audience or resource "
        "'%s'. It should exactly match with one of the allowed audiences "
        "'%s/','%s'.",
        audience, r->base, r->base);

    challenge(f, r, reply, "InvalidAuthenticationTokenAudience", message);
    reply_problem(reply, "token for another audience: %.200s", audience);
    free(message);
}

static void
refuse_tenant(const struct fake *f, const struct request *r,
              struct reply *reply, const char *tid)
{
    const char *ours = scenario_tenant_id(f);
    char *message = text_format(
        "The access token is from the wrong issuer '%s/%s/'. It must match the "
        "tenant '%s/%s/' associated with this subscription. Please use the "
        "authority (URL) '%s/%s' to get the token.",
        r->base, tid, r->base, ours, r->base, ours);

    challenge(f, r, reply, "InvalidAuthenticationTokenTenant", message);
    reply_problem(reply, "token of another tenant: %.100s", tid);
    free(message);
}

static bool
is_expired(const struct fake *f, const json_t *claims)
{
    return json_integer_value(json_object_get(claims, "exp")) <=
               (json_int_t)time(NULL) ||
           json_integer_value(json_object_get(claims, "epoch")) <
               (json_int_t)f->token_epoch;
}

static bool
check_claims(const struct fake *f, const struct request *r, struct reply *reply,
             const json_t *claims)
{
    const char *audience = json_string_value(json_object_get(claims, "aud"));
    const char *tid = json_string_value(json_object_get(claims, "tid"));

    if (!audience || !tid) {
        challenge(f, r, reply, "InvalidAuthenticationToken",
                  "The access token is invalid.");
        reply_problem(reply, "foreign token");
        return false;
    }
    snprintf(reply->audience, sizeof(reply->audience), "%.255s", audience);
    if (!is_our_audience(audience, r->base))
        refuse_audience(f, r, reply, audience);
    else if (strcmp(tid, scenario_tenant_id(f)) != 0)
        refuse_tenant(f, r, reply, tid);
    else if (is_expired(f, claims))
        challenge(f, r, reply, "ExpiredAuthenticationToken",
                  "The access token expiry UTC time is earlier than current "
                  "UTC time.");
    else
        return true;
    return false;
}

bool
token_check(const struct fake *f, const struct request *r, struct reply *reply)
{
    const char *header = request_header(r, "authorization");
    json_t *claims;
    bool ok;

    if (!header || strncasecmp(header, "Bearer ", 7) != 0) {
        challenge(f, r, reply, "AuthenticationFailed",
                  "Authentication failed. The 'Authorization' header is "
                  "missing.");
        reply_problem(reply, "no token");
        return false;
    }
    claims = verify(header + 7);
    ok = check_claims(f, r, reply, claims);
    json_decref(claims);
    return ok;
}

json_t *
token_claims(const struct fake *f, const char *token)
{
    json_t *claims = verify(token);

    if (claims && is_expired(f, claims)) {
        json_decref(claims);
        return NULL;
    }
    return claims;
}

void
token_misplaced(const struct request *r, struct reply *reply)
{
    const char *header = request_header(r, "authorization");
    json_t *claims;

    if (!header)
        return;
    claims = strncasecmp(header, "Bearer ", 7) == 0 ? verify(header + 7) : NULL;
    snprintf(reply->audience, sizeof(reply->audience), "%.255s",
             claims ? json_string_value(json_object_get(claims, "aud")) : "");
    reply_problem(reply, "a token shown where none belongs");
    json_decref(claims);
}
