/* SPDX-License-Identifier: MIT */
/* form.c - fields of a form. */
#include "form.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
percent_decode(const char *text, size_t len)
{
    char *out = malloc(len + 1);
    size_t used = 0;

    if (!out)
        abort();
    for (size_t i = 0; i < len; i++) {
        unsigned code;

        if (text[i] == '%' && i + 2 < len &&
            isxdigit((unsigned char)text[i + 1]) &&
            isxdigit((unsigned char)text[i + 2]) &&
            sscanf(text + i + 1, "%2x", &code) == 1) {
            out[used++] = (char)code;
            i += 2;
        } else {
            out[used++] = (char)(text[i] == '+' ? ' ' : text[i]);
        }
    }
    out[used] = '\0';
    return out;
}

char *
form_field(const struct text *body, const char *name)
{
    const char *at = body->data ? body->data : "";
    size_t len = strlen(name);

    while (*at) {
        size_t size = strcspn(at, "&");

        if (size > len && strncmp(at, name, len) == 0 && at[len] == '=')
            return percent_decode(at + len + 1, size - len - 1);
        at += size;
        at += *at == '&';
    }
    return NULL;
}
