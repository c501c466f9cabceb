/* SPDX-License-Identifier: MIT */
/* waiver_file.c - --waivers FILE: findings that somebody has accepted. */
#include "audit/waiver_file.h"

#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "support/str.h"
#include "support/yaml_fields.h"

enum { DATE_LEN = 10 }; /* YYYY-MM-DD */

struct waiver_file {
    struct arena *arena;
    struct waiver_rule *rules;
    size_t n_rules;
};

/* A file while it is read. */
struct waiver_reader {
    struct waiver_file *file;
    const struct yaml_document *doc;
    bool (*is_check)(const char *id);
    struct err *e;
};

static bool
read_digits(const char *text, size_t n, int *ret)
{
    *ret = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *ret = *ret * 10 + (text[i] - '0');
    }
    return true;
}

/* A day of the Gregorian calendar. */
static bool
is_date(const char *text)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31 };
    int year, month, day, length;

    if (strlen(text) != DATE_LEN || text[4] != '-' || text[7] != '-')
        return false;
    if (!read_digits(text, 4, &year) || !read_digits(text + 5, 2, &month) ||
        !read_digits(text + 8, 2, &day) || month < 1 || month > 12)
        return false;
    length = lengths[month - 1];
    if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        length = 29;
    return day >= 1 && day <= length;
}

/* A text that must be there; kept in the arena. */
static int
keep_text(const struct waiver_reader *r, const struct yaml_node *mapping,
          const char *key, const char **ret, const struct yaml_node **node)
{
    const char *text;

    if (yaml_fields_text(r->doc, mapping, key, &text, node, r->e) != 0)
        return -1;
    if (!text)
        return yaml_fields_missing(r->doc, mapping, key, r->e);
    *ret = arena_strdup(r->file->arena, text);
    return *ret ? 0 : err_nomem(r->e);
}

static int
read_check(const struct waiver_reader *r, const struct yaml_node *mapping,
           struct waiver_rule *rule)
{
    const struct yaml_node *node;

    if (keep_text(r, mapping, "check", &rule->check, &node) != 0)
        return -1;
    if (!r->is_check(rule->check))
        return yaml_fail(r->doc, node, r->e,
                         "check: there is no check '%s'; `aksentra checks` "
                         "lists them",
                         rule->check);
    return 0;
}

static int
read_resource(const struct waiver_reader *r, const struct yaml_node *mapping,
              struct waiver_rule *rule)
{
    const struct yaml_node *node;
    struct err own = { 0 };

    if (keep_text(r, mapping, "resource", &rule->resource, &node) != 0)
        return -1;
    if (selector_init(&rule->selector, rule->resource, r->file->arena, &own) ==
        0)
        return 0;
    if (own.code == ERR_NOMEM)
        return err_nomem(r->e);
    return yaml_fail(r->doc, node, r->e, "resource: %s", own.text);
}

static int
read_expires(const struct waiver_reader *r, const struct yaml_node *mapping,
             struct waiver_rule *rule)
{
    const struct yaml_node *node;

    if (keep_text(r, mapping, "expires", &rule->waiver.expires, &node) != 0)
        return -1;
    if (!is_date(rule->waiver.expires))
        return yaml_fail(r->doc, node, r->e,
                         "expires: expected a date (YYYY-MM-DD), found '%s'",
                         rule->waiver.expires);
    return 0;
}

static int
read_rule(const struct waiver_reader *r, const struct yaml_node *mapping,
          struct waiver_rule *rule)
{
    static const char *const known[] = { "check",  "resource", "owner",
                                         "reason", "expires",  NULL };

    if (yaml_fields_check(r->doc, mapping, "a waiver", known, r->e) != 0 ||
        read_check(r, mapping, rule) != 0 ||
        read_resource(r, mapping, rule) != 0 ||
        keep_text(r, mapping, "owner", &rule->waiver.owner, NULL) != 0 ||
        keep_text(r, mapping, "reason", &rule->waiver.reason, NULL) != 0)
        return -1;
    return read_expires(r, mapping, rule);
}

static int
read_rules(const struct waiver_reader *r)
{
    static const char *const known[] = { "waivers", NULL };
    const struct yaml_node *root = yaml_root(r->doc), *list;
    struct waiver_file *w = r->file;

    if (yaml_fields_check(r->doc, root, "waivers", known, r->e) != 0)
        return -1;
    list = yaml_get(root, "waivers");
    if (!list)
        return yaml_fields_missing(r->doc, root, "waivers", r->e);
    if (list->kind != YAML_SEQUENCE)
        return yaml_fail(r->doc, list, r->e,
                         "waivers: expected a sequence, found %s",
                         yaml_kind_name(list));
    w->rules = arena_alloc(w->arena, (list->len + 1) * sizeof(*w->rules));
    if (!w->rules)
        return err_nomem(r->e);
    for (size_t i = 0; i < list->len; i++) {
        w->rules[i].place = i;
        w->n_rules++; /* before it is whole, so that it is freed */
        if (read_rule(r, list->items[i], &w->rules[i]) != 0)
            return -1;
    }
    return 0;
}

int
waiver_file_read(struct waiver_file **ret, const char *path,
                 bool (*is_check)(const char *id), struct err *e)
{
    struct yaml_document *doc = NULL;
    struct waiver_file *w = calloc(1, sizeof(*w));
    struct waiver_reader r = { .file = w, .is_check = is_check, .e = e };

    if (!w || !(w->arena = arena_new())) {
        waiver_file_free(w);
        return err_nomem(e);
    }
    if (yaml_read(&doc, path, e) == 0) {
        r.doc = doc;
        if (read_rules(&r) == 0) {
            *ret = w;
            w = NULL;
        }
        yaml_document_free(doc);
    }
    if (!w)
        return 0;
    waiver_file_free(w);
    return -1;
}

struct waiver_file *
waiver_file_free(struct waiver_file *w)
{
    if (!w)
        return NULL;
    for (size_t i = 0; i < w->n_rules; i++)
        selector_free(&w->rules[i].selector);
    arena_free(w->arena);
    free(w);
    return NULL;
}

size_t
waiver_file_count(const struct waiver_file *w)
{
    return w->n_rules;
}

const struct waiver_rule *
waiver_file_rule(const struct waiver_file *w, size_t place)
{
    return &w->rules[place];
}

bool
waiver_rule_expired(const struct waiver_rule *rule, const char *today)
{
    return strncmp(rule->waiver.expires, today, DATE_LEN) < 0;
}

int
waiver_rule_speaks_of(const struct waiver_rule *rule, const char *check,
                      const char *resource, struct err *e)
{
    int found = 0;

    if (str_eq_fold(rule->check, check))
        found = selector_test(&rule->selector, resource, e);
    if (found < 0)
        err_wrap(e, "%s", rule->check);
    return found;
}

const struct waiver_rule *
waiver_file_find(const struct waiver_file *w, const char *check,
                 const char *resource, const char *today,
                 const struct waiver_rule **expired, struct err *e)
{
    *expired = NULL;
    for (size_t i = 0; i < w->n_rules; i++) {
        const struct waiver_rule *rule = &w->rules[i];
        int found = waiver_rule_speaks_of(rule, check, resource, e);

        if (found < 0)
            return NULL;
        if (found == 0)
            continue;
        if (!waiver_rule_expired(rule, today)) {
            *expired = NULL;
            return rule;
        }
        if (!*expired)
            *expired = rule;
    }
    return NULL;
}
