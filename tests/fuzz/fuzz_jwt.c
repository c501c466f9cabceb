/* SPDX-License-Identifier: MIT */
/* fuzz_jwt.c - a look into an access token. */
#include <stdlib.h>

#include "fuzz.h"
#include "sources/jwt.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *token = fuzz_text(data, size);
    char tenant[GUID_TEXT_SIZE] = "";

    if (jwt_tenant_id(token, tenant))
        FUZZ_REQUIRE(guid_is(tenant));
    else
        FUZZ_REQUIRE(!*tenant);
    free(token);
    return 0;
}
