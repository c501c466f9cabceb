/* SPDX-License-Identifier: MIT */
/* buf.c - a growing byte buffer with a ceiling. */
#include "support/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/memory.h"
#include "support/secret.h"

static bool
reserve(struct buf *b, size_t more)
{
    size_t limit = b->limit ? b->limit : BUF_DEFAULT_LIMIT;
    size_t cap = b->cap ? b->cap : 64;
    char *data;

    if (b->failed)
        return false;
    if (more > limit || b->len > limit - more) {
        b->failed = b->full = true;
        return false;
    }
    while (cap < b->len + more + 1)
        cap *= 2;
    if (cap == b->cap)
        return true;
    data = b->secret ? secret_realloc(b->data, cap) : realloc(b->data, cap);
    if (!data) {
        b->failed = true;
        memory_note_failure();
        return false;
    }
    b->data = data;
    b->cap = b->secret ? secret_room(data) : cap;
    return true;
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
    if (!reserve(b, len))
        return;
    if (len > 0)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void
buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0) {
        b->failed = true;
        return;
    }
    if (!reserve(b, (size_t)len))
        return;
    va_start(args, fmt);
    vsnprintf(b->data + b->len, (size_t)len + 1, fmt, args);
    va_end(args);
    b->len += (size_t)len;
}

bool
buf_ok(const struct buf *b)
{
    return !b->failed;
}

const char *
buf_str(const struct buf *b)
{
    return b->data ? b->data : "";
}

char *
buf_take(struct buf *b)
{
    char *data;

    if (!reserve(b, 0)) {
        buf_free(b);
        return NULL;
    }
    data = b->data;
    data[b->len] = '\0';
    b->data = NULL;
    b->len = b->cap = 0;
    return data;
}

void
buf_reset(struct buf *b)
{
    b->len = 0;
    b->failed = b->full = false;
    if (b->data)
        b->data[0] = '\0';
}

void
buf_free(struct buf *b)
{
    if (b->secret)
        secret_free(b->data);
    else
        free(b->data);
    b->data = NULL;
    b->len = b->cap = 0;
    b->failed = b->full = false;
}
