/* SPDX-License-Identifier: MIT */
/* json_stream.h - a big JSON object read piece by piece: members one after
 * another, and of a list one element at a time, so that memory holds a single
 * piece and not the whole file. */
#ifndef AKSENTRA_SUPPORT_JSON_STREAM_H
#define AKSENTRA_SUPPORT_JSON_STREAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "support/err.h"

/* What is told of the object. Both return -1 with *e set to end the reading. */
struct json_listener {
    /* Whether a member matters; what does not is passed over and not parsed.
     * NULL: all do. */
    bool (*wants)(void *arg, const char *key);
    /* A value: a member that is no list, or an element of one. `place` counts
     * elements from 0; for a list itself `value` is its empty array, told when
     * it begins, and for that and every other member `place` is JSON_MEMBER.
     * The value is borrowed. */
    int (*value)(void *arg, const char *key, size_t place, const json_t *value,
                 struct err *e);
    void *arg;
};

#define JSON_MEMBER ((size_t)-1)

/* Reads the object in a file ("-": standard input), at most `limit` bytes. The
 * error names the file, and for what is not JSON line and column. Where the
 * whole is no object, or a member stands there twice: ERR_INPUT. */
int json_stream_read(const char *path, size_t limit,
                     const struct json_listener *listener, struct err *e);

#endif
