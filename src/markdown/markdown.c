/* SPDX-License-Identifier: MIT */
/* markdown.c - text from outside in a Markdown document. */
#include "markdown/markdown.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/str.h"

/* The text on one line, without what steers a terminal; free() it. NULL: out
 * of memory, and *out says so. */
static char *
sanitized(struct buf *out, const char *text)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);

    if (safe)
        str_sanitize(safe, size, text);
    else
        out->failed = true;
    return safe;
}

/* The longest run of backticks: the span's fence must be longer. */
static size_t
longest_fence(const char *text)
{
    size_t longest = 0, run = 0;

    for (; *text; text++) {
        run = *text == '`' ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static void
add_fence(struct buf *out, size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf_addc(out, '`');
}

/* A table ends a cell at '|', unless a backslash escapes it; a backslash of
 * the text in front would escape that backslash instead. */
static void
escape_pipe(struct buf *out, const char *text, const char *pipe)
{
    size_t backslashes = 0;

    while (pipe > text && pipe[-1] == '\\') {
        backslashes++;
        pipe--;
    }
    buf_adds(out, backslashes % 2 ? "\\\\" : "\\");
}

static void
add_code(struct buf *out, const char *text, bool in_table)
{
    char *safe = sanitized(out, str_or(text, "-"));
    size_t fence;
    bool padded;

    if (!safe)
        return;
    fence = longest_fence(safe) + 1;
    /* CommonMark 6.1: one space at both ends is taken away again. */
    padded = fence > 1 || *safe == ' ';
    add_fence(out, fence);
    if (padded)
        buf_addc(out, ' ');
    for (const char *p = safe; *p; p++) {
        if (in_table && *p == '|')
            escape_pipe(out, safe, p);
        buf_addc(out, *p);
    }
    if (padded)
        buf_addc(out, ' ');
    add_fence(out, fence);
    free(safe);
}

void
markdown_code(struct buf *out, const char *text)
{
    add_code(out, text, false);
}

void
markdown_code_in_table(struct buf *out, const char *text)
{
    add_code(out, text, true);
}

/* What code hosts make something of, whatever is escaped: addresses, mentions,
 * links, issues, formulas, ":smile:". Such a word stands as code. */
static bool
is_special(const char *word, size_t len)
{
    size_t colons = 0;

    for (size_t i = 0; i < len; i++) {
        if (strchr("@$#", word[i]) ||
            (i + 3 <= len && strncmp(word + i, "://", 3) == 0))
            return true;
        colons += word[i] == ':';
    }
    return colons > 1 || (len > 4 && strncasecmp(word, "www.", 4) == 0);
}

static void
add_word(struct buf *out, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (strchr("\\`*_[]<>|&~", word[i]))
            buf_addc(out, '\\');
        buf_addc(out, word[i]);
    }
}

/* The signs around a word stay outside of the code. */
static void
add_special(struct buf *out, const char *word, size_t len)
{
    size_t before = 0, after = 0;
    auto_buf core = { 0 };

    while (before < len && strchr("('\"", word[before]))
        before++;
    while (before + after < len && strchr(".,;:)'\"", word[len - after - 1]))
        after++;
    add_word(out, word, before);
    buf_add(&core, word + before, len - before - after);
    if (core.len > 0)
        add_code(out, buf_str(&core), true);
    add_word(out, word + len - after, after);
    if (!buf_ok(&core))
        out->failed = true;
}

void
markdown_text(struct buf *out, const char *text)
{
    char *safe = sanitized(out, str_or(text, "-"));

    const char *p = safe ? safe : "";

    while (*p) {
        size_t len = strcspn(p, " ");

        if (is_special(p, len))
            add_special(out, p, len);
        else
            add_word(out, p, len);
        p += len;
        for (; *p == ' '; p++)
            buf_addc(out, ' ');
    }
    free(safe);
}
