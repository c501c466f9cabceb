/* SPDX-License-Identifier: MIT */
/* assertion.c - whether a client assertion is right: header, claims, signature
 * ("Microsoft identity platform application authentication certificate
 * credentials"). */
#include "fake.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The same clock on both sides, but seconds are cut. */
#define SKEW_S 5
#define MAX_LIFE_S 600

struct verdict {
    long code;       /* of AADSTS */
    const char *why; /* NULL: nothing wrong */
};

static json_t *
part(const char *text, size_t len)
{
    size_t size;
    unsigned char *json = base64url_decode(text, len, &size);
    json_t *value = json ? json_loadb((const char *)json, size, 0, NULL) : NULL;

    free(json);
    return value;
}

static X509 *
load_certificate(const char *path)
{
    FILE *file = path ? fopen(path, "r") : NULL;
    X509 *cert = NULL;

    if (file) {
        cert = PEM_read_X509(file, NULL, NULL, NULL);
        fclose(file);
    }
    return cert;
}

/* With or without padding: MSAL leaves it there. */
static bool
is_thumbprint(const X509 *cert, const EVP_MD *md, const json_t *value)
{
    const char *own = json_string_value(value);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    char *expected;
    bool same;

    if (!own || X509_digest(cert, md, digest, &len) != 1)
        return false;
    expected = base64url_encode(digest, len);
    same = strcspn(own, "=") == strlen(expected) &&
           strncmp(own, expected, strlen(expected)) == 0;
    free(expected);
    return same;
}

static bool
names_certificate(const json_t *header, const X509 *cert)
{
    return is_thumbprint(cert, EVP_sha256(),
                         json_object_get(header, "x5t#S256")) ||
           is_thumbprint(cert, EVP_sha1(), json_object_get(header, "x5t"));
}

static bool
verify(const X509 *cert, const char *alg, const char *text, size_t len,
       const unsigned char *mac, size_t mac_len)
{
    EVP_PKEY *key = X509_get_pubkey((X509 *)cert);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *key_ctx;
    bool ok = key && ctx &&
              EVP_DigestVerifyInit(ctx, &key_ctx, EVP_sha256(), NULL, key) == 1;

    if (ok && strcmp(alg, "PS256") == 0)
        ok =
            EVP_PKEY_CTX_set_rsa_padding(key_ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
            EVP_PKEY_CTX_set_rsa_pss_saltlen(key_ctx, 32) == 1;
    ok = ok && EVP_DigestVerify(ctx, mac, mac_len, (const unsigned char *)text,
                                len) == 1;
    ERR_clear_error();
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return ok;
}

/* A NumericDate may have a fraction (RFC 7519 section 2); MSAL sends one. */
static struct verdict
check_times(const json_t *claims)
{
    double exp = json_number_value(json_object_get(claims, "exp"));
    double nbf = json_number_value(json_object_get(claims, "nbf"));
    double now = (double)time(NULL);

    if (exp <= now)
        return (struct verdict){ 700024, "exp lies in the past" };
    if (exp > now + MAX_LIFE_S + SKEW_S)
        return (struct verdict){ 700024, "exp must lie within ten minutes" };
    if (nbf > now + SKEW_S)
        return (struct verdict){ 700024, "nbf lies in the future" };
    return (struct verdict){ 0 };
}

static struct verdict
check_claims(const json_t *claims, const char *client_id, const char *audience)
{
    const char *iss = json_string_value(json_object_get(claims, "iss"));
    const char *sub = json_string_value(json_object_get(claims, "sub"));
    const char *aud = json_string_value(json_object_get(claims, "aud"));

    if (!iss || !sub || strcmp(iss, client_id) != 0 ||
        strcmp(sub, client_id) != 0)
        return (struct verdict){ 50027, "iss and sub must be the client id" };
    if (!aud || strcmp(aud, audience) != 0)
        return (struct verdict){ 50027, "aud must be the token endpoint" };
    if (!json_is_string(json_object_get(claims, "jti")))
        return (struct verdict){ 50027, "jti is missing" };
    return check_times(claims);
}

static struct verdict
check_signature(const X509 *cert, const json_t *header, const char *text,
                size_t len, const char *mac_text)
{
    const char *alg = json_string_value(json_object_get(header, "alg"));
    struct verdict v = { 0 };
    unsigned char *mac;
    size_t mac_len = 0;

    if (!cert)
        return (struct verdict){ 700027, "no certificate is registered" };
    if (!alg || (strcmp(alg, "PS256") != 0 && strcmp(alg, "RS256") != 0))
        return (struct verdict){ 50027, "alg must be PS256 or RS256" };
    if (!names_certificate(header, cert))
        return (struct verdict){ 700027, "The key was not found" };
    mac = base64url_decode(mac_text, strlen(mac_text), &mac_len);
    if (!mac || !verify(cert, alg, text, len, mac, mac_len))
        v = (struct verdict){ 50012, "Client assertion contains an invalid "
                                     "signature" };
    free(mac);
    return v;
}

bool
assertion_check(const struct fake *f, const char *assertion,
                const char *client_id, const char *audience, const char **why,
                long *code)
{
    const char *first = strchr(assertion, '.'), *last = strrchr(assertion, '.');
    struct verdict v = { 50027, "The assertion is no JWT" };
    json_t *header, *claims;
    X509 *cert;

    if (first && first != last) {
        header = part(assertion, (size_t)(first - assertion));
        claims = part(first + 1, (size_t)(last - first - 1));
        cert = load_certificate(f->options.client_cert);
        if (header && claims)
            v = check_claims(claims, client_id, audience);
        if (!v.why)
            v = check_signature(cert, header, assertion,
                                (size_t)(last - assertion), last + 1);
        X509_free(cert);
        json_decref(header);
        json_decref(claims);
    }
    *why = v.why;
    *code = v.code;
    return !v.why;
}
