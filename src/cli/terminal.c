/* SPDX-License-Identifier: MIT */
/* terminal.c - what standard output is, and text that fits it. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/text_width.h"
#include "support/environment.h"
#include "support/str.h"

enum { INDENT = 4 };

unsigned
terminal_width(void)
{
    struct winsize size;
    const char *columns = environment_get(&environment_system, "COLUMNS");
    long width;

    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 40)
        return size.ws_col;
    if (columns && str_to_long(columns, 40, 1000, &width))
        return (unsigned)width;
    return 80;
}

bool
terminal_colour(FILE *stream, bool no_color)
{
    const char *term = environment_get(&environment_system, "TERM");

    return !no_color && !environment_get(&environment_system, "NO_COLOR") &&
           !str_eq(term, "dumb") && isatty(fileno(stream));
}

static void
print_wrapped(FILE *out, const char *text, size_t width)
{
    size_t column = 0;

    while (*text) {
        size_t len = strcspn(text, " ");
        auto_buf word = { 0 };
        size_t columns;

        buf_add(&word, text, len);
        columns = text_width(buf_str(&word));
        if (column > 0 && column + 1 + columns > width) {
            fprintf(out, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (column > 0) {
            fputc(' ', out);
            column++;
        }
        fputs(buf_str(&word), out);
        column += columns;
        text += len;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

int
terminal_print(FILE *out, const struct buf *text, unsigned width)
{
    size_t size = text->len + 1;
    char *safe = buf_ok(text) ? malloc(size) : NULL;

    if (!safe)
        return -1;
    str_sanitize(safe, size, buf_str(text));
    print_wrapped(out, safe, width);
    free(safe);
    return 0;
}
