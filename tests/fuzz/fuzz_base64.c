/* SPDX-License-Identifier: MIT */
/* fuzz_base64.c - base64 in both alphabets, there and back. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "support/crypto.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto_buf coded = { 0 }, decoded = { 0 }, any = { 0 };
    char *text = fuzz_text(data, size);

    crypto_base64url(&coded, data, size);
    for (size_t i = 0; i < coded.len; i++) {
        if (coded.data[i] == '-')
            coded.data[i] = '+';
        else if (coded.data[i] == '_')
            coded.data[i] = '/';
    }
    while (coded.len % 4)
        buf_addc(&coded, '=');
    FUZZ_REQUIRE(crypto_base64_decode(&decoded, buf_str(&coded)) == 0);
    FUZZ_REQUIRE(decoded.len == size);
    FUZZ_REQUIRE(size == 0 || memcmp(decoded.data, data, size) == 0);
    if (crypto_base64_decode(&any, text) == 0)
        FUZZ_REQUIRE(any.len <= size);
    free(text);
    return 0;
}
