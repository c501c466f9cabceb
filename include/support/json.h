/* SPDX-License-Identifier: MIT */
/* json.h - what jansson leaves to us: where an error is, keys without case.
 *
 * Azure's tools spell one property in several ways (serverAppID in ARM,
 * serverAppId in the Azure CLI), so keys are looked up without case. */
#ifndef AKSENTRA_SUPPORT_JSON_H
#define AKSENTRA_SUPPORT_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "support/err.h"

/* Parses one JSON value (RFC 8259: any kind of value, UTF-8, an optional byte
 * order mark is skipped, no duplicate keys). `name` is the file or URL, for
 * the message: "NAME:LINE:COLUMN: what was expected". New reference; NULL and
 * *e on failure. */
json_t *json_read(const char *text, size_t len, const char *name,
                  struct err *e);

/* The same for a text with a secret in it: no copy of jansson's outlives
 * json_free_secret(), which takes NULL too. Not while another thread parses. */
json_t *json_read_secret(const char *text, size_t len, const char *name,
                         struct err *e);
void json_free_secret(json_t *value);

/* The value as one line of JSON text, for secret_free(). NULL: `value` is NULL,
 * or out of memory. */
char *json_write_secret(const json_t *value);

/* Borrowed; NULL when `object` is no object or has no such key. When keys
 * that differ in case alone hold different values, *clash (may be NULL) is
 * set to true; the first one is returned. */
json_t *json_get_fold(const json_t *object, const char *key, bool *clash);

/* Whether the member says that there is more than this page: it is there, and
 * neither null nor "". Of another type than text it leads nowhere, and says it
 * all the same. */
bool json_says_more(const json_t *object, const char *key);

/* The text of a string member, without case; NULL: absent, null or no string.
 * Borrowed. */
const char *json_get_text(const json_t *object, const char *key);

/* json_dumps() that does not leave out the name of a member where memory runs out.
 * For free(); NULL: `value` is NULL, or out of memory. */
char *json_write(const json_t *value, size_t flags);

/* "string", "array", ...: what a message calls the type of `value`. */
const char *json_kind(const json_t *value);

/* One compact line of JSON, no newline. -1: out of memory or I/O. */
int json_write_line(FILE *out, const json_t *value);

/* Writes the text of a JSON value, with `indent` after each line break. Of
 * several "#" all but the first are written as escapes, so that the log of a
 * pipeline finds no command ("##[", "##vso[") in it. Failures show in
 * ferror(). */
void json_print(FILE *out, const char *text, const char *indent);

#endif
