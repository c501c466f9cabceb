/* SPDX-License-Identifier: MIT */
/* names.c - names from outside and their pseudonyms. */
#include "redact/names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "redact/vocabulary.h"
#include "support/buf.h"
#include "support/guid.h"
#include "support/shell_quote.h"
#include "support/str.h"

#define DOMAIN "redacted.example"

void
names_free(struct names *n)
{
    map_free(&n->by_text);
    map_free(&n->by_word);
    map_free(&n->counters);
    vec_free(&n->list);
}

/* ---- pseudonyms --------------------------------------------------------------- */

static size_t *
counter(struct names *n, const char *kind)
{
    size_t *count = map_get(&n->counters, kind);

    if (count)
        return count;
    count = arena_alloc(n->arena, sizeof(*count));
    if (!count || map_put(&n->counters, kind, count) != 0)
        return NULL;
    return count;
}

static const char *
make_pseudonym(struct names *n, const char *kind, const char *text)
{
    size_t *count = counter(n, kind);

    if (!count)
        return NULL;
    ++*count;
    if (guid_is(text))
        return arena_printf(n->arena, "00000000-0000-4000-a000-%012zu", *count);
    return arena_printf(n->arena, "%s-%03zu%s", kind, *count,
                        strchr(text, '@')      ? "@" DOMAIN
                        : str_eq(kind, "host") ? "." DOMAIN
                                               : "");
}

/* ---- where they are found ------------------------------------------------------ */

/* Longer ones first, since one may begin with another. */
static int
index_name(struct names *n, struct name *name)
{
    const char *text = name->text + name->word_at;
    size_t len = vocabulary_word(text);
    const struct name *first;
    struct name *before = NULL;
    char *word;

    if (len == 0)
        return 0;
    word = arena_strndup(n->arena, text, len);
    if (!word)
        return -1;
    first = map_get(&n->by_word, word);
    name->next = first;
    while (name->next && name->next->len > name->len) {
        before = (struct name *)name->next;
        name->next = before->next;
    }
    if (!before)
        return map_put(&n->by_word, word, name);
    before->next = name;
    return 0;
}

/* "Production", which a sentence may mean otherwise; not "production-admins". */
static bool
is_ordinary(const char *text, size_t word_at)
{
    size_t len = vocabulary_word(text + word_at);

    if (!vocabulary_has(text + word_at, len))
        return false;
    text += word_at + len;
    while (*text && !vocabulary_is_letter(*text))
        text++;
    return *text == '\0';
}

static struct name *
new_name(struct names *n, const char *kind, const char *text)
{
    struct name *name = arena_alloc(n->arena, sizeof(*name));

    if (!name)
        return NULL;
    name->kind = kind;
    name->text = arena_strdup(n->arena, text);
    if (!name->text)
        return NULL;
    name->len = strlen(text);
    while (text[name->word_at] && !vocabulary_is_letter(text[name->word_at]))
        name->word_at++;
    name->ordinary = is_ordinary(text, name->word_at);
    return name;
}

static int
index_form(struct names *n, const struct name *name, const char *form)
{
    struct name *other;

    if (str_eq(form, name->text))
        return 0;
    other = new_name(n, name->kind, form);
    if (!other)
        return -1;
    other->pseudonym = name->pseudonym;
    other->ordinary = false; /* what was changed tells it from prose */
    return index_name(n, other);
}

/* As it stands in messages, and in the commands that people are to run: a word of
 * its own, or a part of one. */
static int
index_forms(struct names *n, const struct name *name)
{
    auto_buf form = { 0 };
    size_t size = name->len + 1;
    char *inner = arena_alloc(n->arena, size);

    if (!inner)
        return -1;
    str_sanitize(inner, size, name->text);
    if (index_form(n, name, inner) != 0)
        return -1;
    shell_quote(&form, name->text);
    if (!buf_ok(&form) || index_form(n, name, buf_str(&form)) != 0)
        return -1;
    if (form.len < 2 || form.data[0] != '\'' || form.data[form.len - 1] != '\'')
        return 0;
    form.data[form.len - 1] = '\0';
    return index_form(n, name, form.data + 1);
}

static int
add(struct names *n, struct name *name)
{
    if (!name->pseudonym || map_put(&n->by_text, name->text, name) != 0 ||
        vec_push(&n->list, name) != 0)
        return -1;
    /* GUIDs are seen by their form. */
    if (guid_is(name->text))
        return 0;
    return index_name(n, name) == 0 ? index_forms(n, name) : -1;
}

const char *
names_pseudonym(struct names *n, const char *kind, const char *text)
{
    struct name *name = map_get(&n->by_text, text);

    if (name)
        return name->pseudonym;
    name = new_name(n, kind, text);
    if (!name)
        return NULL;
    name->pseudonym = make_pseudonym(n, kind, text);
    return add(n, name) == 0 ? name->pseudonym : NULL;
}

/* "cluster-012" of kind "cluster", "...-000000000012" of a GUID. */
static size_t
number_of(const char *pseudonym, const char *kind)
{
    size_t skip = guid_is(pseudonym) ? strlen("00000000-0000-4000-a000-")
                                     : strlen(kind) + 1;

    return strlen(pseudonym) > skip
               ? (size_t)strtoul(pseudonym + skip, NULL, 10)
               : 0;
}

int
names_restore(struct names *n, const char *kind, const char *text,
              const char *pseudonym)
{
    const char *own_kind = arena_intern(n->arena, kind);
    size_t *count = own_kind ? counter(n, own_kind) : NULL;
    struct name *name;

    if (!count)
        return -1;
    if (map_get(&n->by_text, text))
        return 1;
    name = new_name(n, own_kind, text);
    if (!name)
        return -1;
    name->pseudonym = arena_strdup(n->arena, pseudonym);
    if (number_of(pseudonym, kind) > *count)
        *count = number_of(pseudonym, kind);
    return add(n, name);
}

/* ---- finding ------------------------------------------------------------------- */

/* strchr() finds the end of the text, too. */
static bool
parts(const char *marks, char c)
{
    return strchr(marks, c) != NULL;
}

const struct name *
names_find(const struct names *n, const char *text, size_t from, size_t at,
           bool in_command)
{
    const char *marks = in_command ? "'\"`/ =:;" : "'\"`/";
    size_t len = vocabulary_word(text + at);
    char word[256];
    const struct name *name;

    if (len == 0 || len >= sizeof(word))
        return NULL;
    memcpy(word, text + at, len);
    word[len] = '\0';
    for (name = map_get(&n->by_word, word); name; name = name->next) {
        size_t start = at - name->word_at, end = start + name->len;

        if (at < from + name->word_at ||
            strncasecmp(text + start, name->text, name->len) != 0)
            continue;
        if (vocabulary_is_letter(text[end]) &&
            vocabulary_is_letter(text[end - 1]))
            continue;
        if (name->ordinary && start > 0 &&
            !(parts(marks, text[start - 1]) && parts(marks, text[end])))
            continue;
        return name;
    }
    return NULL;
}
