/* SPDX-License-Identifier: MIT */
/* vec.c - a growing list of pointers. */
#include "support/vec.h"

#include <stdlib.h>
#include <string.h>

int
vec_push(struct vec *v, void *item)
{
    if (v->len == v->cap) {
        size_t cap = v->cap ? v->cap * 2 : 8;
        void **items = reallocarray(v->items, cap, sizeof(*items));

        if (!items)
            return -1;
        v->items = items;
        v->cap = cap;
    }
    v->items[v->len++] = item;
    return 0;
}

/* Merges the sorted halves [0, mid) and [mid, len) of `items`. */
static void
merge(void **items, size_t mid, size_t len, void **scratch,
      int (*compare)(const void *, const void *))
{
    size_t left = 0, right = mid, out = 0;

    memcpy(scratch, items, mid * sizeof(*items));
    while (left < mid && right < len) {
        if (compare(scratch[left], items[right]) <= 0)
            items[out++] = scratch[left++];
        else
            items[out++] = items[right++];
    }
    memcpy(items + out, scratch + left, (mid - left) * sizeof(*items));
}

static void
sort_range(void **items, size_t len, void **scratch,
           int (*compare)(const void *, const void *))
{
    size_t mid = len / 2;

    if (len < 2)
        return;
    sort_range(items, mid, scratch, compare);
    sort_range(items + mid, len - mid, scratch, compare);
    merge(items, mid, len, scratch, compare);
}

int
vec_sort(struct vec *v, int (*compare)(const void *, const void *))
{
    void **scratch;

    if (v->len < 2)
        return 0;
    scratch = reallocarray(NULL, v->len / 2 + 1, sizeof(*scratch));
    if (!scratch)
        return -1;
    sort_range(v->items, v->len, scratch, compare);
    free(scratch);
    return 0;
}

void
vec_free(struct vec *v)
{
    free(v->items);
    v->items = NULL;
    v->len = v->cap = 0;
}
