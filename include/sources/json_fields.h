/* SPDX-License-Identifier: MIT */
/* json_fields.h - reading the members of an object of Azure, one by one.
 *
 * A member that is absent or null is a fact of its own (NULL, TRI_UNSET). A
 * member of the wrong type is not guessed at: it reads as absent, and the
 * object's list of problems says so. */
#ifndef AKSENTRA_SOURCES_JSON_FIELDS_H
#define AKSENTRA_SOURCES_JSON_FIELDS_H

#include <jansson.h>
#include <stdbool.h>

#include "model/cluster.h"
#include "support/arena.h"

struct fields {
    struct arena *arena;
    const json_t *object; /* may be NULL: everything is absent */
    const char *path;     /* of the object, with a dot at its end; or "" */
    struct text_list *problems; /* where they go */
    struct cluster *cluster;    /* that is being read; NULL: none */
    const char *trouble;        /* the first problem of this object, or NULL */
    bool out_of_memory;         /* sticks */
};

/* The members of the object under `key`. */
struct fields fields_below(struct fields *f, const char *key);

/* Takes over whether memory ran out below. */
void fields_join(struct fields *f, const struct fields *below);

/* A text in the arena, shared when equal; "" reads as absent. */
const char *fields_text(struct fields *f, const char *key);
enum tri fields_tri(struct fields *f, const char *key);
const json_t *fields_object(struct fields *f, const char *key);
/* An element of the array `key`; false, and a problem: it is no object. */
bool fields_element(struct fields *f, const char *key, const json_t *item);
const json_t *fields_array(struct fields *f, const char *key);

/* Notes "PATHKEY: expected WANTED, found a ..."; the text, NULL: no memory. */
const char *fields_problem(struct fields *f, const char *key,
                           const char *wanted, const json_t *found);

#endif
