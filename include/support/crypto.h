/* SPDX-License-Identifier: MIT */
/* crypto.h - the few things asked of OpenSSL: digests, base64 and the signed
 * assertion of a client certificate. */
#ifndef AKSENTRA_SUPPORT_CRYPTO_H
#define AKSENTRA_SUPPORT_CRYPTO_H

#include <stddef.h>

#include "support/buf.h"
#include "support/err.h"

/* From now on what OpenSSL frees is overwritten. Too late, and without effect,
 * once OpenSSL has been used. */
void crypto_wipe_what_is_freed(void);

/* SHA-256 of `data`. -1: OpenSSL refused. */
int crypto_sha256(const void *data, size_t len, unsigned char out[32]);

/* base64url without padding (RFC 4648 5). */
void crypto_base64url(struct buf *out, const void *data, size_t len);

/* Decodes base64 (RFC 4648 4), line breaks and blanks left out. -1: it is not
 * base64, or no memory. */
int crypto_base64_decode(struct buf *out, const char *text);

/* Random bytes. -1: none to be had. */
int crypto_random(void *out, size_t len);

enum crypto_jws { CRYPTO_PS256, CRYPTO_RS256 };

/* A certificate with its private key, from one PEM file. */
struct crypto_identity;

/* Reads both from `pem` (text of `len` bytes; `name` for messages), in either
 * order; of several certificates the one that belongs to the key is taken. The
 * key may be encrypted with `password` (NULL: it is not). ERR_INPUT says which
 * of the two is missing, encrypted, not RSA, or does not belong to the other. */
int crypto_identity_new(struct crypto_identity **ret, const char *pem,
                        size_t len, const char *password, const char *name,
                        struct err *e);
struct crypto_identity *crypto_identity_free(struct crypto_identity *id);

/* The compact JWS (RFC 7515) over `claims` (JSON text). Its header names the
 * certificate: PS256 with x5t#S256 ("Microsoft identity platform certificate
 * credentials"), or RS256 with x5t and kid, which ADFS and older clouds want.
 * Appended to *out. */
int crypto_identity_sign(const struct crypto_identity *id, enum crypto_jws alg,
                         const char *claims, struct buf *out, struct err *e);

#endif
