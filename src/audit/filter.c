/* SPDX-License-Identifier: MIT */
/* filter.c - which clusters are in scope. */
#include "audit/filter.h"

#include <stdlib.h>
#include <string.h>

#include "support/match.h"

struct tag_rule {
    char *key;
    struct match *value; /* NULL: any */
};

struct filter {
    struct match **include;
    size_t n_include;
    struct match **exclude;
    size_t n_exclude;
    struct tag_rule *tags;
    size_t n_tags;
};

static void
free_matches(struct match **list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        match_free(list[i]);
    free(list);
}

struct filter *
filter_free(struct filter *f)
{
    if (!f)
        return NULL;
    free_matches(f->include, f->n_include);
    free_matches(f->exclude, f->n_exclude);
    for (size_t i = 0; i < f->n_tags; i++) {
        free(f->tags[i].key);
        match_free(f->tags[i].value);
    }
    free(f->tags);
    free(f);
    return NULL;
}

static int
compile_all(struct match ***list, size_t *n, const struct text_list *patterns,
            const char *option, struct err *e)
{
    *list = calloc(patterns->len + 1, sizeof(**list));
    if (!*list)
        return err_nomem(e);
    for (size_t i = 0; i < patterns->len; i++) {
        if (match_new(&(*list)[i], patterns->items[i], e) != 0)
            return err_wrap(e, "%s", option);
        (*n)++;
    }
    return 0;
}

static int
add_tag_rule(struct filter *f, const char *text, struct err *e)
{
    struct tag_rule *rule = &f->tags[f->n_tags];
    size_t len = strcspn(text, "=");

    if (len == 0)
        return err_set(e, ERR_USAGE,
                       "--tag: expected KEY or KEY=PATTERN, found '%s'", text);
    rule->key = strndup(text, len);
    if (!rule->key)
        return err_nomem(e);
    f->n_tags++;
    if (text[len] && match_new(&rule->value, text + len + 1, e) != 0)
        return err_wrap(e, "--tag %s", rule->key);
    return 0;
}

int
filter_new(struct filter **ret, const struct text_list *include,
           const struct text_list *exclude, const struct text_list *tags,
           struct err *e)
{
    struct filter *f = calloc(1, sizeof(*f));

    if (!f)
        return err_nomem(e);
    f->tags = calloc(tags->len + 1, sizeof(*f->tags));
    if (!f->tags) {
        filter_free(f);
        return err_nomem(e);
    }
    if (compile_all(&f->include, &f->n_include, include, "--include", e) != 0 ||
        compile_all(&f->exclude, &f->n_exclude, exclude, "--exclude", e) != 0) {
        filter_free(f);
        return -1;
    }
    for (size_t i = 0; i < tags->len; i++) {
        if (add_tag_rule(f, tags->items[i], e) != 0) {
            filter_free(f);
            return -1;
        }
    }
    *ret = f;
    return 0;
}

static int
any_matches(struct match *const *list, size_t n, const char *text,
            struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        int found = match_test(list[i], text, e);

        if (found != 0)
            return found;
    }
    return 0;
}

static int
carries_tag(const struct tag_rule *rule, const struct cluster *c, struct err *e)
{
    const char *value = cluster_tag(c, rule->key);

    if (!value)
        return 0;
    return rule->value ? match_test(rule->value, value, e) : 1;
}

int
filter_wants(const struct filter *f, const struct cluster *c, struct err *e)
{
    int found;

    if (f->n_include > 0) {
        found = any_matches(f->include, f->n_include, c->id, e);
        if (found != 1)
            return found;
    }
    found = any_matches(f->exclude, f->n_exclude, c->id, e);
    if (found != 0)
        return found < 0 ? -1 : 0;
    for (size_t i = 0; i < f->n_tags; i++) {
        found = carries_tag(&f->tags[i], c, e);
        if (found != 1)
            return found;
    }
    return 1;
}
