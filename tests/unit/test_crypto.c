/* SPDX-License-Identifier: MIT */
/* test_crypto.c - digests, base64url, and assertions that OpenSSL verifies.
 *
 * Keys and certificates are made anew in every run: none lies in the tree. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "support/crypto.h"
#include "support/json.h"

static EVP_PKEY *key, *other_key;
static X509 *certificate, *other_certificate;

static X509 *
certify(EVP_PKEY *of)
{
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);

    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), 0);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               (const unsigned char *)"test", -1, -1, 0);
    X509_set_issuer_name(x, name);
    X509_set_pubkey(x, of);
    return X509_sign(x, of, EVP_sha256()) > 0 ? x : NULL;
}

static int
make_keys(void **state)
{
    (void)state;
    key = EVP_RSA_gen(2048);
    other_key = EVP_RSA_gen(2048);
    certificate = key ? certify(key) : NULL;
    other_certificate = other_key ? certify(other_key) : NULL;
    return certificate && other_certificate ? 0 : -1;
}

static int
free_keys(void **state)
{
    (void)state;
    EVP_PKEY_free(key);
    EVP_PKEY_free(other_key);
    X509_free(certificate);
    X509_free(other_certificate);
    return 0;
}

static void
drain(BIO *bio, struct buf *out)
{
    char *data;
    long len = BIO_get_mem_data(bio, &data);

    buf_add(out, data, (size_t)len);
    BIO_free(bio);
}

static void
add_key(struct buf *out, EVP_PKEY *k, const char *password)
{
    BIO *bio = BIO_new(BIO_s_mem());

    assert_int_equal(PEM_write_bio_PrivateKey(
                         bio, k, password ? EVP_aes_256_cbc() : NULL,
                         (const unsigned char *)password,
                         password ? (int)strlen(password) : 0, NULL, NULL),
                     1);
    drain(bio, out);
}

static void
add_certificate(struct buf *out, X509 *x)
{
    BIO *bio = BIO_new(BIO_s_mem());

    assert_int_equal(PEM_write_bio_X509(bio, x), 1);
    drain(bio, out);
}

static void
test_sha256(void **state)
{
    /* FIPS 180-4, the example "abc". */
    static const unsigned char expected[32] = {
        0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
        0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
        0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad
    };
    unsigned char digest[32];

    (void)state;
    assert_int_equal(crypto_sha256("abc", 3, digest), 0);
    assert_memory_equal(digest, expected, 32);
}

static void
test_base64url(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        { "", "" },
        { "f", "Zg" },
        { "fo", "Zm8" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg" },
        { "fooba", "Zm9vYmE" },
        { "foobar", "Zm9vYmFy" },
        { "\xfb\xff\xfe", "-__-" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };

        crypto_base64url(&out, rows[i].in, strlen(rows[i].in));
        assert_string_equal(buf_str(&out), rows[i].out);
    }
}

static void
test_random(void **state)
{
    unsigned char a[16], b[16];

    (void)state;
    assert_int_equal(crypto_random(a, sizeof(a)), 0);
    assert_int_equal(crypto_random(b, sizeof(b)), 0);
    assert_memory_not_equal(a, b, sizeof(a));
}

static size_t
decode64(const char *text, size_t len, unsigned char *out)
{
    char padded[1024];
    size_t n = 0;

    assert_true(len + 4 < sizeof(padded));
    for (; n < len; n++)
        padded[n] = text[n] == '-' ? '+' : text[n] == '_' ? '/' : text[n];
    while (n % 4)
        padded[n++] = '=';
    assert_true(EVP_DecodeBlock(out, (unsigned char *)padded, (int)n) >= 0);
    return n / 4 * 3 - (n - len);
}

static bool
verifies(enum crypto_jws alg, const char *input, size_t input_len,
         const unsigned char *signature, size_t len)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx;
    bool good;

    assert_int_equal(EVP_DigestVerifyInit(md, &ctx, EVP_sha256(), NULL, key),
                     1);
    if (alg == CRYPTO_PS256) {
        assert_int_equal(
            EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, 32), 1);
    }
    good = EVP_DigestVerify(md, signature, len, (const unsigned char *)input,
                            input_len) == 1;
    EVP_MD_CTX_free(md);
    return good;
}

/* Splits HEADER.CLAIMS.SIGNATURE; gives the header as JSON. */
static json_t *
check_jws(enum crypto_jws alg, const char *jws, const char *claims)
{
    const char *dot = strchr(jws, '.'), *last = strrchr(jws, '.');
    unsigned char out[1024];
    struct err e = { 0 };
    size_t len;
    json_t *header;

    assert_true(dot && last > dot);
    len = decode64(last + 1, strlen(last + 1), out);
    assert_int_equal(len, 256);
    assert_true(verifies(alg, jws, (size_t)(last - jws), out, len));
    assert_false(verifies(alg, jws, (size_t)(last - jws) - 1, out, len));
    len = decode64(dot + 1, (size_t)(last - dot - 1), out);
    assert_int_equal(len, strlen(claims));
    assert_memory_equal(out, claims, len);
    len = decode64(jws, (size_t)(dot - jws), out);
    header = json_read((const char *)out, len, "header", &e);
    assert_non_null(header);
    return header;
}

static void
sign_with(const char *pem, const char *password, enum crypto_jws alg,
          struct buf *out)
{
    struct crypto_identity *id = NULL;
    struct err e = { 0 };

    if (crypto_identity_new(&id, pem, strlen(pem), password, "id.pem", &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(crypto_identity_sign(id, alg, "{\"a\":1}", out, &e), 0);
    assert_null(crypto_identity_free(id));
}

static void
test_ps256(void **state)
{
    auto_buf pem = { 0 }, jws = { 0 }, thumb = { 0 };
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len;
    json_t *header;

    (void)state;
    add_key(&pem, key, NULL);
    add_certificate(&pem, certificate);
    sign_with(pem.data, NULL, CRYPTO_PS256, &jws);
    header = check_jws(CRYPTO_PS256, jws.data, "{\"a\":1}");
    X509_digest(certificate, EVP_sha256(), digest, &len);
    crypto_base64url(&thumb, digest, len);
    assert_string_equal(json_get_text(header, "alg"), "PS256");
    assert_string_equal(json_get_text(header, "typ"), "JWT");
    assert_string_equal(json_get_text(header, "x5t#S256"), thumb.data);
    assert_int_equal(json_object_size(header), 3);
    json_decref(header);
}

static void
test_rs256(void **state)
{
    auto_buf pem = { 0 }, jws = { 0 }, thumb = { 0 }, hex = { 0 };
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len;
    json_t *header;

    (void)state;
    add_certificate(&pem, certificate);
    add_key(&pem, key, NULL);
    buf_adds(&jws, "before:");
    sign_with(pem.data, NULL, CRYPTO_RS256, &jws);
    assert_memory_equal(jws.data, "before:", 7);
    header = check_jws(CRYPTO_RS256, jws.data + 7, "{\"a\":1}");
    X509_digest(certificate, EVP_sha1(), digest, &len);
    crypto_base64url(&thumb, digest, len);
    for (unsigned i = 0; i < len; i++)
        buf_addf(&hex, "%02X", digest[i]);
    assert_string_equal(json_get_text(header, "alg"), "RS256");
    assert_string_equal(json_get_text(header, "x5t"), thumb.data);
    assert_string_equal(json_get_text(header, "kid"), hex.data);
    json_decref(header);
}

static void
test_encrypted_key_and_chain(void **state)
{
    auto_buf pem = { 0 }, jws = { 0 };

    (void)state;
    add_certificate(&pem, other_certificate); /* an issuer that comes first */
    add_key(&pem, key, "secret");
    add_certificate(&pem, certificate);
    sign_with(pem.data, "secret", CRYPTO_PS256, &jws);
    json_decref(check_jws(CRYPTO_PS256, jws.data, "{\"a\":1}"));
}

static void
assert_refused(const struct buf *pem, const char *password, const char *message)
{
    struct crypto_identity *id = NULL;
    struct err e = { 0 };

    assert_int_equal(crypto_identity_new(&id, buf_str(pem), pem->len, password,
                                         "id.pem", &e),
                     -1);
    assert_null(id);
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(e.text, message);
}

static void
test_what_is_missing_is_told(void **state)
{
    auto_buf none = { 0 }, only_key = { 0 }, only_cert = { 0 }, mixed = { 0 };

    (void)state;
    assert_refused(&none, NULL,
                   "id.pem: no private key in it; expected a PEM file with "
                   "certificate and private key");
    add_certificate(&only_cert, certificate);
    assert_refused(&only_cert, NULL,
                   "id.pem: no private key in it; expected a PEM file with "
                   "certificate and private key");
    add_key(&only_key, key, NULL);
    assert_refused(&only_key, NULL,
                   "id.pem: no certificate in it; expected a PEM file with "
                   "certificate and private key");
    add_key(&mixed, key, NULL);
    add_certificate(&mixed, other_certificate);
    assert_refused(&mixed, NULL,
                   "id.pem: the private key does not belong to the "
                   "certificate");
}

static void
test_what_cannot_be_read_is_told(void **state)
{
    auto_buf locked = { 0 }, broken = { 0 }, broken_cert = { 0 };
    struct crypto_identity *id = NULL;
    struct err e = { 0 };

    (void)state;
    add_key(&locked, key, "secret");
    add_certificate(&locked, certificate);
    assert_refused(&locked, NULL,
                   "id.pem: the private key is encrypted and no password is "
                   "given");
    assert_int_equal(crypto_identity_new(&id, locked.data, locked.len, "wrong",
                                         "id.pem", &e),
                     -1);
    assert_non_null(strstr(e.text,
                           "id.pem: the private key cannot be read with "
                           "this password: "));
    assert_null(strstr(e.text, "wrong"));

    buf_adds(&broken, "-----BEGIN PRIVATE KEY-----\nAAAA\n"
                      "-----END PRIVATE KEY-----\n");
    err_clear(&e);
    assert_int_equal(
        crypto_identity_new(&id, broken.data, broken.len, NULL, "id.pem", &e),
        -1);
    assert_non_null(strstr(e.text, "id.pem: the private key cannot be read: "));

    add_key(&broken_cert, key, NULL);
    buf_adds(&broken_cert, "-----BEGIN CERTIFICATE-----\nAAAA\n"
                           "-----END CERTIFICATE-----\n");
    err_clear(&e);
    assert_int_equal(crypto_identity_new(&id, broken_cert.data, broken_cert.len,
                                         NULL, "id.pem", &e),
                     -1);
    assert_non_null(strstr(e.text, "id.pem: the certificate cannot be read: "));
}

static void
test_keys_that_entra_does_not_take(void **state)
{
    EVP_PKEY *ec = EVP_EC_gen("P-256"), *small = EVP_RSA_gen(1024);
    auto_buf ec_pem = { 0 }, small_pem = { 0 };

    (void)state;
    assert_true(ec && small);
    add_key(&ec_pem, ec, NULL);
    assert_refused(&ec_pem, NULL, "id.pem: expected an RSA key, found EC");
    add_key(&small_pem, small, NULL);
    assert_refused(&small_pem, NULL,
                   "id.pem: expected an RSA key of 2048 bits or more, found "
                   "1024");
    EVP_PKEY_free(ec);
    EVP_PKEY_free(small);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_ps256),
        cmocka_unit_test(test_rs256),
        cmocka_unit_test(test_encrypted_key_and_chain),
        cmocka_unit_test(test_what_is_missing_is_told),
        cmocka_unit_test(test_what_cannot_be_read_is_told),
        cmocka_unit_test(test_keys_that_entra_does_not_take),
    };

    return cmocka_run_group_tests_name("crypto", tests, make_keys, free_keys);
}
