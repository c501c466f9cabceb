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

/* Readers know fences up to some length (cmark: 80); a longer one would be text,
 * and the name in it markup. */
enum { RUN_MAX = 64 };

/* The longest run of backticks: the span's fence must be longer. What is beyond
 * RUN_MAX in one becomes '?'. */
static size_t
longest_run(char *text)
{
    size_t longest = 0, run = 0;

    for (; *text; text++) {
        run = *text == '`' ? run + 1 : 0;
        if (run > RUN_MAX) {
            *text = '?';
            run = 0;
        }
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

/* A code span of text that is harmless already; a long run in it is broken. */
static void
add_span(struct buf *out, char *safe, bool in_table)
{
    size_t fence = longest_run(safe) + 1;
    /* CommonMark 6.1: one space at both ends is taken away again. */
    bool padded = fence > 1 || *safe == ' ';

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
}

static void
add_code(struct buf *out, const char *text, bool in_table)
{
    char *safe = sanitized(out, str_or(text, "-"));

    if (safe)
        add_span(out, safe, in_table);
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
            (i + 3 <= len && strncmp(word + i, "://", 3) == 0) ||
            (i + 4 <= len && strncasecmp(word + i, "www.", 4) == 0))
            return true;
        colons += word[i] == ':';
    }
    return colons > 1;
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
        add_span(out, core.data, true);
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
