/* SPDX-License-Identifier: MIT */
/* redact_text.c - sentences and commands, word by word. */
#include "redact/redact_text.h"

#include <stdbool.h>
#include <string.h>

#include "redact/vocabulary.h"
#include "support/guid.h"

enum { GUID_LENGTH = GUID_TEXT_SIZE - 1 };

struct rewriting {
    struct buf *out;
    struct names *names; /* NULL: none are looked for */
    const char *text;
    size_t from;     /* what is not written yet begins here */
    size_t redacted; /* length of out after the last REDACTED */
    bool in_command;
};

/* The GUID that begins at `text`, if one does. */
static bool
take_guid(char guid[GUID_TEXT_SIZE], const char *text)
{
    if (strnlen(text, GUID_LENGTH) < GUID_LENGTH ||
        vocabulary_is_letter(text[GUID_LENGTH]))
        return false;
    memcpy(guid, text, GUID_LENGTH);
    guid[GUID_LENGTH] = '\0';
    return guid_is(guid);
}

/* Writes what was passed over up to `start`, then `word`, and goes on at `end`. */
static void
put(struct rewriting *w, size_t start, const char *word, size_t end)
{
    buf_add(w->out, w->text + w->from, start - w->from);
    if (word)
        buf_adds(w->out, word);
    else
        buf_add(w->out, w->text + start, end - start);
    w->from = end;
}

/* Words that follow one another are taken out together. */
static void
drop(struct rewriting *w, size_t start, size_t end)
{
    if (w->redacted > 0 && w->redacted == w->out->len && start == w->from + 1)
        w->from = end;
    else
        put(w, start, REDACTED, end);
    w->redacted = w->out->len;
}

/* 10.0.0.4 and the like. */
static size_t
address_length(const char *text)
{
    size_t len = 0;

    for (int i = 0; i < 4; i++) {
        size_t digits = strspn(text + len, "0123456789");

        if (digits == 0 || digits > 3 || (i < 3 && text[len + digits] != '.'))
            return 0;
        len += digits + (i < 3);
    }
    return vocabulary_is_letter(text[len]) ? 0 : len;
}

/* What Azure calls an error, which we show after the status: no name of the
 * customer's. */
static bool
is_error_code(const struct rewriting *w, size_t at, size_t len)
{
    static const char before[] = "HTTP 000 ";
    const size_t n = sizeof(before) - 1;

    return at >= n && strncmp(w->text + at - n, before, strlen("HTTP ")) == 0 &&
           w->text[at - 1] == ' ' && w->text[at + len] == ':' &&
           strspn(w->text + at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz") >= len;
}

static size_t
take_word(struct rewriting *w, size_t at)
{
    size_t len = vocabulary_word(w->text + at);
    const struct name *name;
    char guid[GUID_TEXT_SIZE];

    if (w->names && take_guid(guid, w->text + at)) {
        if (!vocabulary_has(guid, GUID_LENGTH)) {
            const char *other = names_pseudonym(w->names, "id", guid);

            w->out->failed |= !other;
            put(w, at, other, at + GUID_LENGTH);
        }
        return at + GUID_LENGTH;
    }
    name = w->names ? names_find(w->names, w->text, w->from, at, w->in_command)
                    : NULL;
    if (name) {
        size_t start = at - name->word_at;

        put(w, start, name->pseudonym, start + name->len);
        return w->from;
    }
    if (address_length(w->text + at) > 0) {
        len = address_length(w->text + at);
        drop(w, at, at + len);
    } else if (!vocabulary_has(w->text + at, len) &&
               !is_error_code(w, at, len)) {
        drop(w, at, at + len);
    }
    return at + len;
}

static void
rewrite(struct rewriting *w)
{
    size_t at = 0;

    if (!w->text)
        return;
    while (w->text[at]) {
        if (vocabulary_is_letter(w->text[at]))
            at = take_word(w, at);
        else
            at++;
    }
    put(w, at, NULL, at);
}

void
redact_sentence(struct buf *out, struct names *n, const char *text)
{
    rewrite(&(struct rewriting){ .out = out, .names = n, .text = text });
}

void
redact_command(struct buf *out, struct names *n, const char *text)
{
    rewrite(&(struct rewriting){
        .out = out, .names = n, .text = text, .in_command = true });
}

void
redact_words(struct buf *out, const char *text)
{
    rewrite(&(struct rewriting){ .out = out, .text = text });
}
