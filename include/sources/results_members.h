/* SPDX-License-Identifier: MIT */
/* results_members.h - reading the members of an object of results.json. Unlike
 * json_fields.h, which reads what Azure says, a member of the wrong kind ends the
 * reading: the file is our own. The message names file and place. */
#ifndef AKSENTRA_SOURCES_RESULTS_MEMBERS_H
#define AKSENTRA_SOURCES_RESULTS_MEMBERS_H

#include <jansson.h>
#include <stdbool.h>

#include "model/cluster.h"
#include "support/arena.h"
#include "support/err.h"

struct members {
    const char *file;
    char path[64]; /* of the object: "clusters[3]" */
    const json_t *object;
    struct arena *arena; /* for the texts */
    struct err *e;
};

/* Of an object in this one. */
struct members members_below(const struct members *m, const char *key,
                             const json_t *object);

/* "FILE: PATH.KEY: expected WANTED, found FOUND"; `key` NULL: the object itself.
 * -1. */
int members_refuse(const struct members *m, const char *key, const char *wanted,
                   const char *found);

/* All return -1 with the error set. A text in the arena, shared when equal; what
 * is not required may be null or absent, *ret is then NULL, and "" is refused
 * where a text is required. */
int members_text(const struct members *m, const char *key, bool required,
                 const char **ret);
int members_bool(const struct members *m, const char *key, bool *ret);
int members_tri(const struct members *m, const char *key, enum tri *ret);
int members_texts(const struct members *m, const char *key,
                  struct text_list *ret);
int members_object(const struct members *m, const char *key, bool required,
                   const json_t **ret);

/* One of the words of verdict.h, as its number. */
int members_integration(const struct members *m, const char *key, int *ret);
int members_readiness(const struct members *m, const char *key, int *ret);
int members_coverage(const struct members *m, const char *key, int *ret);
int members_verdict(const struct members *m, const char *key, int *ret);
int members_severity(const struct members *m, const char *key, int *ret);

#endif
