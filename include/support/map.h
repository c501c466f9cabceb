/* SPDX-License-Identifier: MIT */
/* map.h - texts to pointers, without regard to ASCII case: ids of Azure. The
 * map owns neither its keys nor its values. */
#ifndef AKSENTRA_SUPPORT_MAP_H
#define AKSENTRA_SUPPORT_MAP_H

#include <stddef.h>

struct map_entry {
    const char *key;
    void *value;
};

struct map {
    struct map_entry *entries;
    size_t len;
    size_t cap;
};

/* A struct map of zeroes is an empty map. Replaces an earlier value. The key
 * must outlive the map. -1: out of memory, map as before. */
int map_put(struct map *m, const char *key, void *value);

/* NULL: no such key. */
void *map_get(const struct map *m, const char *key);

void map_free(struct map *m);

#endif
