/* SPDX-License-Identifier: MIT */
/* secret.h - text that must not outlive its use.
 *
 * A secret has memory pages of its own: never swapped out (as far as
 * RLIMIT_MEMLOCK goes), in no core dump, empty in a child process, overwritten
 * and given back when it is freed. What docs/SECURITY.md says of secrets in
 * memory rests on this file. */
#ifndef AKSENTRA_SUPPORT_SECRET_H
#define AKSENTRA_SUPPORT_SECRET_H

#include <stddef.h>

/* ---- our own secrets ------------------------------------------------------- */

/* `size` bytes, zeroed; NULL: out of memory. Free with secret_free(). */
void *secret_alloc(size_t size);

/* The same content in `size` bytes; `data` (may be NULL) is gone. NULL: out of
 * memory, and `data` is as it was. */
void *secret_realloc(void *data, size_t size);

/* How many bytes there is room for: `size` was rounded up to whole pages. */
size_t secret_room(const void *data);

/* A copy; NULL: out of memory. */
char *secret_strdup(const char *text);

/* Overwrites and gives back; accepts NULL; returns NULL. */
void *secret_free(void *data);

/* ---- copies elsewhere ------------------------------------------------------ */

/* Overwrites `size` bytes in a way that the compiler keeps. */
void secret_wipe(void *data, size_t size);

/* free() and realloc() for libraries through whose hands secrets go: what they
 * give back to malloc() is overwritten first, all of it. */
void secret_wiping_free(void *data);
void *secret_wiping_realloc(void *data, size_t size);

#endif
