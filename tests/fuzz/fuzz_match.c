/* SPDX-License-Identifier: MIT */
/* fuzz_match.c - patterns of --include and the like. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "support/match.h"

/* A line of pattern, the rest is the text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *pattern = fuzz_text(data, size), *text = strchr(pattern, '\n');
    struct match *m = NULL;
    struct err e = { 0 };
    size_t start = 0, end = 0;
    int found;

    if (text)
        *text++ = '\0';
    else
        text = pattern;
    if (match_new(&m, pattern, &e) != 0) {
        FUZZ_REQUIRE(!m && e.code == ERR_USAGE && *e.text);
    } else {
        found = match_test(m, text, &e);
        FUZZ_REQUIRE((found < 0) == (e.code != ERR_NONE));
        err_clear(&e);
        if (match_find(m, text, 1, &start, &end, &e) == 1)
            FUZZ_REQUIRE(start <= end && end <= strlen(text));
    }
    match_free(m);
    free(pattern);
    return 0;
}
