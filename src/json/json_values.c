/* SPDX-License-Identifier: MIT */
/* json_values.c - the small values: texts, lists, settings, times. */
#include "json/json_values.h"

#include <stdlib.h>
#include <string.h>

#include "support/clock.h"
#include "support/str.h"

json_t *
json_from_text(const char *text)
{
    json_t *value;
    char *clean;
    size_t size;

    if (!text)
        return json_null();
    value = json_string(text);
    if (value)
        return value;
    /* Not UTF-8, or out of memory: then this fails as well. */
    size = strlen(text) + 1;
    clean = malloc(size);
    if (!clean)
        return NULL;
    str_sanitize(clean, size, text);
    value = json_string(clean);
    free(clean);
    return value;
}

json_t *
json_from_list(const struct text_list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < list->len; i++) {
        if (json_array_append_new(array, json_from_text(list->items[i])) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

json_t *
json_from_tri(enum tri value)
{
    return value == TRI_UNSET ? json_null() : json_boolean(value == TRI_YES);
}

json_t *
json_view(const struct coverage_view *v)
{
    json_auto_t *o = json_object();

    if (json_put(o, "status",
                 json_from_text(coverage_status_name(v->status))) != 0 ||
        json_put(o, "reason", json_from_text(v->reason)) != 0 ||
        json_put(o, "remedy", json_from_text(v->remedy)) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
json_from_time(int64_t seconds)
{
    char text[CLOCK_TEXT_SIZE];

    clock_format(text, seconds);
    return json_string(text);
}

int
json_put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value);
}
