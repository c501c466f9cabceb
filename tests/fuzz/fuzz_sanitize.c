/* SPDX-License-Identifier: MIT */
/* fuzz_sanitize.c - text for terminals and cells: harmless, and done once is done. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "support/str.h"

static void
check(void (*sanitize)(char *, size_t, const char *), const char *text,
      const char *kept)
{
    size_t room = strlen(text) + 1;
    char *once = malloc(room), *twice = malloc(room);

    FUZZ_REQUIRE(once && twice);
    for (size_t max = 1; max <= room && max < 8; max++) {
        sanitize(once, max, text);
        FUZZ_REQUIRE(strlen(once) < max);
    }
    sanitize(once, room, text);
    sanitize(twice, room, once);
    FUZZ_REQUIRE(strcmp(once, twice) == 0);
    for (const char *p = once; *p; p++) {
        unsigned char c = (unsigned char)*p;

        FUZZ_REQUIRE((c >= 0x20 && c != 0x7f) || strchr(kept, c));
    }
    FUZZ_REQUIRE(!strstr(once, "\xe2\x80\xae"));
    free(once);
    free(twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);

    check(str_sanitize, text, "");
    check(str_sanitize_lines, text, "\t\r\n");
    free(text);
    return 0;
}
