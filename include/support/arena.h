/* SPDX-License-Identifier: MIT */
/* arena.h - memory that is freed all at once.
 *
 * Everything that the audit learns (clusters, findings, their texts) lives in
 * one arena, so that plain values can point at one another without owning.
 * Allocations are zeroed. NULL means out of memory. */
#ifndef AKSENTRA_SUPPORT_ARENA_H
#define AKSENTRA_SUPPORT_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
struct arena *arena_free(struct arena *a); /* accepts NULL; returns NULL */
/* The same, and what was in it is overwritten. */
struct arena *arena_wipe_free(struct arena *a);

void *arena_alloc(struct arena *a, size_t size);
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same text is stored once: for values that many clusters share, such as
 * locations, tag names and versions. NULL in, NULL out. */
const char *arena_intern(struct arena *a, const char *text);

#endif
