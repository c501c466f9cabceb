/* SPDX-License-Identifier: MIT */
/* shell_quote.c - one word of a POSIX shell command line. */
#include "support/shell_quote.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/str.h"

static bool
is_plain(const char *word)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz"
                               "0123456789_@%+=:,./-";

    return word[0] != '-' && word[0] != '=' && word[strspn(word, safe)] == '\0';
}

/* Whether the word holds what may not reach a terminal. -1: out of memory. */
static int
is_harmful(const char *word)
{
    size_t size = strlen(word) + 1;
    char *clean = malloc(size);
    int harmful;

    if (!clean)
        return -1;
    str_sanitize_lines(clean, size, word);
    harmful = strcmp(clean, word) != 0 || word[strcspn(word, "\t\r\n")];
    free(clean);
    return harmful;
}

/* Quotes end and begin again between two "#": the log of a pipeline would take
 * "##[" for a command. */
static void
add_single_quoted(struct buf *out, const char *word)
{
    buf_addc(out, '\'');
    for (; *word; word++) {
        if (*word == '\'')
            buf_adds(out, "'\\''");
        else if (word[0] == '#' && word[1] == '#')
            buf_adds(out, "#''");
        else
            buf_addc(out, *word);
    }
    buf_addc(out, '\'');
}

static void
add_escaped(struct buf *out, const char *word)
{
    buf_adds(out, "$'");
    for (; *word; word++) {
        unsigned char c = (unsigned char)*word;

        if (c < 0x20 || c > 0x7e || (c == '#' && word[1] == '#'))
            buf_addf(out, "\\%03o", c);
        else if (c == '\'' || c == '\\')
            buf_addf(out, "\\%c", c);
        else
            buf_addc(out, *word);
    }
    buf_addc(out, '\'');
}

void
shell_quote(struct buf *out, const char *word)
{
    int harmful;

    if (str_empty(word)) {
        buf_adds(out, "''");
        return;
    }
    if (is_plain(word)) {
        buf_adds(out, word);
        return;
    }
    harmful = is_harmful(word);
    if (harmful < 0)
        out->failed = true;
    else if (harmful)
        add_escaped(out, word);
    else
        add_single_quoted(out, word);
}
