/* SPDX-License-Identifier: MIT */
/* redactor.h - results.json without names: what is read from it is rewritten
 * value by value before anything is made of it, so that every report is free of
 * them. docs/REDACT.md says for users what becomes of what.
 *
 * The names of a file must be learned before it is rewritten, since sentences
 * name what the file tells of later. */
#ifndef AKSENTRA_REDACT_REDACTOR_H
#define AKSENTRA_REDACT_REDACTOR_H

#include <jansson.h>

#include "support/err.h"

struct redactor;

/* NULL: no memory. */
struct redactor *redactor_new(void);
struct redactor *redactor_free(struct redactor *r); /* accepts NULL */

/* Learns the names in a results.json, which is not judged here: whether it makes
 * sense is for its reader to say. */
int redactor_learn(struct redactor *r, const char *path, struct err *e);

/* Rewrites one value of the file in place: a member named `key`, or an element of
 * the list of that name. For struct results_reading. */
int redactor_rewrite(void *redactor, const char *key, json_t *value,
                     struct err *e);

/* The name of a file as reports call it; in memory of the redactor. NULL: no
 * memory. */
const char *redactor_file_name(struct redactor *r, const char *path);

/* The mapping as a file: {"schema": "aksentra.redaction/1", "names": [{"kind",
 * "name", "pseudonym"}]}. Loading one that an earlier audit saved keeps its
 * pseudonyms; that there is none yet is no error. ERR_USAGE names the file and
 * the place. */
int redactor_load_map(struct redactor *r, const char *path, struct err *e);
int redactor_check_map(const char *path,
                       struct err *e); /* both could be done */
int redactor_save_map(const struct redactor *r, const char *path,
                      struct err *e);

#endif
