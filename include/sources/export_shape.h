/* SPDX-License-Identifier: MIT */
/* export_shape.h - telling the forms of exported JSON apart. */
#ifndef AKSENTRA_SOURCES_EXPORT_SHAPE_H
#define AKSENTRA_SOURCES_EXPORT_SHAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "support/err.h"

struct export_shape {
    size_t line; /* where the JSON value begins, from 1 */
    size_t column;
    bool single;           /* one object, not a list */
    const char *truncated; /* why this is not all there was; NULL: it is */
};

/* The resources that `body` holds, as an array: its elements, those of "value"
 * (ARM) or "data" (Resource Graph, objects or table), or the object itself.
 * `text` is the file's text, for the place. New reference. -1 (ERR_INPUT): none
 * of these forms; the message has line and column. */
int export_find_elements(json_t *body, const char *text, const char *path,
                         struct export_shape *shape, json_t **list,
                         struct err *e);

/* An element that is a subscription: of ARM, or of `az account list`. */
bool export_is_subscription(const json_t *item);

#endif
