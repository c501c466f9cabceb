/* SPDX-License-Identifier: MIT */
/* map.c - texts to pointers, without regard to ASCII case. */
#include "support/map.h"

#include <stdint.h>
#include <stdlib.h>

#include "support/str.h"

/* FNV-1a over the folded text. */
static size_t
hash_fold(const char *text)
{
    uint64_t h = 14695981039346656037u;

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        h = (h ^ c) * 1099511628211u;
    }
    return (size_t)(h ^ h >> 32);
}

static struct map_entry *
find_slot(struct map_entry *entries, size_t cap, const char *key)
{
    size_t i = hash_fold(key) & (cap - 1);

    while (entries[i].key && !str_eq_fold(entries[i].key, key))
        i = (i + 1) & (cap - 1);
    return &entries[i];
}

static int
grow(struct map *m)
{
    size_t cap = m->cap ? m->cap * 2 : 64;
    struct map_entry *entries = calloc(cap, sizeof(*entries));

    if (!entries)
        return -1;
    for (size_t i = 0; i < m->cap; i++) {
        if (m->entries[i].key)
            *find_slot(entries, cap, m->entries[i].key) = m->entries[i];
    }
    free(m->entries);
    m->entries = entries;
    m->cap = cap;
    return 0;
}

int
map_put(struct map *m, const char *key, void *value)
{
    struct map_entry *slot;

    if (m->len * 2 >= m->cap && grow(m) != 0)
        return -1;
    slot = find_slot(m->entries, m->cap, key);
    if (!slot->key) {
        slot->key = key;
        m->len++;
    }
    slot->value = value;
    return 0;
}

void *
map_get(const struct map *m, const char *key)
{
    return m->cap ? find_slot(m->entries, m->cap, key)->value : NULL;
}

void
map_free(struct map *m)
{
    free(m->entries);
    m->entries = NULL;
    m->len = m->cap = 0;
}
