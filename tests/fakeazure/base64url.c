/* SPDX-License-Identifier: MIT */
/* base64url.c - the encoding of JSON Web Tokens (RFC 4648 section 5). */
#include "fake.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

char *
base64url_encode(const void *data, size_t len)
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
