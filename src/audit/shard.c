/* SPDX-License-Identifier: MIT */
/* shard.c - one of N parts of an audit. */
#include "audit/shard.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "support/crypto.h"
#include "support/str.h"

static int
refuse(const char *text, struct err *e)
{
    return err_set(e, ERR_USAGE,
                   "--shard: expected I/N, the I-th of N parts (1/4 to 4/4, at "
                   "most %d parts), found '%s'",
                   SHARDS_MAX, text);
}

int
shard_parse(struct shard *ret, const char *text, struct err *e)
{
    char first[8] = { 0 };
    const char *slash;
    long number, of;

    *ret = (struct shard){ 0 };
    if (!text)
        return 0;
    slash = strchr(text, '/');
    if (!slash || (size_t)(slash - text) >= sizeof(first))
        return refuse(text, e);
    memcpy(first, text, (size_t)(slash - text));
    if (!str_to_long(slash + 1, 1, SHARDS_MAX, &of) ||
        !str_to_long(first, 1, of, &number))
        return refuse(text, e);
    *ret = (struct shard){ (unsigned)number, (unsigned)of };
    return 0;
}

int
shard_has(const struct shard *s, const char *id, bool *ret, struct err *e)
{
    unsigned char digest[32];
    char folded[64];
    size_t len = strnlen(id, sizeof(folded));
    uint32_t value;

    *ret = true;
    if (s->of == 0)
        return 0;
    for (size_t i = 0; i < len; i++)
        folded[i] = (char)tolower((unsigned char)id[i]);
    if (crypto_sha256(folded, len, digest) != 0)
        return err_set(e, ERR_INTERNAL, "SHA-256 is not to be had");
    value = (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 |
            (uint32_t)digest[2] << 8 | digest[3];
    *ret = value % s->of == s->number - 1;
    return 0;
}
