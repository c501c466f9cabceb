/* SPDX-License-Identifier: MIT */
/* fuzz_azure_error.c - what Azure says when it says no. */
#include <string.h>

#include "fuzz.h"
#include "fuzz_http.h"
#include "sources/azure_error.h"
#include "support/str.h"

static void
require_harmless(const char *text)
{
    char clean[ERR_TEXT_MAX];

    FUZZ_REQUIRE(strlen(text) < sizeof(clean));
    str_sanitize(clean, sizeof(clean), text);
    FUZZ_REQUIRE(str_eq(clean, text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct http_reply *reply = fuzz_reply(data, size);
    struct azure_error error;
    struct err e = { 0 };

    azure_error_parse(&error, reply->body, reply->len);
    require_harmless(error.code);
    require_harmless(error.message);
    azure_error_hint(error.entra_code);
    FUZZ_REQUIRE(azure_error_set(&e, reply) == -1);
    FUZZ_REQUIRE(e.code != ERR_NONE && *e.text);
    require_harmless(e.text);
    FUZZ_REQUIRE(azure_error_wish_ms(reply) >= RETRY_NO_WISH);
    FUZZ_REQUIRE(azure_error_rest_ms(reply) >= 0);
    return 0;
}
