/* SPDX-License-Identifier: MIT */
/* fault_rule.c - reads rules of misbehaviour. */
#include "fake.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    enum action action;
} actions[] = {
    { "reset", ACTION_RESET },
    { "hang", ACTION_HANG },
    { "cut", ACTION_CUT },
    { "slow", ACTION_SLOW },
    { "endless", ACTION_ENDLESS },
    { "redirect", ACTION_REDIRECT },
    { "loop-nextlink", ACTION_LOOP_NEXT_LINK },
    { "foreign-nextlink", ACTION_FOREIGN_NEXT_LINK },
    { "endless-pages", ACTION_ENDLESS_PAGES },
    { "mutate", ACTION_MUTATE },
    { "expire-tokens", ACTION_EXPIRE_TOKENS },
};

static void
die(const char *what, const char *value)
{
    fprintf(stderr, "fakeazure: --fault: %s: '%s'\n", what, value);
    exit(64);
}

static void
set_path(struct fault *t, const char *value)
{
    if (t->has_path || regcomp(&t->path, value, REG_EXTENDED | REG_NOSUB) != 0)
        die("path: expected one regular expression", value);
    t->has_path = true;
}

static void
set_body_file(struct fault *t, const char *value)
{
    size_t len;
    char *body = text_read_file(value, &len);

    if (!body)
        die("body: cannot read", value);
    text_add(&t->body, body, len);
    t->has_body = true;
    free(body);
}

static void
set_header(struct fault *t, const char *value)
{
    const char *colon = strchr(value, ':');

    if (!colon)
        die("header: expected NAME:VALUE", value);
    text_addf(&t->headers, "%.*s: %s\n", (int)(colon - value), value,
              colon + 1 + strspn(colon + 1, " "));
}

static void
set_value(struct fault *t, const char *value)
{
    json_decref(t->value);
    t->value = json_loads(value, JSON_DECODE_ANY, NULL);
    if (!t->value)
        die("value: expected JSON", value);
}

static void
set_action(struct fault *t, const char *value)
{
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        if (strcmp(value, actions[i].name) == 0) {
            t->action = actions[i].action;
            return;
        }
    }
    die("action: no such thing", value);
}

static long
number(const char *key, const char *value)
{
    char *end;
    long n = strtol(value, &end, 10);

    if (end == value || *end || n < 0 || n > INT_MAX)
        die(key, value);
    return n;
}

/* The keys that are one text or one number. False: another key. */
static bool
set_plain(struct fault *t, const char *key, const char *value)
{
    struct {
        const char *key;
        char **text;
        long *number;
    } rows[] = {
        { "method", &t->method, NULL },
        { "retry-after", &t->retry_after, NULL },
        { "content-type", &t->content_type, NULL },
        { "location", &t->location, NULL },
        { "at", &t->at, NULL },
        { "status", NULL, &t->status },
        { "times", NULL, &t->times },
        { "after", NULL, &t->after },
        { "delay", NULL, &t->delay_ms },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (strcmp(key, rows[i].key) != 0)
            continue;
        if (rows[i].number) {
            *rows[i].number = number(key, value);
        } else {
            free(*rows[i].text);
            *rows[i].text = text_copy(value);
        }
        return true;
    }
    return false;
}

static void
set(struct fault *t, const char *key, const char *value)
{
    if (set_plain(t, key, value))
        return;
    if (strcmp(key, "path") == 0) {
        set_path(t, value);
    } else if (strcmp(key, "action") == 0) {
        set_action(t, value);
    } else if (strcmp(key, "expire-tokens") == 0) {
        t->action = ACTION_EXPIRE_TOKENS;
    } else if (strcmp(key, "value") == 0) {
        set_value(t, value);
    } else if (strcmp(key, "header") == 0) {
        set_header(t, value);
    } else if (strcmp(key, "body") == 0) {
        set_body_file(t, value);
    } else if (strcmp(key, "body-text") == 0) {
        text_add(&t->body, value, strlen(value));
        t->has_body = true;
    } else {
        die("unknown key", key);
    }
}

static void
check(const struct fault *t, const char *rule)
{
    if (t->status != 0 && (t->status < 200 || t->status > 599))
        die("status: expected 200 to 599", rule);
    if (t->action == ACTION_REDIRECT && !t->location)
        die("action=redirect needs a location", rule);
    if ((t->action == ACTION_MUTATE) != (t->at != NULL))
        die("action=mutate and a place that it is at go together", rule);
}

static struct fault *
append(struct fake *f)
{
    struct fault **end = &f->faults;

    while (*end)
        end = &(*end)->next;
    *end = calloc(1, sizeof(**end));
    if (!*end)
        abort();
    (*end)->times = -1;
    return *end;
}

static void
set_pair(struct fault *t, char *pair)
{
    char *equals = strchr(pair, '=');

    if (equals)
        *equals++ = '\0';
    set(t, pair, equals ? equals : "");
}

void
fault_add(struct fake *f, const char *rule)
{
    struct fault *t = append(f);
    char *copy = text_copy(rule), *out = copy, *start = copy;

    for (const char *at = rule; *at; at++) {
        if (*at == '\\' && at[1] == ',') {
            *out++ = *++at;
        } else if (*at == ',') {
            *out++ = '\0';
            set_pair(t, start);
            start = out;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
    set_pair(t, start);
    check(t, rule);
    free(copy);
}

/* The value as --fault would have it; the caller frees it. */
static char *
text_of(const char *key, const json_t *value, const char *dir)
{
    const char *text = json_string_value(value);

    if (text && strcmp(key, "body") == 0 && *text != '/')
        return text_format("%s/%s", dir, text);
    if (strcmp(key, "value") == 0)
        text = NULL; /* it is JSON, a text too */
    return text ? text_copy(text) : json_dumps(value, JSON_ENCODE_ANY);
}

void
fault_add_json(struct fake *f, const json_t *rule, const char *dir)
{
    struct fault *t = append(f);
    const char *key;
    json_t *value;

    if (!json_is_object(rule))
        die("faults.json: expected objects", dir);
    json_object_foreach((json_t *)rule, key, value)
    {
        char *text = text_of(key, value, dir);

        set(t, key, text);
        free(text);
    }
    check(t, "faults.json");
}

void
fault_free(struct fault *list)
{
    while (list) {
        struct fault *next = list->next;

        if (list->has_path)
            regfree(&list->path);
        free(list->method);
        free(list->retry_after);
        free(list->content_type);
        free(list->location);
        free(list->at);
        json_decref(list->value);
        text_free(&list->headers);
        text_free(&list->body);
        free(list);
        list = next;
    }
}

void
fault_replace(struct fake *f, const json_t *rules)
{
    struct fault *old;
    const json_t *rule;
    size_t i;

    pthread_mutex_lock(&f->lock);
    old = f->faults;
    f->faults = NULL;
    json_array_foreach(rules, i, rule) fault_add_json(f, rule, "/");
    /* A reply may still be made by one of the old ones: they are kept to the
     * end. */
    while (old) {
        struct fault *next = old->next;

        old->next = f->old_faults;
        f->old_faults = old;
        old = next;
    }
    pthread_mutex_unlock(&f->lock);
}
