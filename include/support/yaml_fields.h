/* SPDX-License-Identifier: MIT */
/* yaml_fields.h - the members of a YAML mapping, read strictly: files of the
 * user are wrong rather than half understood. Every complaint has the form of
 * yaml_fail(). */
#ifndef AKSENTRA_SUPPORT_YAML_FIELDS_H
#define AKSENTRA_SUPPORT_YAML_FIELDS_H

#include "support/yaml.h"

/* `node` must be a mapping with no other keys than those of `known`
 * (NULL-ended). `what` names the mapping in the complaint: "a rule". */
int yaml_fields_check(const struct yaml_document *d,
                      const struct yaml_node *node, const char *what,
                      const char *const *known, struct err *e);

/* The text under `key`, not empty; *node (may be NULL) is where it stands.
 * *ret is NULL when there is no such key. Borrowed from the document. */
int yaml_fields_text(const struct yaml_document *d,
                     const struct yaml_node *mapping, const char *key,
                     const char **ret, const struct yaml_node **node,
                     struct err *e);

/* The sequence under `key`, which must be there and hold something. */
int yaml_fields_sequence(const struct yaml_document *d,
                         const struct yaml_node *mapping, const char *key,
                         const struct yaml_node **ret, struct err *e);

/* "'KEY' is missing" at the place of the mapping. Returns -1. */
int yaml_fields_missing(const struct yaml_document *d,
                        const struct yaml_node *mapping, const char *key,
                        struct err *e);

#endif
