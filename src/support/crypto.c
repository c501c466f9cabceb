/* SPDX-License-Identifier: MIT */
/* crypto.c - the few things asked of OpenSSL. */
#include "support/crypto.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "support/secret.h"
#include "support/str.h"

/* The smallest key that Entra takes ("certificate credentials"). */
enum { RSA_BITS_MIN = 2048, PSS_SALT = 32 };

struct crypto_identity {
    EVP_PKEY *key;
    X509 *certificate;
};

static void *
new_memory(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return malloc(size);
}

static void *
more_memory(void *data, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return secret_wiping_realloc(data, size);
}

static void
free_memory(void *data, const char *file, int line)
{
    (void)file;
    (void)line;
    secret_wiping_free(data);
}

void
crypto_wipe_what_is_freed(void)
{
    CRYPTO_set_mem_functions(new_memory, more_memory, free_memory);
}

int
crypto_sha256(const void *data, size_t len, unsigned char out[32])
{
    return EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL) == 1 ? 0 : -1;
}

void
crypto_base64url(struct buf *out, const void *data, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789-_";
    const unsigned char *in = data;

    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        unsigned group = (unsigned)in[i] << 16;

        group |= left > 1 ? (unsigned)in[i + 1] << 8 : 0;
        group |= left > 2 ? (unsigned)in[i + 2] : 0;
        buf_addc(out, digits[group >> 18]);
        buf_addc(out, digits[group >> 12 & 63]);
        if (left > 1)
            buf_addc(out, digits[group >> 6 & 63]);
        if (left > 2)
            buf_addc(out, digits[group & 63]);
    }
}

static int
digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

int
crypto_base64_decode(struct buf *out, const char *text)
{
    unsigned group = 0;
    size_t digits = 0, padding = 0;

    for (; *text; text++) {
        int digit = digit_of(*text);

        if (strchr(" \t\r\n", *text))
            continue;
        if (*text == '=' && digits % 4 >= 2 && padding < 2) {
            padding++;
            continue;
        }
        if (digit < 0 || padding > 0)
            return -1;
        group = group << 6 | (unsigned)digit;
        if (++digits % 4 == 0) {
            buf_addc(out, (char)(group >> 16 & 255));
            buf_addc(out, (char)(group >> 8 & 255));
            buf_addc(out, (char)(group & 255));
        }
    }
    if (digits % 4 == 1 || (padding > 0 && (digits + padding) % 4 != 0))
        return -1;
    if (digits % 4 == 2)
        buf_addc(out, (char)(group >> 4 & 255));
    if (digits % 4 == 3) {
        buf_addc(out, (char)(group >> 10 & 255));
        buf_addc(out, (char)(group >> 2 & 255));
    }
    return buf_ok(out) ? 0 : -1;
}

int
crypto_random(void *out, size_t len)
{
    return len <= INT_MAX && RAND_bytes(out, (int)len) == 1 ? 0 : -1;
}

/* Fails with what OpenSSL says last, and forgets the rest. */
static int
fail_openssl(struct err *e, const char *name, const char *what)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());

    ERR_clear_error();
    return err_set(e, ERR_INPUT, "%s: %s: %s", name, what,
                   str_or(reason, "OpenSSL gives no reason"));
}

/* Without this, OpenSSL would ask on the terminal. */
static int
give_password(char *out, int size, int writing, void *arg)
{
    const char *password = arg;
    size_t len = password ? strlen(password) : 0;

    (void)writing;
    if (!password || len > (size_t)size)
        return -1;
    /* The length is returned; OpenSSL wants no NUL.
     * NOLINTNEXTLINE(bugprone-not-null-terminated-result) */
    memcpy(out, password, len);
    return (int)len;
}

static bool
holds(const char *pem, size_t len, const char *label)
{
    return memmem(pem, len, label, strlen(label)) != NULL;
}

static int
read_key(struct crypto_identity *id, const char *pem, size_t len,
         const char *password, const char *name, struct err *e)
{
    BIO *in;

    if (!holds(pem, len, "PRIVATE KEY-----"))
        return err_set(e, ERR_INPUT,
                       "%s: no private key in it; expected a PEM file with "
                       "certificate and private key",
                       name);
    if (!password && (holds(pem, len, "BEGIN ENCRYPTED PRIVATE KEY") ||
                      holds(pem, len, "Proc-Type: 4,ENCRYPTED")))
        return err_set(e, ERR_INPUT,
                       "%s: the private key is encrypted and no password is "
                       "given",
                       name);
    in = BIO_new_mem_buf(pem, (int)len);
    if (!in)
        return err_nomem(e);
    id->key =
        PEM_read_bio_PrivateKey(in, NULL, give_password, (char *)password);
    BIO_free(in);
    if (!id->key)
        return fail_openssl(e, name,
                            password ? "the private key cannot be read with "
                                       "this password"
                                     : "the private key cannot be read");
    if (!EVP_PKEY_is_a(id->key, "RSA"))
        return err_set(e, ERR_INPUT, "%s: expected an RSA key, found %s", name,
                       str_or(EVP_PKEY_get0_type_name(id->key), "another"));
    if (EVP_PKEY_get_bits(id->key) < RSA_BITS_MIN)
        return err_set(e, ERR_INPUT,
                       "%s: expected an RSA key of %d bits or more, found %d",
                       name, RSA_BITS_MIN, EVP_PKEY_get_bits(id->key));
    return 0;
}

/* A file may hold the whole chain, in any order. */
static int
read_certificate(struct crypto_identity *id, const char *pem, size_t len,
                 const char *name, struct err *e)
{
    BIO *in = BIO_new_mem_buf(pem, (int)len);
    size_t seen = 0;
    X509 *x;

    if (!in)
        return err_nomem(e);
    while (!id->certificate && (x = PEM_read_bio_X509(in, NULL, NULL, NULL))) {
        seen++;
        if (X509_check_private_key(x, id->key) == 1)
            id->certificate = x;
        else
            X509_free(x);
    }
    BIO_free(in);
    if (id->certificate) {
        ERR_clear_error();
        return 0;
    }
    if (seen > 0) {
        ERR_clear_error();
        return err_set(e, ERR_INPUT,
                       "%s: the private key does not belong to the "
                       "certificate",
                       name);
    }
    if (holds(pem, len, "BEGIN CERTIFICATE-----"))
        return fail_openssl(e, name, "the certificate cannot be read");
    ERR_clear_error();
    return err_set(e, ERR_INPUT,
                   "%s: no certificate in it; expected a PEM file with "
                   "certificate and private key",
                   name);
}

int
crypto_identity_new(struct crypto_identity **ret, const char *pem, size_t len,
                    const char *password, const char *name, struct err *e)
{
    struct crypto_identity *id;

    if (len > INT_MAX)
        return err_set(e, ERR_LIMIT, "%s: too large for a PEM file", name);
    id = calloc(1, sizeof(*id));
    if (!id)
        return err_nomem(e);
    if (read_key(id, pem, len, password, name, e) != 0 ||
        read_certificate(id, pem, len, name, e) != 0) {
        crypto_identity_free(id);
        return -1;
    }
    *ret = id;
    return 0;
}

struct crypto_identity *
crypto_identity_free(struct crypto_identity *id)
{
    if (id) {
        EVP_PKEY_free(id->key); /* OpenSSL overwrites private numbers */
        X509_free(id->certificate);
    }
    free(id);
    return NULL;
}

static int
add_header(const struct crypto_identity *id, enum crypto_jws alg,
           struct buf *out)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    const EVP_MD *md = alg == CRYPTO_PS256 ? EVP_sha256() : EVP_sha1();
    auto_buf header = { 0 };
    unsigned len;

    if (X509_digest(id->certificate, md, digest, &len) != 1)
        return -1;
    if (alg == CRYPTO_PS256) {
        buf_adds(&header, "{\"alg\":\"PS256\",\"typ\":\"JWT\",\"x5t#S256\":\"");
        crypto_base64url(&header, digest, len);
    } else {
        buf_adds(&header, "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"");
        for (unsigned i = 0; i < len; i++)
            buf_addf(&header, "%02X", digest[i]);
        buf_adds(&header, "\",\"x5t\":\"");
        crypto_base64url(&header, digest, len);
    }
    buf_adds(&header, "\"}");
    if (!buf_ok(&header))
        return -1;
    crypto_base64url(out, header.data, header.len);
    return 0;
}

/* RSASSA-PSS with SHA-256 and a salt as long as the digest (RFC 7518 3.5). */
static bool
choose_padding(EVP_PKEY_CTX *ctx, enum crypto_jws alg)
{
    if (alg == CRYPTO_RS256)
        return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, PSS_SALT) == 1;
}

/* *signature is malloc'd. */
static int
sign(EVP_PKEY *key, enum crypto_jws alg, const struct buf *input,
     unsigned char **signature, size_t *len)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx = NULL;
    int status = -1;

    *signature = NULL;
    if (md && EVP_DigestSignInit(md, &ctx, EVP_sha256(), NULL, key) == 1 &&
        choose_padding(ctx, alg) &&
        EVP_DigestSign(md, NULL, len, (const unsigned char *)input->data,
                       input->len) == 1 &&
        (*signature = malloc(*len)) &&
        EVP_DigestSign(md, *signature, len, (const unsigned char *)input->data,
                       input->len) == 1)
        status = 0;
    EVP_MD_CTX_free(md);
    return status;
}

int
crypto_identity_sign(const struct crypto_identity *id, enum crypto_jws alg,
                     const char *claims, struct buf *out, struct err *e)
{
    auto_buf input = { 0 };
    unsigned char *signature = NULL;
    size_t len = 0;
    int status;

    status = add_header(id, alg, &input);
    buf_addc(&input, '.');
    crypto_base64url(&input, claims, strlen(claims));
    if (status == 0 && buf_ok(&input))
        status = sign(id->key, alg, &input, &signature, &len);
    if (status != 0 || !buf_ok(&input)) {
        free(signature);
        return fail_openssl(e, "client assertion", "cannot be signed");
    }
    buf_add(out, input.data, input.len);
    buf_addc(out, '.');
    crypto_base64url(out, signature, len);
    free(signature);
    return buf_ok(out) ? 0 : err_nomem(e);
}
