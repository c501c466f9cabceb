/* SPDX-License-Identifier: MIT */
/* text.c - growing texts; out of memory ends the fake. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
reserve(struct text *t, size_t more)
{
    size_t cap = t->cap ? t->cap : 256;

    while (cap < t->len + more + 1)
        cap *= 2;
    if (cap == t->cap)
        return;
    t->data = realloc(t->data, cap);
    if (!t->data)
        abort();
    t->cap = cap;
}

void
text_add(struct text *t, const char *data, size_t len)
{
    reserve(t, len);
    memcpy(t->data + t->len, data, len);
    t->len += len;
    t->data[t->len] = '\0';
}

void
text_addf(struct text *t, const char *fmt, ...)
{
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        abort();
    reserve(t, (size_t)len);
    va_start(args, fmt);
    vsnprintf(t->data + t->len, (size_t)len + 1, fmt, args);
    va_end(args);
    t->len += (size_t)len;
}

void
text_free(struct text *t)
{
    free(t->data);
    memset(t, 0, sizeof(*t));
}

char *
text_format(const char *fmt, ...)
{
    va_list args;
    char *out;
    int len;

    va_start(args, fmt);
    len = vasprintf(&out, fmt, args);
    va_end(args);
    if (len < 0)
        abort();
    return out;
}

char *
text_copy(const char *text)
{
    char *copy = text ? strdup(text) : NULL;

    if (text && !copy)
        abort();
    return copy;
}

char *
text_read_file(const char *path, size_t *len)
{
    struct text t = { 0 };
    char chunk[16384];
    FILE *file = fopen(path, "rb");
    size_t n;

    if (!file)
        return NULL;
    reserve(&t, 1);
    t.data[0] = '\0';
    while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
        text_add(&t, chunk, n);
    fclose(file);
    if (len)
        *len = t.len;
    return t.data;
}
