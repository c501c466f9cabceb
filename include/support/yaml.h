/* SPDX-License-Identifier: MIT */
/* yaml.h - YAML 1.1 (libyaml) as a tree of nodes that know their place.
 *
 * Bounded: bytes, depth, number of nodes; an alias shares the anchored node and
 * counts again, so that alias bombs end at the ceiling. Duplicate keys in a
 * mapping, keys that are no scalars, tags other than the core ones, NUL
 * characters and more than one document are errors.
 *
 * Names keep clear of libyaml's own exported yaml_free(), yaml_malloc() and
 * yaml_strdup(), which ours would replace inside the library. */
#ifndef AKSENTRA_SUPPORT_YAML_H
#define AKSENTRA_SUPPORT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "support/err.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
    enum yaml_kind kind;
    size_t line; /* from 1 */
    size_t column;
    const char *text; /* scalar: its value, NUL-terminated; else NULL */
    bool quoted; /* in quotes, a block or !!str: "null" and "5" are text then */
    size_t len;  /* items of a sequence, pairs of a mapping */
    struct yaml_node **keys;  /* mapping: scalars only */
    struct yaml_node **items; /* sequence items or mapping values */
};

struct yaml_document;

#define YAML_DEFAULT_BYTES ((size_t)16 * 1024 * 1024)
#define YAML_DEFAULT_NODES 100000
#define YAML_DEFAULT_DEPTH 32

struct yaml_limits {
    size_t bytes;
    size_t nodes;
};

/* Parses the text of `len` bytes; `name` is the file, for messages of the form
 * "NAME:LINE:COLUMN: what is wrong" (ERR_INPUT, or ERR_LIMIT for a ceiling).
 * An empty document gives a root that is an unquoted empty scalar. */
int yaml_parse(struct yaml_document **ret, const char *text, size_t len,
               const char *name, struct err *e);

/* The same with ceilings of one's own. */
int yaml_parse_within(struct yaml_document **ret, const char *text, size_t len,
                      const char *name, const struct yaml_limits *limits,
                      struct err *e);

/* Reads and parses a file that the user named, "-" for standard input.
 * Whatever is wrong with it is ERR_USAGE, now and in yaml_fail(). */
int yaml_read(struct yaml_document **ret, const char *path, struct err *e);

/* Accepts NULL; returns NULL. */
struct yaml_document *yaml_document_free(struct yaml_document *d);

const struct yaml_node *yaml_root(const struct yaml_document *d);

/* For readers of a document: complains of `node`, with the file and the place
 * before the text. Returns -1. */
int yaml_fail(const struct yaml_document *d, const struct yaml_node *node,
              struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* "a mapping", "a sequence", "text", "nothing": for such complaints. */
const char *yaml_kind_name(const struct yaml_node *node);

/* The value under `key`, exact; NULL: no mapping or no such key. */
const struct yaml_node *yaml_get(const struct yaml_node *mapping,
                                 const char *key);

/* An unquoted null, ~ or empty scalar. */
bool yaml_is_null(const struct yaml_node *node);

#endif
