/* SPDX-License-Identifier: MIT */
/* yaml_document.h - the inside of a document, for yaml.c and yaml_document.c
 * alone. */
#ifndef AKSENTRA_SUPPORT_YAML_DOCUMENT_H
#define AKSENTRA_SUPPORT_YAML_DOCUMENT_H

#include "support/arena.h"
#include "support/yaml.h"

struct yaml_document {
    struct arena *arena; /* owns the name and all nodes */
    const char *name;
    const struct yaml_node *root;
    enum err_code complaint; /* the code of yaml_fail() */
};

/* An empty document without a root. NULL: out of memory. */
struct yaml_document *yaml_document_new(const char *name);

#endif
