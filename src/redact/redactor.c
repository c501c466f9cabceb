/* SPDX-License-Identifier: MIT */
/* redactor.c - walks through the values of results.json. */
#include "redact/redactor.h"

#include <stdlib.h>
#include <string.h>

#include "redact/fields.h"
#include "redact/map_file.h"
#include "sources/results_file.h"
#include "support/json_stream.h"
#include "support/memory.h"
#include "support/str.h"

/* Paths differ in the names of tags and of evidence; no more of them are
 * remembered. */
enum { PATHS_MAX = 10000 };

struct redactor {
    struct names names;
    struct map fields; /* struct field *, by path: looked up once */
};

struct redactor *
redactor_new(void)
{
    struct redactor *r = calloc(1, sizeof(*r));

    if (!r)
        return NULL;
    r->names.arena = arena_new();
    return r->names.arena ? r : redactor_free(r);
}

struct redactor *
redactor_free(struct redactor *r)
{
    if (!r)
        return NULL;
    map_free(&r->fields);
    names_free(&r->names);
    arena_free(r->names.arena);
    free(r);
    return NULL;
}

/* ---- walking -------------------------------------------------------------------- */

struct walk {
    struct redactor *redactor;
    struct names *names;
    bool learning; /* names are taken up, nothing is changed */
    struct buf path;
    struct buf text;
    struct err *e;
};

static int walk_value(struct walk *w, json_t *value);

static const struct field *
field_at(struct walk *w)
{
    const char *path = buf_str(&w->path), *copy;
    struct map *known = &w->redactor->fields;
    const struct field *f = map_get(known, path);

    if (f)
        return f;
    f = field_find(path);
    copy = known->len < PATHS_MAX ? arena_strdup(w->names->arena, path) : NULL;
    /* Without memory it is looked up again. */
    if (copy)
        (void)map_put(known, copy, (void *)f);
    return f;
}

static int
walk_string(struct walk *w, json_t *value)
{
    const struct field *f = field_at(w);

    if (w->learning && !field_has_names(f))
        return 0;
    buf_reset(&w->text);
    field_rewrite(f, &w->text, w->names, json_string_value(value));
    if (!buf_ok(&w->text))
        return err_nomem(w->e);
    memory_forget();
    if (w->learning || json_string_set(value, buf_str(&w->text)) == 0)
        return 0;
    if (memory_ran_out())
        return err_nomem(w->e);
    return err_set(w->e, ERR_INTERNAL,
                   "%s: the redacted text cannot be written as JSON",
                   buf_str(&w->path));
}

static int
walk_members(struct walk *w, json_t *object)
{
    size_t len = w->path.len;
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        buf_addf(&w->path, ".%s", key);
        if (!buf_ok(&w->path))
            return err_nomem(w->e);
        if (walk_value(w, value) != 0)
            return -1;
        w->path.len = len;
        w->path.data[len] = '\0';
    }
    return 0;
}

/* The names of tags are the customer's, as no other names of members are. */
static int
rename_tags(struct walk *w, json_t *tags)
{
    json_t *renamed = json_object();
    const char *key;
    json_t *value;
    int rc = renamed ? 0 : -1;

    json_object_foreach(tags, key, value)
    {
        const struct field name = { "", FIELD_SETTING, "tag" };

        buf_reset(&w->text);
        field_rewrite(&name, &w->text, w->names, key);
        if (rc == 0 && buf_ok(&w->text) && !w->learning)
            rc = json_object_set(renamed, buf_str(&w->text), value);
        if (!buf_ok(&w->text))
            rc = -1;
    }
    if (rc == 0 && !w->learning) {
        json_object_clear(tags);
        rc = json_object_update(tags, renamed);
    }
    json_decref(renamed);
    return rc == 0 ? 0 : err_nomem(w->e);
}

static int
walk_value(struct walk *w, json_t *value)
{
    size_t i;
    json_t *item;

    if (json_is_string(value))
        return walk_string(w, value);
    if (json_is_object(value)) {
        if (walk_members(w, value) != 0)
            return -1;
        return str_eq(buf_str(&w->path), "clusters.tags")
                   ? rename_tags(w, value)
                   : 0;
    }
    json_array_foreach(value, i, item)
    {
        if (walk_value(w, item) != 0)
            return -1;
    }
    return 0;
}

static int
walk(struct redactor *r, bool learning, const char *key, json_t *value,
     struct err *e)
{
    struct walk w = {
        .redactor = r, .names = &r->names, .learning = learning, .e = e
    };
    int rc = 0;

    buf_adds(&w.path, key);
    if (!buf_ok(&w.path))
        rc = err_nomem(e);
    /* The version of the format is for the reader. */
    if (rc == 0 && strcmp(key, "schema") != 0)
        rc = walk_value(&w, value);
    buf_free(&w.path);
    buf_free(&w.text);
    return rc;
}

int
redactor_rewrite(void *redactor, const char *key, json_t *value, struct err *e)
{
    return walk(redactor, false, key, value, e);
}

/* ---- learning -------------------------------------------------------------------- */

static bool
wants(void *arg, const char *key)
{
    (void)arg;
    return !str_eq(key, "instructions");
}

static int
learn_value(void *arg, const char *key, size_t place, const json_t *value,
            struct err *e)
{
    (void)place;
    return walk(arg, true, key, (json_t *)value, e);
}

int
redactor_learn(struct redactor *r, const char *path, struct err *e)
{
    const struct json_listener listener = { wants, learn_value, r };

    return json_stream_read(path, RESULTS_FILE_LIMIT, &listener, e);
}

const char *
redactor_file_name(struct redactor *r, const char *path)
{
    return names_pseudonym(&r->names, "file", path);
}

/* ---- the mapping ------------------------------------------------------------------ */

int
redactor_load_map(struct redactor *r, const char *path, struct err *e)
{
    return redact_map_load(&r->names, path, e);
}

int
redactor_check_map(const char *path, struct err *e)
{
    struct redactor *r = redactor_new();
    int rc;

    if (!r)
        return err_nomem(e);
    rc = redact_map_load(&r->names, path, e);
    redactor_free(r);
    return rc == 0 ? redact_map_check(path, e) : -1;
}

int
redactor_save_map(const struct redactor *r, const char *path, struct err *e)
{
    return redact_map_save(&r->names, path, e);
}
