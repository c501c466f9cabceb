/* SPDX-License-Identifier: MIT */
/* config.c - --config FILE: the options as YAML. */
#include "cli/config.h"

#include "support/str.h"
#include "support/yaml.h"

struct config {
    struct option_values *values;
    const struct yaml_document *doc;
    struct err *e;
};

/* Puts the place in the file and the name of the option before the trouble. */
static int
fail(const struct config *c, const struct yaml_node *node,
     const struct option_row *row, const struct err *trouble)
{
    if (trouble->code == ERR_NOMEM)
        return err_nomem(c->e);
    return yaml_fail(c->doc, node, c->e, "%s: %s", row->name, trouble->text);
}

static int
fail_kind(const struct config *c, const struct yaml_node *node,
          const struct option_row *row, const char *expected)
{
    return yaml_fail(c->doc, node, c->e, "%s: expected %s, found %s", row->name,
                     expected, yaml_kind_name(node));
}

static int
set_one(const struct config *c, const struct option_row *row,
        const struct yaml_node *node)
{
    struct err own = { 0 };

    if (node->kind != YAML_SCALAR || yaml_is_null(node))
        return fail_kind(c, node, row, "a value");
    if (option_set_value(c->values, row, OPTION_FROM_FILE, node->text, &own) !=
        0)
        return fail(c, node, row, &own);
    return 0;
}

/* An empty list could mean all or none: it is refused. */
static int
set_each(const struct config *c, const struct option_row *row,
         const struct yaml_node *sequence)
{
    if (sequence->len == 0)
        return yaml_fail(c->doc, sequence, c->e,
                         "%s: the list is empty; leave it out for the default",
                         row->name);
    for (size_t i = 0; i < sequence->len; i++) {
        if (set_one(c, row, sequence->items[i]) != 0)
            return -1;
    }
    return 0;
}

/* Words in a sequence become the one text that the option takes. */
static int
set_words(const struct config *c, const struct option_row *row,
          const struct yaml_node *sequence)
{
    struct err own = { 0 };
    auto_buf text = { 0 };

    for (size_t i = 0; i < sequence->len; i++) {
        const struct yaml_node *item = sequence->items[i];

        if (item->kind != YAML_SCALAR || yaml_is_null(item))
            return fail_kind(c, item, row, "a word");
        if (i > 0)
            buf_addc(&text, ',');
        buf_adds(&text, item->text);
    }
    if (!buf_ok(&text))
        return err_nomem(c->e);
    if (option_set_value(c->values, row, OPTION_FROM_FILE, buf_str(&text),
                         &own) != 0)
        return fail(c, sequence, row, &own);
    return 0;
}

static int
set_row(const struct config *c, const struct yaml_node *key,
        const struct yaml_node *value)
{
    const struct option_set *set = c->values->set;
    const struct option_row *row = option_find(set, key->text);
    const char *near;

    if (row && !(row->traits & OPTION_NOT_IN_FILE)) {
        if (value->kind == YAML_SEQUENCE && row->kind == OPTION_LIST)
            return set_each(c, row, value);
        if (value->kind == YAML_SEQUENCE && row->kind == OPTION_WORDS)
            return set_words(c, row, value);
        return set_one(c, row, value);
    }
    if (row)
        return yaml_fail(c->doc, key, c->e, "'%s' has no place in this file",
                         key->text);
    near = option_suggest(set, key->text);
    if (near)
        return yaml_fail(c->doc, key, c->e,
                         "unknown setting '%s' (did you mean '%s'?)", key->text,
                         near);
    return yaml_fail(c->doc, key, c->e, "unknown setting '%s'", key->text);
}

static int
set_all(const struct config *c, const struct yaml_node *root)
{
    if (yaml_is_null(root))
        return 0;
    if (root->kind != YAML_MAPPING)
        return yaml_fail(c->doc, root, c->e,
                         "expected settings (NAME: VALUE), found %s",
                         yaml_kind_name(root));
    for (size_t i = 0; i < root->len; i++) {
        if (set_row(c, root->keys[i], root->items[i]) != 0)
            return -1;
    }
    return 0;
}

int
config_read(struct option_values *v, const char *path, struct err *e)
{
    struct yaml_document *doc = NULL;
    struct config c = { .values = v, .e = e };
    int status;

    if (yaml_read(&doc, path, e) != 0)
        return err_wrap(e, "--config");
    c.doc = doc;
    status = set_all(&c, yaml_root(doc));
    yaml_document_free(doc);
    return status;
}
