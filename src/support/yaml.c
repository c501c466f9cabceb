/* SPDX-License-Identifier: MIT */
/* yaml.c - YAML 1.1 (libyaml) as a tree of nodes that know their place. */
#include "support/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "support/arena.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/vec.h"
#include "support/yaml_document.h"

/* A node with what an alias to it costs. */
struct cell {
    struct yaml_node node; /* first: a pointer to one is one to the other */
    size_t weight;         /* nodes in it, itself included */
    size_t height;         /* levels in it, itself included */
};

struct anchor {
    const char *name;
    const struct cell *cell;
    bool open; /* still being read: an alias here would be a loop */
};

/* Anchors are looked up one by one; kubeconfigs and settings have few. */
enum { ANCHORS_MAX = 1000 };

struct reader {
    yaml_parser_t parser;
    struct yaml_document *doc;
    struct vec anchors; /* struct anchor * */
    size_t nodes;
    size_t max_nodes;
    struct err *e;
};

static struct cell *read_node(struct reader *r, const yaml_event_t *event,
                              size_t depth);

static int fail_at(struct reader *r, const yaml_mark_t *mark,
                   enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static int
fail_at(struct reader *r, const yaml_mark_t *mark, enum err_code code,
        const char *fmt, ...)
{
    char text[ERR_TEXT_MAX];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return err_set(r->e, code, "%s:%zu:%zu: %s", r->doc->name, mark->line + 1,
                   mark->column + 1, text);
}

/* What libyaml says, in one line. */
static int
fail_syntax(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;

    if (p->error == YAML_MEMORY_ERROR)
        return err_nomem(r->e);
    /* The decoder knows bytes only; the parser is near that place. */
    if (p->error == YAML_READER_ERROR)
        return fail_at(r, &p->mark, ERR_INPUT, "not YAML: %s (at byte %zu)",
                       p->problem, p->problem_offset);
    return fail_at(r, &p->problem_mark, ERR_INPUT, "not YAML: %s%s%s",
                   p->context ? p->context : "", p->context ? ", " : "",
                   p->problem ? p->problem : "syntax error");
}

static int
next_event(struct reader *r, yaml_event_t *event)
{
    if (!yaml_parser_parse(&r->parser, event))
        return fail_syntax(r);
    return 0;
}

/* Counts nodes against the ceiling; an alias brings all that it stands for. */
static int
count_nodes(struct reader *r, const yaml_mark_t *mark, size_t more)
{
    if (more > r->max_nodes - r->nodes)
        return fail_at(r, mark, ERR_LIMIT, "more than %zu values",
                       r->max_nodes);
    r->nodes += more;
    return 0;
}

static struct cell *
new_cell(struct reader *r, enum yaml_kind kind, const yaml_mark_t *mark)
{
    struct cell *c;

    if (count_nodes(r, mark, 1) != 0)
        return NULL;
    c = arena_alloc(r->doc->arena, sizeof(*c));
    if (!c) {
        err_nomem(r->e);
        return NULL;
    }
    c->node.kind = kind;
    c->node.line = mark->line + 1;
    c->node.column = mark->column + 1;
    c->weight = 1;
    c->height = 1;
    return c;
}

/* Remembers `c` under its anchor. *ret is NULL when there is none. */
static int
add_anchor(struct reader *r, const yaml_char_t *name, const struct cell *c,
           const yaml_mark_t *mark, struct anchor **ret)
{
    struct anchor *a;

    *ret = NULL;
    if (!name)
        return 0;
    if (r->anchors.len == ANCHORS_MAX)
        return fail_at(r, mark, ERR_LIMIT, "more than %d anchors", ANCHORS_MAX);
    a = arena_alloc(r->doc->arena, sizeof(*a));
    if (!a || vec_push(&r->anchors, a) != 0)
        return err_nomem(r->e);
    a->name = arena_strdup(r->doc->arena, (const char *)name);
    a->cell = c;
    a->open = true;
    *ret = a;
    return a->name ? 0 : err_nomem(r->e);
}

/* The latest anchor of that name counts (YAML 1.1, 3.2.2.2). */
static const struct anchor *
find_anchor(const struct reader *r, const char *name)
{
    for (size_t i = r->anchors.len; i > 0; i--) {
        const struct anchor *a = r->anchors.items[i - 1];

        if (str_eq(a->name, name))
            return a;
    }
    return NULL;
}

static const struct cell *
read_alias(struct reader *r, const yaml_event_t *event, size_t depth)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct anchor *a = find_anchor(r, name);

    if (!a) {
        fail_at(r, &event->start_mark, ERR_INPUT, "no anchor '%s' before this",
                name);
        return NULL;
    }
    if (a->open) {
        fail_at(r, &event->start_mark, ERR_INPUT, "'%s' contains itself", name);
        return NULL;
    }
    if (depth + a->cell->height > YAML_DEFAULT_DEPTH) {
        fail_at(r, &event->start_mark, ERR_LIMIT, "nested more than %d deep",
                YAML_DEFAULT_DEPTH);
        return NULL;
    }
    if (count_nodes(r, &event->start_mark, a->cell->weight) != 0)
        return NULL;
    return a->cell;
}

/* Only the tags that every YAML has: others ask for the types of one language.
 */
static int
check_tag(struct reader *r, const yaml_event_t *event, const yaml_char_t *tag)
{
    static const char *const core[] = {
        YAML_NULL_TAG, YAML_BOOL_TAG,  YAML_STR_TAG,
        YAML_INT_TAG,  YAML_FLOAT_TAG, YAML_TIMESTAMP_TAG,
        YAML_SEQ_TAG,  YAML_MAP_TAG,   "!"
    };

    if (!tag)
        return 0;
    for (size_t i = 0; i < sizeof(core) / sizeof(core[0]); i++) {
        if (str_eq((const char *)tag, core[i]))
            return 0;
    }
    return fail_at(r, &event->start_mark, ERR_INPUT, "the tag '%s' is unknown",
                   (const char *)tag);
}

/* A kubeconfig holds secrets, and libyaml frees what it read as it is: its
 * buffers, and with each scalar the text (of which it may have left shorter
 * copies behind while it grew). */
static void
wipe_buffers(yaml_parser_t *p)
{
    secret_wipe(p->raw_buffer.start,
                (size_t)(p->raw_buffer.end - p->raw_buffer.start));
    secret_wipe(p->buffer.start, (size_t)(p->buffer.end - p->buffer.start));
}

static void
free_event(yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT && event->data.scalar.value)
        secret_wipe(event->data.scalar.value, event->data.scalar.length);
    yaml_event_delete(event);
}

static struct cell *
read_scalar(struct reader *r, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    const char *tag = (const char *)event->data.scalar.tag;
    size_t len = event->data.scalar.length;
    struct anchor *anchor;
    struct cell *c;

    if (check_tag(r, event, event->data.scalar.tag) != 0)
        return NULL;
    if (memchr(text, '\0', len)) {
        fail_at(r, &event->start_mark, ERR_INPUT, "text with a NUL character");
        return NULL;
    }
    c = new_cell(r, YAML_SCALAR, &event->start_mark);
    if (!c || add_anchor(r, event->data.scalar.anchor, c, &event->start_mark,
                         &anchor) != 0)
        return NULL;
    if (anchor)
        anchor->open = false;
    c->node.text = arena_strndup(r->doc->arena, text, len);
    if (!c->node.text) {
        err_nomem(r->e);
        return NULL;
    }
    c->node.quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
                     str_eq(tag, YAML_STR_TAG) || str_eq(tag, "!");
    return c;
}

static struct yaml_node **
keep_list(struct reader *r, const struct vec *list)
{
    struct yaml_node **copy = arena_alloc(
        r->doc->arena, (list->len + 1) * sizeof(struct yaml_node *));

    if (!copy)
        err_nomem(r->e);
    for (size_t i = 0; copy && i < list->len; i++)
        copy[i] = list->items[i];
    return copy;
}

/* By text, then by place, so that the second of two is the one named. */
static int
compare_keys(const void *a, const void *b)
{
    const struct yaml_node *x = *(struct yaml_node *const *)a;
    const struct yaml_node *y = *(struct yaml_node *const *)b;
    int order = strcmp(x->text, y->text);

    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    if (order == 0)
        order = (x->column > y->column) - (x->column < y->column);
    return order;
}

static int
refuse_duplicates(struct reader *r, const struct vec *keys)
{
    struct yaml_node **sorted;
    int status = 0;

    if (keys->len < 2)
        return 0;
    sorted = reallocarray(NULL, keys->len, sizeof(struct yaml_node *));
    if (!sorted)
        return err_nomem(r->e);
    for (size_t i = 0; i < keys->len; i++)
        sorted[i] = keys->items[i];
    qsort(sorted, keys->len, sizeof(struct yaml_node *), compare_keys);
    for (size_t i = 1; i < keys->len && status == 0; i++) {
        if (str_eq(sorted[i - 1]->text, sorted[i]->text))
            status = err_set(r->e, ERR_INPUT,
                             "%s:%zu:%zu: '%s' is there twice (first in line "
                             "%zu)",
                             r->doc->name, sorted[i]->line, sorted[i]->column,
                             sorted[i]->text, sorted[i - 1]->line);
    }
    free(sorted);
    return status;
}

static int
push_child(struct reader *r, struct vec *list, struct cell *parent,
           struct cell *child)
{
    if (!child)
        return -1;
    if (vec_push(list, &child->node) != 0)
        return err_nomem(r->e);
    parent->weight += child->weight;
    if (child->height + 1 > parent->height)
        parent->height = child->height + 1;
    return 0;
}

/* Reads up to the end of the collection; keys go to `keys` in a mapping. */
static int
read_children(struct reader *r, struct cell *c, struct vec *keys,
              struct vec *items, size_t depth)
{
    bool mapping = c->node.kind == YAML_MAPPING;
    bool key = mapping;

    for (;;) {
        yaml_event_t event;
        struct cell *child;
        int status;

        if (next_event(r, &event) != 0)
            return -1;
        if (event.type == YAML_SEQUENCE_END_EVENT ||
            event.type == YAML_MAPPING_END_EVENT) {
            free_event(&event);
            return 0;
        }
        child = read_node(r, &event, depth + 1);
        if (child && key && child->node.kind != YAML_SCALAR) {
            fail_at(r, &event.start_mark, ERR_INPUT, "a key must be text");
            child = NULL;
        }
        status = push_child(r, key ? keys : items, c, child);
        free_event(&event);
        if (status != 0)
            return -1;
        key = mapping && !key;
    }
}

static struct cell *
read_collection(struct reader *r, const yaml_event_t *event, size_t depth)
{
    bool mapping = event->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *name = mapping ? event->data.mapping_start.anchor
                                      : event->data.sequence_start.anchor;
    const yaml_char_t *tag = mapping ? event->data.mapping_start.tag
                                     : event->data.sequence_start.tag;
    struct vec keys = { 0 }, items = { 0 };
    struct anchor *anchor;
    struct cell *c;

    if (check_tag(r, event, tag) != 0)
        return NULL;
    c = new_cell(r, mapping ? YAML_MAPPING : YAML_SEQUENCE, &event->start_mark);
    if (!c || add_anchor(r, name, c, &event->start_mark, &anchor) != 0)
        return NULL;
    if (read_children(r, c, &keys, &items, depth) != 0 ||
        refuse_duplicates(r, &keys) != 0 ||
        !(c->node.keys = keep_list(r, &keys)) ||
        !(c->node.items = keep_list(r, &items)))
        c = NULL;
    else
        c->node.len = items.len;
    if (anchor)
        anchor->open = false;
    vec_free(&keys);
    vec_free(&items);
    return c;
}

/* NULL: the reason is in r->e. Recursion ends at YAML_DEFAULT_DEPTH. */
static struct cell *
read_node(struct reader *r, const yaml_event_t *event, size_t depth)
{
    if (depth >= YAML_DEFAULT_DEPTH) {
        fail_at(r, &event->start_mark, ERR_LIMIT, "nested more than %d deep",
                YAML_DEFAULT_DEPTH);
        return NULL;
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, event);
    case YAML_ALIAS_EVENT:
        /* The tree is read-only once it is handed out: sharing is safe. */
        return (struct cell *)read_alias(r, event, depth);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return read_collection(r, event, depth);
    default:
        fail_at(r, &event->start_mark, ERR_INTERNAL, "unexpected YAML event");
        return NULL;
    }
}

/* One step; *type says which event it was. Nodes become the root. */
static int
read_step(struct reader *r, yaml_event_type_t *type)
{
    yaml_event_t event;
    int status = 0;

    if (next_event(r, &event) != 0)
        return -1;
    *type = event.type;
    switch (event.type) {
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_NO_EVENT:
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (r->doc->root)
            status = fail_at(r, &event.start_mark, ERR_INPUT,
                             "a second document; only one is expected");
        break;
    default: {
        const struct cell *root = read_node(r, &event, 0);

        r->doc->root = root ? &root->node : NULL;
        status = root ? 0 : -1;
    }
    }
    free_event(&event);
    return status;
}

static int
read_stream(struct reader *r)
{
    static const yaml_mark_t start = { 0, 0, 0 };
    yaml_event_type_t type = YAML_NO_EVENT;
    struct cell *empty;

    while (type != YAML_STREAM_END_EVENT) {
        if (read_step(r, &type) != 0)
            return -1;
    }
    if (r->doc->root)
        return 0;
    empty = new_cell(r, YAML_SCALAR, &start);
    if (!empty)
        return -1;
    empty->node.text = "";
    r->doc->root = &empty->node;
    return 0;
}

int
yaml_parse(struct yaml_document **ret, const char *text, size_t len,
           const char *name, struct err *e)
{
    static const struct yaml_limits limits = { YAML_DEFAULT_BYTES,
                                               YAML_DEFAULT_NODES };

    return yaml_parse_within(ret, text, len, name, &limits, e);
}

int
yaml_parse_within(struct yaml_document **ret, const char *text, size_t len,
                  const char *name, const struct yaml_limits *limits,
                  struct err *e)
{
    struct reader r = { .e = e, .max_nodes = limits->nodes };
    int status;

    if (len > limits->bytes)
        return err_set(e, ERR_LIMIT, "%s: larger than %zu bytes", name,
                       limits->bytes);
    r.doc = yaml_document_new(name);
    if (!r.doc)
        return err_nomem(e);
    if (!yaml_parser_initialize(&r.parser)) {
        yaml_document_free(r.doc);
        return err_nomem(e);
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, len);
    status = read_stream(&r);
    wipe_buffers(&r.parser);
    yaml_parser_delete(&r.parser);
    vec_free(&r.anchors);
    if (status != 0) {
        yaml_document_free(r.doc);
        return -1;
    }
    *ret = r.doc;
    return 0;
}
