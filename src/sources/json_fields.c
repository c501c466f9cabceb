/* SPDX-License-Identifier: MIT */
/* json_fields.c - reading the members of an object of Azure, one by one. */
#include "sources/json_fields.h"

#include <string.h>

#include "support/json.h"
#include "support/str.h"

/* Problems are rare and few; a body that is wrong everywhere is cut short. */
#define PROBLEMS_MAX 16

struct fields
fields_below(struct fields *f, const char *key)
{
    struct fields below = *f;

    below.object = fields_object(f, key);
    below.path = arena_printf(f->arena, "%s%s.", f->path, key);
    below.trouble = NULL;
    below.out_of_memory = !below.path;
    if (!below.path)
        below.path = "";
    return below;
}

void
fields_join(struct fields *f, const struct fields *below)
{
    f->out_of_memory |= below->out_of_memory;
}

static bool
add_problem(struct fields *f, const char *text)
{
    struct text_list *list = f->problems;
    const char **items;

    if (list->len == PROBLEMS_MAX)
        return true;
    if (list->len == 0) {
        items = arena_alloc(f->arena, sizeof(*items) * PROBLEMS_MAX);
        if (!items)
            return false;
        list->items = items;
    }
    list->items[list->len++] = text;
    return true;
}

const char *
fields_problem(struct fields *f, const char *key, const char *wanted,
               const json_t *found)
{
    char name[128];
    const char *text;

    str_sanitize(name, sizeof(name), key);
    text = arena_printf(f->arena, "%s%s: expected %s, found %s", f->path, name,
                        wanted, json_kind(found));
    if (!text || !add_problem(f, text)) {
        f->out_of_memory = true;
        return NULL;
    }
    if (!f->trouble)
        f->trouble = text;
    return text;
}

/* NULL for absent and null alike. */
static const json_t *
member(const struct fields *f, const char *key)
{
    const json_t *value = json_get_fold(f->object, key, NULL);

    return json_is_null(value) ? NULL : value;
}

const char *
fields_text(struct fields *f, const char *key)
{
    const json_t *value = member(f, key);
    const char *text;

    if (!value)
        return NULL;
    if (!json_is_string(value)) {
        fields_problem(f, key, "string", value);
        return NULL;
    }
    if (json_string_length(value) == 0)
        return NULL;
    text = arena_intern(f->arena, json_string_value(value));
    if (!text)
        f->out_of_memory = true;
    return text;
}

enum tri
fields_tri(struct fields *f, const char *key)
{
    const json_t *value = member(f, key);

    if (!value)
        return TRI_UNSET;
    if (!json_is_boolean(value)) {
        fields_problem(f, key, "boolean", value);
        return TRI_UNSET;
    }
    return json_is_true(value) ? TRI_YES : TRI_NO;
}

const json_t *
fields_object(struct fields *f, const char *key)
{
    const json_t *value = member(f, key);

    if (!value || json_is_object(value))
        return value;
    fields_problem(f, key, "object", value);
    return NULL;
}

bool
fields_element(struct fields *f, const char *key, const json_t *item)
{
    if (json_is_object(item))
        return true;
    fields_problem(f, key, "object", item);
    return false;
}

const json_t *
fields_array(struct fields *f, const char *key)
{
    const json_t *value = member(f, key);

    if (!value || json_is_array(value))
        return value;
    fields_problem(f, key, "array", value);
    return NULL;
}
