/* SPDX-License-Identifier: MIT */
/* text.h - growing texts. Nothing here can fail: the fake ends itself when
 * memory does. */
#ifndef FAKE_TEXT_H
#define FAKE_TEXT_H

#include <stddef.h>

struct text {
    char *data; /* NUL-terminated; NULL while empty */
    size_t len;
    size_t cap;
};

void text_add(struct text *t, const char *data, size_t len);
void text_addf(struct text *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Frees the content and leaves an empty text. */
void text_free(struct text *t);
/* A formatted copy; the caller frees it. */
char *text_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A copy that the caller frees; NULL stays NULL. */
char *text_copy(const char *text);
/* The whole file, which the caller frees; NULL: it cannot be read. */
char *text_read_file(const char *path, size_t *len);

#endif
