/* SPDX-License-Identifier: MIT */
/* err.c - one error value: a code to branch on and a sentence to show. */
#include "support/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "support/str.h"

__attribute__((format(printf, 2, 0))) static void
format_text(struct err *e, const char *fmt, va_list args)
{
    char raw[ERR_TEXT_MAX];

    vsnprintf(raw, sizeof(raw), fmt, args);
    str_sanitize(e->text, sizeof(e->text), raw);
}

int
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list args;

    if (!e || e->code != ERR_NONE)
        return -1;
    e->code = code;
    va_start(args, fmt);
    format_text(e, fmt, args);
    va_end(args);
    return -1;
}

int
err_nomem(struct err *e)
{
    return err_set(e, ERR_NOMEM, "out of memory");
}

int
err_wrap(struct err *e, const char *fmt, ...)
{
    char inner[ERR_TEXT_MAX], whole[2 * ERR_TEXT_MAX + 2];
    va_list args;

    if (!e || e->code == ERR_NONE)
        return -1;
    memcpy(inner, e->text, sizeof(inner));
    va_start(args, fmt);
    format_text(e, fmt, args);
    va_end(args);
    snprintf(whole, sizeof(whole), "%s: %s", e->text, inner);
    str_sanitize(e->text, sizeof(e->text), whole);
    return -1;
}

void
err_clear(struct err *e)
{
    e->code = ERR_NONE;
    e->text[0] = '\0';
}
