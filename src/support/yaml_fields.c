/* SPDX-License-Identifier: MIT */
/* yaml_fields.c - the members of a YAML mapping, read strictly. */
#include "support/yaml_fields.h"

#include "support/buf.h"
#include "support/str.h"

static bool
is_known(const char *const *known, const char *key)
{
    for (size_t i = 0; known[i]; i++) {
        if (str_eq(known[i], key))
            return true;
    }
    return false;
}

static int
fail_unknown(const struct yaml_document *d, const struct yaml_node *key,
             const char *const *known, struct err *e)
{
    auto_buf list = { 0 };

    for (size_t i = 0; known[i]; i++) {
        if (i > 0)
            buf_adds(&list, known[i + 1] ? ", " : " or ");
        buf_adds(&list, known[i]);
    }
    return yaml_fail(d, key, e, "unknown key '%s'; expected %s", key->text,
                     buf_str(&list));
}

int
yaml_fields_check(const struct yaml_document *d, const struct yaml_node *node,
                  const char *what, const char *const *known, struct err *e)
{
    if (node->kind != YAML_MAPPING)
        return yaml_fail(d, node, e, "expected %s (KEY: VALUE), found %s", what,
                         yaml_kind_name(node));
    for (size_t i = 0; i < node->len; i++) {
        if (!is_known(known, node->keys[i]->text))
            return fail_unknown(d, node->keys[i], known, e);
    }
    return 0;
}

int
yaml_fields_text(const struct yaml_document *d, const struct yaml_node *mapping,
                 const char *key, const char **ret,
                 const struct yaml_node **node, struct err *e)
{
    const struct yaml_node *value = yaml_get(mapping, key);

    *ret = NULL;
    if (node)
        *node = value;
    if (!value)
        return 0;
    if (value->kind != YAML_SCALAR || yaml_is_null(value) ||
        str_empty(value->text))
        return yaml_fail(d, value, e, "%s: expected text, found %s", key,
                         value->kind == YAML_SCALAR ? "nothing"
                                                    : yaml_kind_name(value));
    *ret = value->text;
    return 0;
}

int
yaml_fields_sequence(const struct yaml_document *d,
                     const struct yaml_node *mapping, const char *key,
                     const struct yaml_node **ret, struct err *e)
{
    const struct yaml_node *value = yaml_get(mapping, key);

    if (!value)
        return yaml_fields_missing(d, mapping, key, e);
    if (value->kind != YAML_SEQUENCE)
        return yaml_fail(d, value, e, "%s: expected a sequence, found %s", key,
                         yaml_kind_name(value));
    if (value->len == 0)
        return yaml_fail(d, value, e, "%s: expected at least one, found none",
                         key);
    *ret = value;
    return 0;
}

int
yaml_fields_missing(const struct yaml_document *d,
                    const struct yaml_node *mapping, const char *key,
                    struct err *e)
{
    return yaml_fail(d, mapping, e, "'%s' is missing", key);
}
