/* SPDX-License-Identifier: MIT */
/* fault_mutate.c - one value of a genuine reply becomes another. */
#include "fault.h"

#include <stdlib.h>
#include <string.h>

/* The next name of a JSON pointer (RFC 6901), which moves on; the caller frees
 * it. */
static char *
take_name(const char **at)
{
    size_t len = strcspn(++*at, "/");
    char *name = text_format("%.*s", (int)len, *at), *out = name;

    *at += len;
    for (const char *in = name; *in; in++) {
        if (*in == '~')
            *out++ = *++in == '1' ? '/' : '~';
        else
            *out++ = *in;
    }
    *out = '\0';
    return name;
}

static size_t
place_of(const char *name)
{
    return (size_t)strtoul(name, NULL, 10);
}

static json_t *
member(const json_t *value, const char *name)
{
    return json_is_array(value) ? json_array_get(value, place_of(name))
                                : json_object_get(value, name);
}

/* Takes the reference to `put`; NULL: the member is taken out. */
static void
put_member(json_t *value, const char *name, json_t *put)
{
    if (json_is_array(value) && put)
        json_array_set_new(value, place_of(name), put);
    else if (json_is_array(value))
        json_array_remove(value, place_of(name));
    else if (put)
        json_object_set_new(value, name, put);
    else
        json_object_del(value, name);
}

/* The value that `body` has become: `body` itself but for the root of all.
 * Takes the reference and gives one. */
static json_t *
mutate(json_t *body, const char *at, const json_t *put)
{
    json_t *value = body;
    char *name;

    if (*at != '/') {
        json_decref(body);
        return put ? json_deep_copy(put) : json_null();
    }
    for (name = take_name(&at); *at && member(value, name);
         name = take_name(&at)) {
        value = member(value, name);
        free(name);
    }
    if (member(value, name))
        put_member(value, name, put ? json_deep_copy(put) : NULL);
    free(name);
    return body;
}

void
fault_mutate(const struct fault *t, struct reply *reply)
{
    json_t *body = json_loadb(reply->body.data ? reply->body.data : "",
                              reply->body.len, 0, NULL);
    char *text;

    if (!body)
        return;
    body = mutate(body, t->at, t->value);
    text = json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY);
    if (!text)
        abort();
    text_free(&reply->body);
    text_add(&reply->body, text, strlen(text));
    free(text);
    json_decref(body);
}
