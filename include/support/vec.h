/* SPDX-License-Identifier: MIT */
/* vec.h - a growing list of pointers. The list never owns what they point to. */
#ifndef AKSENTRA_SUPPORT_VEC_H
#define AKSENTRA_SUPPORT_VEC_H

#include <stddef.h>

struct vec {
    void **items;
    size_t len;
    size_t cap;
};

/* A struct vec of zeroes is an empty list. -1: out of memory, list as before. */
int vec_push(struct vec *v, void *item);

/* Stable: equal items keep their order. -1: out of memory, list as before. */
int vec_sort(struct vec *v, int (*compare)(const void *, const void *));

void vec_free(struct vec *v); /* the list alone; it is empty afterwards */

#endif
