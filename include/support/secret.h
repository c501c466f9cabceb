/* SPDX-License-Identifier: MIT */
/* secret.h - text that must not outlive its use: overwritten when freed. */
#ifndef AKSENTRA_SUPPORT_SECRET_H
#define AKSENTRA_SUPPORT_SECRET_H

#include <stddef.h>

/* A copy; NULL: out of memory. Free with secret_free(). */
char *secret_strdup(const char *text);

/* Overwrites and frees; accepts NULL; returns NULL. */
char *secret_free(char *text);

/* Overwrites `size` bytes in a way that the compiler keeps. */
void secret_wipe(void *data, size_t size);

#endif
