/* SPDX-License-Identifier: MIT */
/* str.c - questions about text. */
#include "support/str.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static unsigned char
fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
str_eq(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

int
str_cmp_fold(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    while (*a && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return fold(*a) - fold(*b);
}

bool
str_eq_fold(const char *a, const char *b)
{
    return str_cmp_fold(a, b) == 0;
}

bool
str_has_prefix_fold(const char *text, const char *prefix)
{
    while (*prefix && fold(*text) == fold(*prefix)) {
        text++;
        prefix++;
    }
    return *prefix == '\0';
}

const char *
str_find_fold(const char *text, const char *needle)
{
    for (; *text; text++) {
        if (str_has_prefix_fold(text, needle))
            return text;
    }
    return *needle ? NULL : text;
}

bool
str_empty(const char *text)
{
    return !text || !*text;
}

const char *
str_or(const char *text, const char *otherwise)
{
    return str_empty(text) ? otherwise : text;
}

bool
str_to_long(const char *text, long min, long max, long *ret)
{
    char *end;
    long value;

    if (str_empty(text) || strchr(" \t\n\v\f\r+", *text))
        return false;
    errno = 0;
    value = strtol(text, &end, 10);
    if (errno || *end || value < min || value > max)
        return false;
    *ret = value;
    return true;
}

/* Decodes one UTF-8 sequence (RFC 3629); its length, 0: malformed. */
static size_t
decode(const unsigned char *s, uint32_t *code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t len;

    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    *code = s[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3f);
    }
    if (*code < least[len] || *code > 0x10ffff ||
        (*code >= 0xd800 && *code <= 0xdfff))
        return 0;
    return len;
}

static bool
is_harmful(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200e || c == 0x200f || c == 0x061c;
}

/* Whether the log of GitHub Actions or Azure Pipelines would find a command
 * here: "::error::" at the start of a line (text may be wrapped anywhere), and
 * "##[error]" or "##vso[task...]" at any place of it. */
static bool
commands_pipeline(const char *text, const char *at)
{
    /* There are blanks beyond ASCII too. */
    unsigned char before = at == text ? ' ' : (unsigned char)at[-1];
    bool starts_word = before <= ' ' || before > '~';

    if (strncmp(at, "::", 2) == 0)
        return starts_word && ((at[2] >= 'a' && at[2] <= 'z') ||
                               (at[2] >= 'A' && at[2] <= 'Z'));
    return strncmp(at, "##[", 3) == 0 || str_has_prefix_fold(at, "##vso[");
}

static void
sanitize(char *out, size_t max, const char *text, bool lines)
{
    const char *start = text;
    size_t used = 0;

    if (max == 0)
        return;
    while (*text) {
        uint32_t code = 0;
        size_t len = decode((const unsigned char *)text, &code);
        bool kept = lines && strchr("\t\r\n", *text);
        bool harmful = len == 0 || (!kept && is_harmful(code)) ||
                       (!lines && commands_pipeline(start, text));
        size_t written = harmful ? 1 : len;

        if (used + written >= max)
            break;
        if (harmful)
            out[used] = '?';
        else
            memcpy(out + used, text, len);
        used += written;
        text += len ? len : 1;
    }
    out[used] = '\0';
}

void
str_sanitize(char *out, size_t max, const char *text)
{
    sanitize(out, max, text, false);
}

void
str_sanitize_lines(char *out, size_t max, const char *text)
{
    sanitize(out, max, text, true);
}
