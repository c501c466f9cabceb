/* SPDX-License-Identifier: MIT */
/* html_text.c - text from outside in report.html: it stays text. */
#include "html/html_text.h"

#include <stdint.h>

#define REPLACEMENT 0xfffd

/* C1 controls, what breaks lines or turns the direction of writing (as in the
 * other reports), and what Unicode says is never a character. */
static bool
is_unfit(uint32_t c)
{
    return (c >= 0x80 && c < 0xa0) || c == 0x61c || c == 0x200e ||
           c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || (c & 0xfffe) == 0xfffe;
}

/* The next character (RFC 3629), of which *len bytes are taken. What is no UTF-8,
 * or no character that a text holds, is the replacement. */
static uint32_t
decode(const unsigned char *s, size_t *len)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    uint32_t code;

    *len = 1;
    if (s[0] < 0x80)
        return (s[0] >= 0x20 && s[0] != 0x7f) || s[0] == '\n' || s[0] == '\t'
                   ? s[0]
                   : REPLACEMENT;
    if (s[0] < 0xc2 || s[0] > 0xf4)
        return REPLACEMENT;
    code = s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return REPLACEMENT;
        code = code << 6 | (s[i] & 0x3f);
    }
    if (code < least[n] || (code >= 0xd800 && code <= 0xdfff) ||
        code > 0x10ffff)
        return REPLACEMENT;
    *len = n;
    return is_unfit(code) ? REPLACEMENT : code;
}

static const char *
entity_of(uint32_t code)
{
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case REPLACEMENT:
        return "\xef\xbf\xbd";
    default:
        return NULL;
    }
}

void
html_text(struct buf *out, const char *text)
{
    while (text && *text) {
        size_t len;
        const char *entity =
            entity_of(decode((const unsigned char *)text, &len));

        if (entity)
            buf_adds(out, entity);
        else
            buf_add(out, text, len);
        text += len;
    }
}

void
html_name(struct buf *out, const char *text)
{
    buf_adds(out, "<bdi>");
    html_text(out, text);
    buf_adds(out, "</bdi>");
}

static void
add_unit(struct buf *out, uint32_t code)
{
    if (code > 0xffff) {
        code -= 0x10000;
        buf_addf(out, "\\u%04x\\u%04x", 0xd800 + (unsigned)(code >> 10),
                 0xdc00 + (unsigned)(code & 0x3ff));
    } else {
        buf_addf(out, "\\u%04x", (unsigned)code);
    }
}

static bool
is_plain(uint32_t code)
{
    return code >= 0x20 && code < 0x7f && code != '"' && code != '\\' &&
           code != '<' && code != '>' && code != '&' && code != '\'';
}

void
html_json_text(struct buf *out, const char *text)
{
    if (!text) {
        buf_adds(out, "null");
        return;
    }
    buf_addc(out, '"');
    while (*text) {
        size_t len;
        uint32_t code = decode((const unsigned char *)text, &len);

        if (is_plain(code))
            buf_addc(out, (char)code);
        else
            add_unit(out, code);
        text += len;
    }
    buf_addc(out, '"');
}
