/* SPDX-License-Identifier: MIT */
/* assertion.c - whether a client assertion is right: header, claims, signature
 * ("Microsoft identity platform certificate credentials"). */
#include "fake.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

static bool
names_certificate(const json_t *header, const X509 *cert, const char *alg)
{
    bool ps = strcmp(alg, "PS256") == 0;
    const char *own =
        json_string_value(json_object_get(header, ps ? "x5t#S256" : "x5t"));
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    char *expected;
    bool same;

    X509_digest(cert, ps ? EVP_sha256() : EVP_sha1(), digest, &len);
    expected = base64url(digest, len);
    same = own && strcmp(own, expected) == 0;
    free(expected);
    return same;
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

static const char *
check_claims(const json_t *claims, const char *client_id, const char *audience)
{
    const char *iss = json_string_value(json_object_get(claims, "iss"));
    const char *sub = json_string_value(json_object_get(claims, "sub"));
    const char *aud = json_string_value(json_object_get(claims, "aud"));
    json_int_t exp = json_integer_value(json_object_get(claims, "exp"));
    json_int_t nbf = json_integer_value(json_object_get(claims, "nbf"));
    json_int_t now = (json_int_t)time(NULL);

    if (!iss || !sub || strcmp(iss, client_id) != 0 ||
        strcmp(sub, client_id) != 0)
        return "iss and sub must be the client id";
    if (!aud || strcmp(aud, audience) != 0)
        return "aud must be the token endpoint";
    if (!json_is_string(json_object_get(claims, "jti")))
        return "jti is missing";
    if (exp <= now || exp > now + 600)
        return "exp must lie within ten minutes";
    if (nbf > now + 5)
        return "nbf lies in the future";
    return NULL;
}

static const char *
check_signature(const struct fake *f, const json_t *header, const char *text,
                size_t len, const char *mac_text)
{
    const char *alg = json_string_value(json_object_get(header, "alg"));
    X509 *cert = load_certificate(f->options.client_cert);
    const char *why = NULL;
    unsigned char *mac;
    size_t mac_len = 0;

    if (!cert)
        return "the fake knows no client certificate";
    mac = base64url_decode(mac_text, strlen(mac_text), &mac_len);
    if (!alg || (strcmp(alg, "PS256") != 0 && strcmp(alg, "RS256") != 0))
        why = "alg must be PS256 or RS256";
    else if (!names_certificate(header, cert, alg))
        why = "the thumbprint is not that of the certificate";
    else if (!mac || !verify(cert, alg, text, len, mac, mac_len))
        why = "the signature is wrong";
    free(mac);
    X509_free(cert);
    return why;
}

bool
assertion_check(const struct fake *f, const char *assertion,
                const char *client_id, const char *audience, const char **why)
{
    const char *first = strchr(assertion, '.'), *last = strrchr(assertion, '.');
    json_t *header, *claims;

    if (!first || first == last) {
        *why = "no JWT";
        return false;
    }
    header = part(assertion, (size_t)(first - assertion));
    claims = part(first + 1, (size_t)(last - first - 1));
    if (!header || !claims)
        *why = "header or claims are not JSON";
    else
        *why = check_claims(claims, client_id, audience);
    if (!*why)
        *why = check_signature(f, header, assertion, (size_t)(last - assertion),
                               last + 1);
    json_decref(header);
    json_decref(claims);
    return !*why;
}
