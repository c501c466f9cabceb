/* SPDX-License-Identifier: MIT */
/* fuzz_retry_after.c - Retry-After: seconds, or a date. */
#include <stdlib.h>

#include "fuzz.h"
#include "support/retry.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct retry_policy policy = RETRY_DEFAULTS;
    char *value = fuzz_text(data, size);
    int64_t wish = retry_after_ms(value, 1795478400), wait;

    FUZZ_REQUIRE(wish >= RETRY_NO_WISH);
    for (unsigned attempt = 1; attempt < 70; attempt++) {
        wait = retry_wait_ms(&policy, 429, wish, attempt, 0xffffffff);
        FUZZ_REQUIRE(wait == RETRY_GIVE_UP || (wait >= 0 && wait <= 300000));
        if (wait != RETRY_GIVE_UP && wish > 0)
            FUZZ_REQUIRE(wait >= wish);
    }
    free(value);
    return 0;
}
