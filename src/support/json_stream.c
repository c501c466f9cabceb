/* SPDX-License-Identifier: MIT */
/* json_stream.c - a big JSON object read piece by piece. Which bytes make up a
 * piece is found out here; what is in it, jansson says. */
#include "support/json_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/buf.h"
#include "support/files.h"
#include "support/json.h"
#include "support/json_load.h"
#include "support/vec.h"

/* Nothing that aksentra writes comes near. */
#define PIECE_LIMIT ((size_t)256 * 1024 * 1024)
#define MEMBERS_MAX 4096

struct place {
    size_t line;
    size_t column;
};

struct stream {
    FILE *in;
    const char *path;
    size_t limit;
    size_t bytes;
    struct place at; /* of the byte to come, from 1 */
    int next;        /* that byte, or EOF */
    struct buf piece;
    struct place begin; /* of the piece */
    struct vec names;   /* char *: members seen */
    const struct json_listener *listener;
    struct err *e;
};

static int
complain(struct stream *s, const struct place *at, const char *what)
{
    return err_set(s->e, ERR_INPUT, "%s:%zu:%zu: not JSON: %s", s->path,
                   at->line, at->column, what);
}

static int
advance(struct stream *s)
{
    if (s->next == '\n') {
        s->at.line++;
        s->at.column = 0;
    }
    s->next = getc_unlocked(s->in);
    s->at.column++;
    if (s->next == EOF && ferror(s->in))
        return err_set(s->e, ERR_IO, "%s: %m", s->path);
    if (s->next != EOF && s->bytes++ == s->limit)
        return err_set(s->e, ERR_LIMIT, "%s: larger than %zu bytes", s->path,
                       s->limit);
    return 0;
}

static bool
is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int
skip_blanks(struct stream *s)
{
    while (is_blank(s->next)) {
        if (advance(s) != 0)
            return -1;
    }
    return 0;
}

/* Passes over one byte that must be there, and the blanks after it. */
static int
expect(struct stream *s, int c, const char *what)
{
    if (s->next != c)
        return complain(s, &s->at,
                        s->next == EOF ? "it ends before it should" : what);
    return advance(s) == 0 ? skip_blanks(s) : -1;
}

static int
take(struct stream *s, bool keep)
{
    if (keep)
        buf_addc(&s->piece, (char)s->next);
    return advance(s);
}

static int
take_string(struct stream *s, bool keep)
{
    if (take(s, keep) != 0)
        return -1;
    while (s->next != '"') {
        if (s->next == EOF)
            return complain(s, &s->at, "it ends within a string");
        if (s->next == '\\' && take(s, keep) != 0)
            return -1;
        if (s->next != EOF && take(s, keep) != 0)
            return -1;
    }
    return take(s, keep);
}

/* A number or a word. */
static int
take_scalar(struct stream *s, bool keep)
{
    while (s->next != EOF && !is_blank(s->next) && !strchr(",]}", s->next)) {
        if (take(s, keep) != 0)
            return -1;
    }
    return 0;
}

static int
take_nested(struct stream *s, bool keep)
{
    size_t depth = 0;

    do {
        int rc;

        if (s->next == EOF)
            return complain(s, &s->at, "it ends before it should");
        if (s->next == '{' || s->next == '[')
            depth++;
        else if (s->next == '}' || s->next == ']')
            depth--;
        rc = s->next == '"' ? take_string(s, keep) : take(s, keep);
        if (rc != 0)
            return -1;
    } while (depth > 0);
    return 0;
}

/* Reads one value; with `keep` its text is in s->piece afterwards. */
static int
take_value(struct stream *s, bool keep)
{
    int rc;

    buf_reset(&s->piece);
    s->begin = s->at;
    if (s->next == '"')
        rc = take_string(s, keep);
    else if (s->next == '{' || s->next == '[')
        rc = take_nested(s, keep);
    else
        rc = take_scalar(s, keep);
    if (rc != 0)
        return -1;
    if (s->piece.full)
        return err_set(s->e, ERR_LIMIT, "%s:%zu:%zu: too big a value", s->path,
                       s->begin.line, s->begin.column);
    if (!buf_ok(&s->piece))
        return err_nomem(s->e);
    return skip_blanks(s);
}

static json_t *
parse_piece(struct stream *s)
{
    json_error_t error;
    bool nomem;
    json_t *value = json_load(buf_str(&s->piece), s->piece.len, &error, &nomem);
    struct place at = s->begin;

    if (value)
        return value;
    if (nomem) {
        err_nomem(s->e);
        return NULL;
    }
    if (error.line > 1) {
        at.line += (size_t)error.line - 1;
        at.column = (size_t)error.column;
    } else if (error.column > 1) {
        at.column += (size_t)error.column - 1;
    }
    complain(s, &at, error.text);
    return NULL;
}

static int
tell(struct stream *s, const char *key, size_t place, const json_t *value)
{
    const struct json_listener *l = s->listener;

    return l->value(l->arg, key, place, value, s->e);
}

static int
tell_piece(struct stream *s, const char *key, size_t place)
{
    json_auto_t *value = NULL;

    if (take_value(s, true) != 0)
        return -1;
    value = parse_piece(s);
    return value ? tell(s, key, place, value) : -1;
}

static int
read_list(struct stream *s, const char *key)
{
    json_auto_t *empty = json_array();
    size_t place = 0;

    if (!empty)
        return err_nomem(s->e);
    if (tell(s, key, JSON_MEMBER, empty) != 0 || expect(s, '[', "") != 0)
        return -1;
    while (s->next != ']') {
        if (place > 0 && expect(s, ',', "expected , or ] in the list") != 0)
            return -1;
        if (tell_piece(s, key, place++) != 0)
            return -1;
    }
    return expect(s, ']', "");
}

/* The name of a member, which no other member has; owned by s->names. */
static const char *
read_name(struct stream *s)
{
    json_auto_t *value = NULL;
    char *name;

    if (s->next != '"') {
        complain(s, &s->at,
                 s->next == EOF ? "it ends before it should"
                                : "expected the name of a member");
        return NULL;
    }
    if (take_value(s, true) != 0 || !(value = parse_piece(s)))
        return NULL;
    for (size_t i = 0; i < s->names.len; i++) {
        if (strcmp(s->names.items[i], json_string_value(value)) == 0) {
            complain(s, &s->begin, "the member stands there twice");
            return NULL;
        }
    }
    if (s->names.len == MEMBERS_MAX) {
        err_set(s->e, ERR_LIMIT, "%s: more than %d members", s->path,
                MEMBERS_MAX);
        return NULL;
    }
    name = strdup(json_string_value(value));
    if (!name || vec_push(&s->names, name) != 0) {
        free(name);
        err_nomem(s->e);
        return NULL;
    }
    return name;
}

static int
read_member(struct stream *s)
{
    const struct json_listener *l = s->listener;
    const char *name = read_name(s);

    if (!name || expect(s, ':', "expected : after a name") != 0)
        return -1;
    if (l->wants && !l->wants(l->arg, name))
        return take_value(s, false);
    if (s->next == '[')
        return read_list(s, name);
    return tell_piece(s, name, JSON_MEMBER);
}

static int
read_object(struct stream *s)
{
    bool first = true;

    if (skip_blanks(s) != 0)
        return -1;
    if (s->next == EOF)
        return complain(s, &s->at, "it is empty");
    if (s->next != '{')
        return err_set(s->e, ERR_INPUT,
                       "%s:%zu:%zu: expected an object, found "
                       "something else",
                       s->path, s->at.line, s->at.column);
    if (expect(s, '{', "") != 0)
        return -1;
    while (s->next != '}') {
        if (!first && expect(s, ',', "expected , or } in the object") != 0)
            return -1;
        first = false;
        if (read_member(s) != 0)
            return -1;
    }
    if (expect(s, '}', "") != 0)
        return -1;
    return s->next == EOF ? 0
                          : complain(s, &s->at, "something follows the object");
}

/* A byte order mark is no part of the text. */
static int
start(struct stream *s)
{
    static const unsigned char mark[] = { 0xef, 0xbb, 0xbf };

    if (advance(s) != 0)
        return -1;
    s->at = (struct place){ 1, 1 };
    for (size_t i = 0; s->next == mark[0] || i > 0; i++) {
        if (i == sizeof(mark)) {
            s->at = (struct place){ 1, 1 };
            return 0;
        }
        if (s->next != mark[i])
            return complain(s, &s->at, "it begins with a stray byte");
        if (advance(s) != 0)
            return -1;
    }
    return 0;
}

int
json_stream_read(const char *path, size_t limit,
                 const struct json_listener *listener, struct err *e)
{
    struct stream s = { .path = path,
                        .limit = limit,
                        .piece = { .limit = PIECE_LIMIT },
                        .listener = listener,
                        .e = e };
    int rc;

    s.in = files_open(path, e);
    if (!s.in)
        return -1;
    rc = start(&s) == 0 ? read_object(&s) : -1;
    if (s.in != stdin)
        fclose(s.in);
    buf_free(&s.piece);
    for (size_t i = 0; i < s.names.len; i++)
        free(s.names.items[i]);
    vec_free(&s.names);
    return rc;
}
