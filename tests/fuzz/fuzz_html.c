/* SPDX-License-Identifier: MIT */
/* fuzz_html.c - text in a page, read back as a browser would (HTML, 13.2.5). */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "html/html_text.h"
#include "support/json.h"
#include "support/str.h"

static const struct {
    const char *entity, *text;
} entities[] = {
    { "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
    { "&quot;", "\"" }, { "&#39;", "'" },
};

static void
decode(struct buf *out, const char *p)
{
    while (*p) {
        size_t i = 0;

        FUZZ_REQUIRE(!strchr("<>\"'", *p));
        if (*p != '&') {
            buf_addc(out, *p++);
            continue;
        }
        while (strncmp(p, entities[i].entity, strlen(entities[i].entity)) != 0)
            FUZZ_REQUIRE(++i < sizeof(entities) / sizeof(entities[0]));
        buf_adds(out, entities[i].text);
        p += strlen(entities[i].entity);
    }
}

/* Whether nothing in the text had to be replaced. */
static bool
is_whole(const char *text)
{
    size_t room = strlen(text) + 1;
    char *clean = malloc(room);
    bool whole;

    FUZZ_REQUIRE(clean);
    str_sanitize_lines(clean, room, text);
    whole = strcmp(clean, text) == 0 && !strchr(text, '\r') &&
            !strstr(text, "\xef\xb7") && !strstr(text, "\xef\xbf");
    /* U+xFFFE and U+xFFFF are no characters. */
    for (const char *p = text; whole && *p; p++)
        whole = (unsigned char)*p < 0xf0;
    free(clean);
    return whole;
}

static void
check_json(const char *text, const char *decoded)
{
    auto_buf quoted = { 0 };
    json_t *value;

    html_json_text(&quoted, text);
    FUZZ_REQUIRE(buf_ok(&quoted));
    for (const char *p = buf_str(&quoted); *p; p++)
        FUZZ_REQUIRE(*p >= 0x20 && *p < 0x7f && !strchr("<>&'", *p));
    value = json_read(buf_str(&quoted), quoted.len, "quoted", NULL);
    FUZZ_REQUIRE(value && strcmp(json_string_value(value), decoded) == 0);
    json_decref(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    auto_buf out = { 0 }, back = { 0 };
    json_t *valid;

    html_text(&out, text);
    FUZZ_REQUIRE(buf_ok(&out));
    decode(&back, buf_str(&out));
    if (is_whole(text))
        FUZZ_REQUIRE(strcmp(buf_str(&back), text) == 0);
    /* Whatever came, UTF-8 goes out. */
    valid = json_stringn(buf_str(&back), back.len);
    FUZZ_REQUIRE(valid);
    json_decref(valid);
    check_json(text, buf_str(&back));
    free(text);
    return 0;
}
