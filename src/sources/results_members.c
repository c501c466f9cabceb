/* SPDX-License-Identifier: MIT */
/* results_members.c - reading the members of an object of results.json. */
#include "sources/results_members.h"

#include <stdio.h>
#include <string.h>

#include "support/clock.h"
#include "support/json.h"
#include "support/json_stream.h"
#include "support/str.h"

void
members_enter(struct members *m, const char *key, size_t place,
              const json_t *value)
{
    m->object = value;
    if (place == JSON_MEMBER)
        snprintf(m->path, sizeof(m->path), "/%.40s", key);
    else
        snprintf(m->path, sizeof(m->path), "/%.40s/%zu", key, place);
}

struct members
members_below(const struct members *m, const char *key, const json_t *object)
{
    struct members below = *m;

    snprintf(below.path, sizeof(below.path), "%.80s/%.40s", m->path, key);
    below.object = object;
    return below;
}

int
members_refuse(const struct members *m, const char *key, const char *wanted,
               const char *found)
{
    char safe[128];

    str_sanitize(safe, sizeof(safe), str_or(found, "nothing"));
    return err_set(m->e, ERR_INPUT, "%s: %s%s%s: expected %s, found %s",
                   m->file, m->path, key ? "/" : "", key ? key : "", wanted,
                   safe);
}

static const json_t *
get(const struct members *m, const char *key)
{
    const json_t *value = json_object_get(m->object, key);

    return json_is_null(value) ? NULL : value;
}

static int
refuse_kind(const struct members *m, const char *key, const char *wanted)
{
    return members_refuse(m, key, wanted,
                          json_kind(json_object_get(m->object, key)));
}

int
members_text(const struct members *m, const char *key, bool required,
             const char **ret)
{
    const json_t *value = get(m, key);
    const char *text = json_string_value(value);

    *ret = NULL;
    if (!value && !required)
        return 0;
    if (!text)
        return refuse_kind(m, key, "a string");
    if (!*text && required)
        return members_refuse(m, key, "a text", "an empty one");
    *ret = arena_intern(m->arena, text);
    return *ret ? 0 : err_nomem(m->e);
}

int
members_bool(const struct members *m, const char *key, bool *ret)
{
    const json_t *value = get(m, key);

    if (!json_is_boolean(value))
        return refuse_kind(m, key, "a boolean");
    *ret = json_is_true(value);
    return 0;
}

int
members_tri(const struct members *m, const char *key, enum tri *ret)
{
    bool truth = false;

    *ret = TRI_UNSET;
    if (!get(m, key))
        return 0;
    if (members_bool(m, key, &truth) != 0)
        return -1;
    *ret = truth ? TRI_YES : TRI_NO;
    return 0;
}

int
members_texts(const struct members *m, const char *key, struct text_list *ret)
{
    const json_t *list = get(m, key), *item;
    size_t i;

    if (!json_is_array(list))
        return refuse_kind(m, key, "an array");
    ret->len = 0;
    ret->items = arena_alloc(m->arena,
                             (json_array_size(list) + 1) * sizeof(*ret->items));
    if (!ret->items)
        return err_nomem(m->e);
    json_array_foreach(list, i, item)
    {
        if (!json_is_string(item))
            return members_refuse(m, key, "an array of strings",
                                  json_kind(item));
        ret->items[i] = arena_intern(m->arena, json_string_value(item));
        if (!ret->items[i])
            return err_nomem(m->e);
        ret->len++;
    }
    return 0;
}

int
members_object(const struct members *m, const char *key, bool required,
               const json_t **ret)
{
    const json_t *value = get(m, key);

    *ret = value;
    if (!value && !required)
        return 0;
    return json_is_object(value) ? 0 : refuse_kind(m, key, "an object");
}

int
members_count(const struct members *m, const char *key, long *ret)
{
    const json_t *value = get(m, key);

    *ret = -1;
    if (!value)
        return 0;
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return refuse_kind(m, key, "a number from 0 on");
    *ret = (long)json_integer_value(value);
    return 0;
}

int
members_size(const struct members *m, const char *key, size_t *ret)
{
    long n = -1;

    if (members_count(m, key, &n) != 0)
        return -1;
    if (n < 0)
        return refuse_kind(m, key, "a number from 0 on");
    *ret = (size_t)n;
    return 0;
}

int
members_time(const struct members *m, const char *key, int64_t *ret)
{
    const char *text;

    if (members_text(m, key, true, &text) != 0)
        return -1;
    return clock_parse(text, ret)
               ? 0
               : members_refuse(m, key, "a date and time (RFC 3339)", text);
}

int
members_each(const struct members *m, const char *key,
             int (*read)(void *arg, const struct members *item), void *arg)
{
    const json_t *list = get(m, key), *value;
    size_t i;

    if (!list)
        return 0;
    if (!json_is_array(list))
        return refuse_kind(m, key, "an array");
    json_array_foreach(list, i, value)
    {
        struct members item = members_below(m, key, value);
        size_t len = strlen(item.path);

        snprintf(item.path + len, sizeof(item.path) - len, "/%zu", i);
        if (!json_is_object(value))
            return members_refuse(&item, NULL, "an object", json_kind(value));
        if (read(arg, &item) != 0)
            return -1;
    }
    return 0;
}

size_t
members_length(const struct members *m, const char *key)
{
    return json_array_size(get(m, key));
}

/* ---- words --------------------------------------------------------------- */

int
members_word(const struct members *m, const char *key,
             const char *(*name)(int place), int n, int *ret)
{
    const json_t *value = get(m, key);
    const char *text = json_string_value(value);
    char wanted[240] = "";
    size_t len = 0;

    for (int i = 0; i < n; i++) {
        if (text && str_eq(name(i), text)) {
            *ret = i;
            return 0;
        }
    }
    for (int i = 0; i < n && len < sizeof(wanted); i++)
        if (name(i))
            len += (size_t)snprintf(wanted + len, sizeof(wanted) - len, "%s%s",
                                    len == 0    ? ""
                                    : i + 1 < n ? ", "
                                                : " or ",
                                    name(i));
    return text ? members_refuse(m, key, wanted, text)
                : refuse_kind(m, key, wanted);
}

int
members_set(const struct members *m, const char *key,
            bool (*find)(const char *word, unsigned *bit), unsigned *ret)
{
    const json_t *list = get(m, key), *item;
    size_t i;

    *ret = 0;
    if (list && !json_is_array(list))
        return refuse_kind(m, key, "an array");
    json_array_foreach(list, i, item)
    {
        const char *word = json_string_value(item);
        unsigned bit = 0;

        if (!word || !find(word, &bit))
            return members_refuse(m, key, "words that this version knows",
                                  word ? word : json_kind(item));
        *ret |= bit;
    }
    return 0;
}

static const char *
integration_word(int i)
{
    return integration_name((enum integration)i);
}

static const char *
readiness_word(int i)
{
    return readiness_name((enum readiness)i);
}

static const char *
coverage_word(int i)
{
    return coverage_status_name((enum coverage_status)i);
}

static const char *
verdict_word(int i)
{
    return verdict_name((enum verdict)i);
}

static const char *
severity_word(int i)
{
    return severity_name((enum severity)i);
}

int
members_integration(const struct members *m, const char *key, int *ret)
{
    return members_word(m, key, integration_word, INTEGRATION_COUNT, ret);
}

int
members_readiness(const struct members *m, const char *key, int *ret)
{
    return members_word(m, key, readiness_word, READINESS_COUNT, ret);
}

int
members_coverage(const struct members *m, const char *key, int *ret)
{
    return members_word(m, key, coverage_word, COVERAGE_COUNT, ret);
}

int
members_verdict(const struct members *m, const char *key, int *ret)
{
    return members_word(m, key, verdict_word, VERDICT_COUNT, ret);
}

int
members_severity(const struct members *m, const char *key, int *ret)
{
    return members_word(m, key, severity_word, SEVERITY_COUNT, ret);
}
