/* SPDX-License-Identifier: MIT */
/* maintenance_private.h - what the files of that reader share. */
#ifndef AKSENTRA_SOURCES_MAINTENANCE_PRIVATE_H
#define AKSENTRA_SOURCES_MAINTENANCE_PRIVATE_H

#include <jansson.h>
#include <stdbool.h>

#include "support/buf.h"
#include "support/err.h"

/* One configuration on its way into a line. The text counts only while nothing
 * is in *e. */
struct maintenance {
    struct buf text;
    struct err *e; /* the first member that could not be read */
};

/* "PATHKEY: expected WANTED, found ..." */
void maintenance_trouble(struct maintenance *m, const char *path,
                         const char *key, const char *wanted,
                         const json_t *found);

/* Borrowed; NULL for absent and null alike. */
const json_t *maintenance_member(const json_t *object, const char *key);

/* "Monday", ...; NULL and a trouble: it is none. */
const char *maintenance_day(struct maintenance *m, const char *path,
                            const char *key, const json_t *found);

/* maintenance_window.c */

/* The newer form, in words. */
void maintenance_add_window(struct maintenance *m, const json_t *window);

enum maintenance_time { MAINTENANCE_DATE, MAINTENANCE_MOMENT };

/* An array of times at which nothing is to happen. */
struct maintenance_spans {
    const char *key;
    const char *path; /* of the object around it */
    enum maintenance_time kind;
    const char *wanted;
};

/* "; not START to END and START to END"; nothing for an empty array. */
void maintenance_add_spans(struct maintenance *m,
                           const struct maintenance_spans *spans,
                           const json_t *list);

#endif
