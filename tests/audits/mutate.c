/* SPDX-License-Identifier: MIT */
/* mutate.c - every value of a body in every wrong type. */
#include "audits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    json_t *seen;
    unsigned depth; /* of pointers, at most */
    size_t values;  /* wrong ones for each, at most; from 2 on null too */
    void (*visit)(void *arg, const struct mutation *m);
    void *arg;
};

/* The member's name as RFC 6901 has it, behind the pointer. */
static void
join(char *out, size_t size, const char *pointer, const char *name)
{
    size_t len = (size_t)snprintf(out, size, "%s/", pointer);

    for (; *name && len + 3 < size; name++) {
        if (*name == '~' || *name == '/') {
            out[len++] = '~';
            out[len++] = *name == '~' ? '0' : '1';
        } else {
            out[len++] = *name;
        }
    }
    out[len] = '\0';
}

/* Of every type but that of the value itself; null first. */
static void
visit_values(const struct walk *w, const char *pointer, const json_t *value)
{
    json_t *others =
        json_pack("[n, i, s, b, [], [i], {}, {s:s}]", 7, "x", 1, 5, "x", "y");
    const json_t *other;
    size_t i, left = w->values;

    json_array_foreach(others, i, other)
    {
        const struct mutation m = { .pointer = pointer, .value = other };

        if (json_typeof(other) == json_typeof(value) ||
            (json_is_boolean(other) && json_is_boolean(value)) ||
            (json_is_null(other) ? w->values == 1 : left == 0))
            continue;
        left -= !json_is_null(other);
        w->visit(w->arg, &m);
    }
    json_decref(others);
}

static unsigned
depth_of(const char *pointer)
{
    unsigned n = 0;

    for (; *pointer; pointer++)
        n += *pointer == '/';
    return n;
}

static void
walk(const struct walk *w, const json_t *value, const char *pointer,
     const char *family)
{
    char below[512], form[512];
    const char *name;
    json_t *item;
    size_t i;

    if (depth_of(pointer) > w->depth)
        return;
    if (!json_object_get(w->seen, family)) {
        json_object_set_new(w->seen, family, json_true());
        visit_values(w, pointer, value);
    }
    json_object_foreach((json_t *)value, name, item)
    {
        join(below, sizeof(below), pointer, name);
        join(form, sizeof(form), family, name);
        walk(w, item, below, form);
    }
    json_array_foreach(value, i, item)
    {
        snprintf(below, sizeof(below), "%s/%zu", pointer, i);
        snprintf(form, sizeof(form), "%s/*", family);
        walk(w, item, below, form);
    }
}

void
mutate_each(const json_t *body, const char *family, json_t *seen,
            void (*visit)(void *arg, const struct mutation *m), void *arg)
{
    const char *depth = getenv("SWEEP_DEPTH"), *values = getenv("SWEEP_VALUES");
    const struct walk w = {
        .seen = seen,
        .depth = depth ? (unsigned)strtoul(depth, NULL, 10) : 100,
        .values = values ? strtoul(values, NULL, 10) : 100,
        .visit = visit,
        .arg = arg,
    };

    walk(&w, body, "", family);
}

static json_t *
put(const json_t *body, const char *pointer, const json_t *value)
{
    char name[256];
    size_t len, out = 0;
    json_t *copy, *item;

    if (!*pointer)
        return json_deep_copy(value);
    len = strcspn(++pointer, "/");
    for (size_t i = 0; i < len && out + 1 < sizeof(name); i++) {
        char c = pointer[i];

        if (c == '~')
            c = pointer[++i] == '1' ? '/' : '~';
        name[out++] = c;
    }
    name[out] = '\0';
    copy = json_copy((json_t *)body);
    item = json_is_array(body) ? json_array_get(body, strtoul(name, NULL, 10))
                               : json_object_get(body, name);
    item = put(item, pointer + len, value);
    if (json_is_array(copy))
        json_array_set_new(copy, strtoul(name, NULL, 10), item);
    else
        json_object_set_new(copy, name, item);
    return copy;
}

json_t *
mutate_apply(const json_t *body, const struct mutation *m)
{
    return put(body, m->pointer, m->value);
}
