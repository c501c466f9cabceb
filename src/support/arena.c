/* SPDX-License-Identifier: MIT */
/* arena.c - memory that is freed all at once. */
#include "support/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/memory.h"
#include "support/secret.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

struct block {
    struct block *next;
    size_t used;
    size_t size;
    _Alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct block *blocks;  /* the newest first */
    const char **interned; /* open addressing, a power of two */
    size_t interned_len;
    size_t interned_cap;
};

struct arena *
arena_new(void)
{
    return calloc(1, sizeof(struct arena));
}

struct arena *
arena_free(struct arena *a)
{
    if (!a)
        return NULL;
    while (a->blocks) {
        struct block *next = a->blocks->next;

        free(a->blocks);
        a->blocks = next;
    }
    free(a->interned);
    free(a);
    return NULL;
}

struct arena *
arena_wipe_free(struct arena *a)
{
    for (struct block *b = a ? a->blocks : NULL; b; b = b->next)
        secret_wipe(b->data, b->used);
    return arena_free(a);
}

static struct block *
add_block(struct arena *a, size_t size)
{
    size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
    struct block *b;

    if (room > SIZE_MAX - sizeof(*b))
        return NULL;
    b = calloc(1, sizeof(*b) + room);
    if (!b)
        return NULL;
    b->size = room;
    /* A large piece gets a block of its own behind the current one, whose
     * rest stays in use. */
    if (room == size && a->blocks) {
        b->next = a->blocks->next;
        a->blocks->next = b;
    } else {
        b->next = a->blocks;
        a->blocks = b;
    }
    return b;
}

static void *
take(struct arena *a, size_t size, size_t align)
{
    struct block *b = a->blocks;
    size_t start = 0;

    if (b)
        start = (b->used + align - 1) & ~(align - 1);
    if (!b || start > b->size || size > b->size - start) {
        b = add_block(a, size);
        if (!b) {
            memory_note_failure();
            return NULL;
        }
        start = 0;
    }
    b->used = start + size;
    return b->data + start;
}

void *
arena_alloc(struct arena *a, size_t size)
{
    return take(a, size ? size : 1, _Alignof(max_align_t));
}

char *
arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *copy = take(a, len + 1, 1);

    if (!copy)
        return NULL;
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *
arena_strdup(struct arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args;
    char *text;
    int len;

    va_start(args, fmt);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        return NULL;
    text = take(a, (size_t)len + 1, 1);
    if (!text)
        return NULL;
    va_start(args, fmt);
    vsnprintf(text, (size_t)len + 1, fmt, args);
    va_end(args);
    return text;
}

/* FNV-1a, 64 bits. */
static size_t
hash_text(const char *text)
{
    uint64_t h = 14695981039346656037u;

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)h;
}

static const char **
find_slot(const char **table, size_t cap, const char *text)
{
    size_t i = hash_text(text) & (cap - 1);

    while (table[i] && strcmp(table[i], text) != 0)
        i = (i + 1) & (cap - 1);
    return &table[i];
}

static int
grow_interned(struct arena *a)
{
    size_t cap = a->interned_cap ? a->interned_cap * 2 : 256;
    const char **table = calloc(cap, sizeof(*table));

    if (!table)
        return -1;
    for (size_t i = 0; i < a->interned_cap; i++) {
        if (a->interned[i])
            *find_slot(table, cap, a->interned[i]) = a->interned[i];
    }
    free(a->interned);
    a->interned = table;
    a->interned_cap = cap;
    return 0;
}

const char *
arena_intern(struct arena *a, const char *text)
{
    const char **slot;

    if (!text)
        return NULL;
    if (a->interned_len * 2 >= a->interned_cap && grow_interned(a) != 0) {
        memory_note_failure();
        return NULL;
    }
    slot = find_slot(a->interned, a->interned_cap, text);
    if (!*slot) {
        *slot = arena_strdup(a, text);
        if (*slot)
            a->interned_len++;
    }
    return *slot;
}
