/* SPDX-License-Identifier: MIT */
/* fuzz_pem.c - certificate and key of a client, from PEM. */
#include "fuzz.h"
#include "support/crypto.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *password = fuzz_choice(&data, &size, 2) ? "secret" : NULL;
    struct crypto_identity *id = NULL;
    struct err e = { 0 };
    auto_buf jws = { 0 };

    if (crypto_identity_new(&id, (const char *)data, size, password, "input",
                            &e) == 0)
        crypto_identity_sign(id, CRYPTO_RS256, "{}", &jws, &e);
    else
        FUZZ_REQUIRE(!id && *e.text);
    crypto_identity_free(id);
    return 0;
}
