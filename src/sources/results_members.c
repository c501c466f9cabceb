/* SPDX-License-Identifier: MIT */
/* results_members.c - reading the members of an object of results.json. */
#include "sources/results_members.h"

#include <stdio.h>

#include "support/json.h"
#include "support/str.h"

struct members
members_below(const struct members *m, const char *key, const json_t *object)
{
    struct members below = *m;

    snprintf(below.path, sizeof(below.path), "%.40s.%.20s", m->path, key);
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
                   m->file, m->path, key ? "." : "", key ? key : "", wanted,
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

/* ---- words --------------------------------------------------------------- */

struct words {
    const char *(*name)(int place);
    int n;
};

static int
one_of(const struct members *m, const char *key, const struct words *words,
       int *ret)
{
    const json_t *value = get(m, key);
    const char *text = json_string_value(value);
    char wanted[160] = "";
    size_t len = 0;

    for (int i = 0; i < words->n; i++) {
        if (str_eq(words->name(i), text)) {
            *ret = i;
            return 0;
        }
    }
    for (int i = 0; i < words->n && len < sizeof(wanted); i++)
        len += (size_t)snprintf(wanted + len, sizeof(wanted) - len, "%s%s",
                                i == 0             ? ""
                                : i + 1 < words->n ? ", "
                                                   : " or ",
                                words->name(i));
    return text ? members_refuse(m, key, wanted, text)
                : refuse_kind(m, key, wanted);
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
    static const struct words words = { integration_word, INTEGRATION_COUNT };

    return one_of(m, key, &words, ret);
}

int
members_readiness(const struct members *m, const char *key, int *ret)
{
    static const struct words words = { readiness_word, READINESS_COUNT };

    return one_of(m, key, &words, ret);
}

int
members_coverage(const struct members *m, const char *key, int *ret)
{
    static const struct words words = { coverage_word, COVERAGE_COUNT };

    return one_of(m, key, &words, ret);
}

int
members_verdict(const struct members *m, const char *key, int *ret)
{
    static const struct words words = { verdict_word, VERDICT_COUNT };

    return one_of(m, key, &words, ret);
}

int
members_severity(const struct members *m, const char *key, int *ret)
{
    static const struct words words = { severity_word, SEVERITY_COUNT };

    return one_of(m, key, &words, ret);
}
