/* SPDX-License-Identifier: MIT */
/* text_width.c - how many columns of a terminal a text takes. */
#include "cli/text_width.h"

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#define ELLIPSIS "\xe2\x80\xa6"

static locale_t
utf8_locale(void)
{
    static locale_t cached;

    if (!cached)
        cached = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    return cached ? cached : LC_GLOBAL_LOCALE;
}

/* One character: its bytes, and the columns it takes. */
static size_t
next_character(const char *text, size_t *columns)
{
    mbstate_t state = { 0 };
    wchar_t wide;
    size_t len = mbrtowc(&wide, text, strlen(text), &state);
    int width;

    *columns = 1;
    if (len == 0 || len > 4)
        return 1;
    width = wcwidth(wide);
    if (width >= 0)
        *columns = (size_t)width;
    return len;
}

/* Bytes of the longest start that takes at most `limit` columns. */
static size_t
measure(const char *text, size_t limit, size_t *width)
{
    locale_t before = uselocale(utf8_locale());
    size_t bytes = 0;

    *width = 0;
    while (text[bytes]) {
        size_t columns, len = next_character(text + bytes, &columns);

        if (*width + columns > limit)
            break;
        *width += columns;
        bytes += len;
    }
    uselocale(before);
    return bytes;
}

size_t
text_width(const char *text)
{
    size_t width;

    measure(text, SIZE_MAX, &width);
    return width;
}

void
text_add_cut(struct buf *out, const char *text, size_t width)
{
    size_t used, bytes = measure(text, width, &used);
    bool cut = text[bytes] != '\0' && width > 0;

    if (cut)
        bytes = measure(text, width - 1, &used);
    buf_add(out, text, bytes);
    if (cut)
        buf_adds(out, ELLIPSIS);
}
