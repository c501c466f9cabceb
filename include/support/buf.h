/* SPDX-License-Identifier: MIT */
/* buf.h - a growing byte buffer with a ceiling.
 *
 * The first failure (no memory, ceiling reached) sticks: later additions do
 * nothing and buf_ok() says no, so a caller may add many pieces and ask once.
 * The content is always NUL-terminated. */
#ifndef AKSENTRA_SUPPORT_BUF_H
#define AKSENTRA_SUPPORT_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NULL while nothing was added; see buf_str() */
    size_t len;
    size_t cap;
    size_t limit; /* most bytes of content; 0: BUF_DEFAULT_LIMIT */
    bool failed;
    bool full;   /* it failed at its ceiling; else memory ran out */
    bool secret; /* set before anything is added: the content is kept in memory
                    of support/secret.h, and growing leaves no copy behind */
};

#define BUF_DEFAULT_LIMIT ((size_t)64 * 1024 * 1024)

/* A struct buf of zeroes is an empty buffer. */
void buf_add(struct buf *b, const void *data, size_t len);
void buf_adds(struct buf *b, const char *text);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

bool buf_ok(const struct buf *b);

/* The content; "" while empty. Borrowed, valid until the next addition. */
const char *buf_str(const struct buf *b);

/* Hands the content over (free() it, or secret_free() where it is secret) and
 * empties the buffer. NULL when the buffer has failed. */
char *buf_take(struct buf *b);

void buf_reset(struct buf *b); /* len = 0, memory kept, failure forgotten */
void buf_free(struct buf *b);  /* overwrites first where it is secret */

#define auto_buf __attribute__((cleanup(buf_free))) struct buf

#endif
