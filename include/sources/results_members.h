/* SPDX-License-Identifier: MIT */
/* results_members.h - reading the members of an object of results.json. Unlike
 * json_fields.h, which reads what Azure says, a member of the wrong kind ends the
 * reading: the file is our own. The message names file and place. */
#ifndef AKSENTRA_SOURCES_RESULTS_MEMBERS_H
#define AKSENTRA_SOURCES_RESULTS_MEMBERS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/cluster.h"
#include "support/arena.h"
#include "support/err.h"

struct members {
    const char *file;
    char path[128]; /* of the object, a JSON pointer: "/clusters/3" */
    const json_t *object;
    struct arena *arena; /* for the texts */
    struct err *e;
};

/* The members of `value`, an element (or, with JSON_MEMBER, the whole) of a member
 * of the file. */
void members_enter(struct members *m, const char *key, size_t place,
                   const json_t *value);

/* Of an object in this one. */
struct members members_below(const struct members *m, const char *key,
                             const json_t *object);

/* "FILE: PATH/KEY: expected WANTED, found FOUND"; `key` NULL: the object itself.
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

/* A number that is not negative; the second takes null for -1, not known. */
int members_size(const struct members *m, const char *key, size_t *ret);
int members_count(const struct members *m, const char *key, long *ret);
/* RFC 3339, in seconds since 1970. */
int members_time(const struct members *m, const char *key, int64_t *ret);
/* Calls `read` for each object of a list, in order; null and absence are an empty
 * list. */
int members_each(const struct members *m, const char *key,
                 int (*read)(void *arg, const struct members *item), void *arg);
/* Elements of a list; null and absence have none. */
size_t members_length(const struct members *m, const char *key);

/* One of `n` words, as its number; NULL names are passed over. */
int members_word(const struct members *m, const char *key,
                 const char *(*name)(int place), int n, int *ret);
/* A list of words that `name` knows, as a set of bits by `bit`. */
int members_set(const struct members *m, const char *key,
                bool (*find)(const char *word, unsigned *bit), unsigned *ret);

/* One of the words of verdict.h, as its number. */
int members_integration(const struct members *m, const char *key, int *ret);
int members_readiness(const struct members *m, const char *key, int *ret);
int members_coverage(const struct members *m, const char *key, int *ret);
int members_verdict(const struct members *m, const char *key, int *ret);
int members_severity(const struct members *m, const char *key, int *ret);

#endif
