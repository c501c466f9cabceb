/* SPDX-License-Identifier: MIT */
/* json.c - what jansson leaves to us: where an error is, keys without case. */
#include "support/json.h"

#include <stdlib.h>
#include <string.h>

#include "support/json_load.h"
#include "support/memory.h"
#include "support/secret.h"
#include "support/str.h"

json_t *
json_read(const char *text, size_t len, const char *name, struct err *e)
{
    json_error_t error;
    json_t *value;
    bool nomem;

    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    value = json_load(text, len, &error, &nomem);
    if (value)
        return value;
    if (nomem)
        err_nomem(e);
    else
        err_set(e, ERR_INPUT, "%s:%d:%d: not JSON: %s", name, error.line,
                error.column, error.text);
    return NULL;
}

json_t *
json_read_secret(const char *text, size_t len, const char *name, struct err *e)
{
    json_t *value;

    json_load_wipe(true);
    value = json_read(text, len, name, e);
    json_load_wipe(false);
    return value;
}

void
json_free_secret(json_t *value)
{
    json_load_wipe(true);
    json_decref(value);
    json_load_wipe(false);
}

char *
json_write(const json_t *value, size_t flags)
{
    bool before = memory_ran_out();
    char *text;

    memory_forget();
    text = value ? json_dumps(value, flags) : NULL;
    if (!text || memory_ran_out()) {
        free(text);
        memory_note_failure();
        return NULL;
    }
    if (before)
        memory_note_failure();
    return text;
}

char *
json_write_secret(const json_t *value)
{
    size_t size = json_dumpb(value, NULL, 0, JSON_COMPACT);
    char *text = size > 0 ? secret_alloc(size + 1) : NULL;

    if (text && json_dumpb(value, text, size, JSON_COMPACT) != size)
        text = secret_free(text);
    return text;
}

json_t *
json_get_fold(const json_t *object, const char *key, bool *clash)
{
    json_t *found = NULL, *value;
    const char *name;

    /* Most bodies use ARM's casing: the hash answers then, unless the caller
     * wants to know of a second spelling. */
    if (!clash && (found = json_object_get(object, key)))
        return found;
    json_object_foreach((json_t *)object, name, value)
    {
        if (!str_eq_fold(name, key))
            continue;
        if (!found)
            found = value;
        else if (clash && !json_equal(found, value))
            *clash = true;
    }
    return found;
}

const char *
json_get_text(const json_t *object, const char *key)
{
    return json_string_value(json_get_fold(object, key, NULL));
}

bool
json_says_more(const json_t *object, const char *key)
{
    const json_t *value = json_get_fold(object, key, NULL);

    return value && !json_is_null(value) &&
           !(json_is_string(value) && json_string_length(value) == 0);
}

const char *
json_kind(const json_t *value)
{
    if (!value)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "object";
    case JSON_ARRAY:
        return "array";
    case JSON_STRING:
        return "string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "boolean";
    case JSON_NULL:
        break;
    }
    return "null";
}

int
json_write_line(FILE *out, const json_t *value)
{
    return json_dumpf(value, out, JSON_COMPACT | JSON_ENCODE_ANY);
}

void
json_print(FILE *out, const char *text, const char *indent)
{
    /* "#" stands in strings alone, and never after a backslash. */
    while (*text) {
        size_t len = strcspn(text, "#\n");

        len += text[len] != '\0';
        fwrite(text, 1, len, out);
        text += len;
        if (text[-1] == '\n')
            fputs(indent, out);
        for (; text[-1] == '#' && *text == '#'; text++)
            fputs("\\u0023", out);
    }
}
