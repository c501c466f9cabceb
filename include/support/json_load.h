/* SPDX-License-Identifier: MIT */
/* json_load.h - jansson's parser and its memory, for support/json* alone. */
#ifndef AKSENTRA_SUPPORT_JSON_LOAD_H
#define AKSENTRA_SUPPORT_JSON_LOAD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Parses one value, for whoever words the error. New reference. NULL: *error says
 * where and why, unless *nomem: memory ran out. */
json_t *json_load(const char *text, size_t len, json_error_t *error,
                  bool *nomem);

/* From now on jansson wipes what it frees, or does not any more. For the whole
 * process. */
void json_load_wipe(bool on);

#endif
