/* SPDX-License-Identifier: MIT */
/* fuzz_markdown.c - text in a Markdown document, read back by GitHub's own reader
 * with all of its extensions. */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "markdown/markdown.h"
#include "support/str.h"

/* 65 of them. */
#define RUN8 "````````"
#define RUN RUN8 RUN8 RUN8 RUN8 RUN8 RUN8 RUN8 RUN8 "`"

static cmark_node *
parse(const char *text)
{
    static const char *const names[] = { "table", "strikethrough", "autolink",
                                         "tagfilter", "tasklist" };
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    cmark_node *document;

    cmark_gfm_core_extensions_ensure_registered();
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        cmark_parser_attach_syntax_extension(
            parser, cmark_find_syntax_extension(names[i]));
    cmark_parser_feed(parser, text, strlen(text));
    document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static bool
is_among(const char *word, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(word, *words) == 0)
            return true;
    }
    return false;
}

/* The text of the second cell of the table's second row, and nothing but text
 * and code may be in it. */
static void
read_back(struct buf *out, cmark_node *document)
{
    static const char *const fine[] = { "document",     "table",
                                        "table_header", "table_row",
                                        "table_cell",   "text",
                                        "code",         NULL };
    cmark_iter *iter = cmark_iter_new(document);
    unsigned cells = 0;

    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        const char *type = cmark_node_get_type_string(node);

        if (!is_among(type, fine))
            fprintf(stderr, "not text: %s\n", type);
        FUZZ_REQUIRE(is_among(type, fine));
        if (cmark_iter_get_event_type(iter) != CMARK_EVENT_ENTER)
            continue;
        cells += strcmp(type, "table_cell") == 0;
        if (cells == 5 && (strcmp(type, "text") == 0 || !strcmp(type, "code")))
            buf_adds(out, cmark_node_get_literal(node));
    }
    FUZZ_REQUIRE(cells == 6);
    cmark_iter_free(iter);
}

/* In code within a table nothing can be written that is read as a backslash
 * before a bar (cmark-gfm, unescape_pipes()): one more is seen. */
static void
drop_backslashes(char *text)
{
    char *to = text;

    for (; *text; text++) {
        if (*text != '\\' || text[strspn(text, "\\")] != '|')
            *to++ = *text;
    }
    *to = '\0';
}

/* Of more than 64 backticks one after the other some are seen as '?'. */
static void
drop_backticks(char *text)
{
    char *to = text;

    for (; *text; text++) {
        if (*text != '`' && *text != '?')
            *to++ = *text;
    }
    *to = '\0';
}

/* What is to be seen: blanks at the ends of a cell do not count. */
static char *
expected(const char *text)
{
    size_t room = strlen(text) + 2, len;
    char *clean = malloc(room), *start;

    FUZZ_REQUIRE(clean);
    str_sanitize(clean, room, *text ? text : "-");
    start = clean + strspn(clean, " ");
    len = strlen(start);
    while (len > 0 && start[len - 1] == ' ')
        len--;
    memmove(clean, start, len);
    clean[len] = '\0';
    drop_backslashes(clean);
    return clean;
}

static void
check(void (*write)(struct buf *, const char *), const char *text)
{
    auto_buf document = { 0 }, back = { 0 };
    char *wanted = expected(text), *seen;
    cmark_node *root;

    buf_adds(&document, "| a | b | c |\n| --- | --- | --- |\n| 1 | ");
    write(&document, text);
    buf_adds(&document, " | 3 |\n");
    FUZZ_REQUIRE(buf_ok(&document));
    root = parse(buf_str(&document));
    read_back(&back, root);
    cmark_node_free(root);
    seen = expected(*buf_str(&back) ? buf_str(&back) : " ");
    if (strstr(wanted, RUN)) {
        drop_backticks(wanted);
        drop_backticks(seen);
    }
    if (strcmp(wanted, seen) != 0)
        fprintf(stderr, "document: %s\nwanted: '%s'\nseen:   '%s'\n",
                buf_str(&document), wanted, seen);
    FUZZ_REQUIRE(strcmp(wanted, seen) == 0);
    free(seen);
    free(wanted);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);

    check(markdown_text, text);
    check(markdown_code_in_table, text);
    free(text);
    return 0;
}
