/* SPDX-License-Identifier: MIT */
/* fuzz_shell_quote.c - a word quoted for a shell, read back by the shell's own rules
 * (POSIX.1-2024, XCU 2.2). */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "support/shell_quote.h"

/* $'...': octal, and a backslash before a sign. The place behind it. */
static const char *
read_dollar(struct buf *out, const char *p)
{
    while (*p != '\'') {
        FUZZ_REQUIRE(*p >= 0x20 && *p < 0x7f);
        if (*p != '\\') {
            buf_addc(out, *p++);
        } else if (p[1] >= '0' && p[1] <= '3') {
            int code = 0;

            p++;
            for (int i = 0; i < 3; i++, p++) {
                FUZZ_REQUIRE(*p >= '0' && *p <= '7');
                code = code * 8 + (*p - '0');
            }
            FUZZ_REQUIRE(code != 0);
            buf_addc(out, (char)code);
        } else {
            FUZZ_REQUIRE(p[1] == '\\' || p[1] == '\'');
            buf_addc(out, p[1]);
            p += 2;
        }
    }
    return p + 1;
}

static void
read_word(struct buf *out, const char *p)
{
    /* Neither a tilde, nor an option, nor zsh's =command. */
    FUZZ_REQUIRE(!strchr("~-=#", *p));
    while (*p) {
        if (*p == '\'') {
            const char *end = strchr(++p, '\'');

            FUZZ_REQUIRE(end);
            buf_add(out, p, (size_t)(end - p));
            p = end + 1;
        } else if (p[0] == '$') {
            FUZZ_REQUIRE(p[1] == '\'');
            p = read_dollar(out, p + 2);
        } else if (p[0] == '\\') {
            FUZZ_REQUIRE(p[1] == '\'');
            buf_addc(out, '\'');
            p += 2;
        } else {
            FUZZ_REQUIRE(!strchr(" \t\r\n|&;<>()$`\\\"'*?[]#~!{}^", *p));
            buf_addc(out, *p++);
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *word = fuzz_text(data, size);
    auto_buf quoted = { 0 }, back = { 0 };

    shell_quote(&quoted, word);
    FUZZ_REQUIRE(buf_ok(&quoted) && quoted.len > 0);
    /* A pipeline's log finds no command in it, a terminal nothing to obey. */
    FUZZ_REQUIRE(!strstr(buf_str(&quoted), "##"));
    for (size_t i = 0; i < quoted.len; i++)
        FUZZ_REQUIRE((unsigned char)quoted.data[i] >= 0x20);
    read_word(&back, buf_str(&quoted));
    FUZZ_REQUIRE(strcmp(buf_str(&back), word) == 0);
    free(word);
    return 0;
}
