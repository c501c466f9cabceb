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

char *
base64url(const void *data, size_t len)
{
    size_t room = 4 * ((len + 2) / 3) + 1;
    char *out = malloc(room);
    int n;

    if (!out)
        abort();
    n = EVP_EncodeBlock((unsigned char *)out, data, (int)len);
    for (char *c = out; *c; c++) {
        if (*c == '+')
            *c = '-';
        else if (*c == '/')
            *c = '_';
    }
    while (n > 0 && out[n - 1] == '=')
        out[--n] = '\0';
    return out;
}

unsigned char *
base64url_decode(const char *text, size_t len, size_t *out_len)
{
    size_t padded = (len + 3) / 4 * 4;
    char *copy = malloc(padded + 1);
    unsigned char *out = malloc(padded + 1);
    int n;

    if (!copy || !out)
        abort();
    memset(copy, '=', padded);
    for (size_t i = 0; i < len; i++)
        copy[i] = (char)(text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i]);
    n = EVP_DecodeBlock(out, (unsigned char *)copy, (int)padded);
    free(copy);
    if (n < 0) {
        free(out);
        return NULL;
    }
    *out_len = (size_t)n - (padded - len);
    out[*out_len] = '\0';
    return out;
}

static char *
sign(const char *text)
{
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    HMAC(EVP_sha256(), key, sizeof(key) - 1, (const unsigned char *)text,
         strlen(text), mac, &len);
    return base64url(mac, len);
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
        oid ? oid : "00000000-0000-4000-8000-0000000000a1", "iat",
        (json_int_t)now, "nbf", (json_int_t)now, "exp",
        (json_int_t)(now + f->options.token_lifetime_s), "epoch",
        (json_int_t)f->token_epoch);
    char *text = json_dumps(claims, JSON_COMPACT);
    char *a = base64url(header, sizeof(header) - 1);
    char *b = base64url(text, strlen(text));
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

/* The two audiences that ARM takes, and this host's own, with or without a
 * slash at the end. */
static bool
is_our_audience(const char *audience, const char *base)
{
    static const char *const known[] = {
        "https://management.azure.com", "https://management.core.windows.net"
    };
    size_t len = strlen(audience);

    while (len > 0 && audience[len - 1] == '/')
        len--;
    if (len == strlen(base) && strncasecmp(audience, base, len) == 0)
        return true;
    for (size_t i = 0; i < 2; i++) {
        if (len == strlen(known[i]) &&
            strncasecmp(audience, known[i], len) == 0)
            return true;
    }
    return false;
}

static void
challenge(struct reply *reply, const char *code, const char *message)
{
    reply_error(reply, 401, code, "%s", message);
    reply_header(reply, "WWW-Authenticate",
                 "Bearer authorization_uri=\"https://login.example/\", "
                 "error=\"invalid_token\"");
}

bool
token_check(const struct fake *f, const struct request *r, struct reply *reply)
{
    const char *header = request_header(r, "authorization");
    const char *audience;
    json_t *claims;
    bool ok = false;

    if (!header || strncasecmp(header, "Bearer ", 7) != 0) {
        challenge(reply, "AuthenticationFailed",
                  "Authentication failed. The 'Authorization' header is "
                  "missing.");
        snprintf(reply->problem, sizeof(reply->problem), "no token");
        return false;
    }
    claims = verify(header + 7);
    audience = json_string_value(json_object_get(claims, "aud"));
    if (!claims || !audience) {
        challenge(reply, "InvalidAuthenticationToken",
                  "The access token is invalid.");
        snprintf(reply->problem, sizeof(reply->problem), "foreign token");
    } else if (!is_our_audience(audience, r->base)) {
        challenge(reply, "InvalidAuthenticationTokenAudience",
                  "The access token has been obtained for wrong audience or "
                  "resource.");
        snprintf(reply->problem, sizeof(reply->problem),
                 "token for another audience: %.200s", audience);
    } else if (json_integer_value(json_object_get(claims, "exp")) <=
                   (json_int_t)time(NULL) ||
               json_integer_value(json_object_get(claims, "epoch")) <
                   (json_int_t)f->token_epoch) {
        challenge(reply, "ExpiredAuthenticationToken",
                  "The access token expiry UTC time is earlier than current "
                  "UTC time.");
    } else {
        ok = true;
    }
    if (audience)
        snprintf(reply->audience, sizeof(reply->audience), "%.255s", audience);
    json_decref(claims);
    return ok;
}
