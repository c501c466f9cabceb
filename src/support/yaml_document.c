/* SPDX-License-Identifier: MIT */
/* yaml_document.c - a document as its readers see it. */
#include "support/yaml_document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/files.h"
#include "support/str.h"

struct yaml_document *
yaml_document_new(const char *name)
{
    struct yaml_document *d = calloc(1, sizeof(*d));

    if (!d)
        return NULL;
    d->complaint = ERR_INPUT;
    d->arena = arena_new();
    d->name = d->arena ? arena_strdup(d->arena, name) : NULL;
    return d->name ? d : yaml_document_free(d);
}

int
yaml_read(struct yaml_document **ret, const char *path, struct err *e)
{
    struct err own = { 0 };
    auto_buf text = { 0 };

    if (files_read(path, YAML_DEFAULT_BYTES, &text, &own) == 0 &&
        yaml_parse(ret, buf_str(&text), text.len,
                   str_eq(path, "-") ? "standard input" : path, &own) == 0) {
        (*ret)->complaint = ERR_USAGE;
        return 0;
    }
    return err_set(e, own.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                   own.text);
}

struct yaml_document *
yaml_document_free(struct yaml_document *d)
{
    if (d)
        arena_wipe_free(d->arena); /* it may be a kubeconfig */
    free(d);
    return NULL;
}

const struct yaml_node *
yaml_root(const struct yaml_document *d)
{
    return d->root;
}

const struct yaml_node *
yaml_get(const struct yaml_node *mapping, const char *key)
{
    if (!mapping || mapping->kind != YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->len; i++) {
        if (str_eq(mapping->keys[i]->text, key))
            return mapping->items[i];
    }
    return NULL;
}

bool
yaml_is_null(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && !node->quoted &&
           (str_empty(node->text) || str_eq(node->text, "~") ||
            str_eq_fold(node->text, "null"));
}

int
yaml_fail(const struct yaml_document *d, const struct yaml_node *node,
          struct err *e, const char *fmt, ...)
{
    char text[ERR_TEXT_MAX];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return err_set(e, d->complaint, "%s:%zu:%zu: %s", d->name, node->line,
                   node->column, text);
}

const char *
yaml_kind_name(const struct yaml_node *node)
{
    if (yaml_is_null(node))
        return "nothing";
    switch (node->kind) {
    case YAML_SEQUENCE:
        return "a sequence";
    case YAML_MAPPING:
        return "a mapping";
    case YAML_SCALAR:
        break;
    }
    return "text";
}
