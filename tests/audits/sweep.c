/* SPDX-License-Identifier: MIT */
/* sweep.c - every value that the parsers may read is of a wrong type, one at a
 * time: in exports, and in the replies of the services. */
#include "audits.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/files.h"
#include "support/vec.h"

struct sweep {
    struct subject subject;
    struct witness *witness;
    json_t *seen;
    const char *where; /* the file, or the path of the reply */
    const json_t *body;
    CURL *put; /* of the fake's rules */
    long audits;
    long bad;
};

/* ---- one audit with a wrong value ----------------------------------------------- */

static void
judge(struct sweep *w, const struct mutation *m)
{
    struct results r;
    struct err e = { 0 };
    long bad = w->bad;

    w->audits++;
    if (subject_audit(&w->subject, &r, &e) == 0) {
        /* An empty list for a whole file is a list without anything on it. */
        bool absent = json_is_null(m->value) ||
                      (!*m->pointer && json_is_array(m->value) &&
                       json_array_size(m->value) == 0);

        w->bad += witness_compare(w->witness, &r, absent);
        results_free(&r);
    } else if (!*e.text) {
        printf("# failed without a word\n");
        w->bad++;
    }
    if (w->bad > bad) {
        char *value = json_dumps(m->value, JSON_COMPACT | JSON_ENCODE_ANY);

        printf("# ^ %s: %s = %s\n", w->where, m->pointer, value);
        free(value);
    }
}

static void
make_witness(struct sweep *w)
{
    struct results r;
    struct err e = { 0 };

    witness_free(w->witness);
    w->witness = NULL;
    if (subject_audit(&w->subject, &r, &e) != 0) {
        printf("# no audit of %s: %s\n", w->where, e.text);
        w->bad++;
        return;
    }
    w->witness = witness_new(&r);
    results_free(&r);
}

static int
finish(struct sweep *w)
{
    printf("# %ld audits\n", w->audits);
    witness_free(w->witness);
    json_decref(w->seen);
    return w->bad == 0 && w->audits > 0 ? 0 : 1;
}

/* ---- exports ---------------------------------------------------------------------- */

static void
in_export(void *arg, const struct mutation *m)
{
    struct sweep *w = arg;
    json_t *body = mutate_apply(w->body, m);

    if (json_dump_file(body, w->where, JSON_ENCODE_ANY) != 0)
        abort();
    judge(w, m);
    json_decref(body);
}

/* The folder within the export, and in apps/ the name: each is of a kind. */
static const char *
family_of(const char *export, const char *file)
{
    const char *inside = file + strlen(export);
    static char family[256];
    size_t len = strlen(inside);

    if (!strstr(inside, "apps/"))
        while (len > 0 && inside[len - 1] != '/')
            len--;
    snprintf(family, sizeof(family), "%.*s", (int)len, inside);
    return family;
}

/* The folder is a copy: its files are changed and put right again. */
static void
sweep_export(struct sweep *w, const char *export)
{
    struct vec files = { 0 };
    struct err e = { 0 };

    w->subject.from = export;
    w->where = export;
    json_object_clear(w->seen);
    make_witness(w);
    if (!w->witness || files_list(export, ".json", 4, &files, &e) != 0) {
        printf("# %s\n", e.text);
        w->bad++;
        return;
    }
    for (size_t i = 0; i < files.len; i++) {
        json_t *body = json_load_file(files.items[i], JSON_DECODE_ANY, NULL);

        w->where = files.items[i];
        w->body = body;
        if (!body)
            continue;
        mutate_each(body, family_of(export, w->where), w->seen, in_export, w);
        json_dump_file(body, w->where, 0);
        json_decref(body);
    }
    files_free_list(&files);
}

int
sweep_exports(int argc, char **argv)
{
    struct sweep w = { .seen = json_object() };

    for (int i = 0; i < argc; i++)
        sweep_export(&w, argv[i]);
    return finish(&w);
}

/* ---- replies ----------------------------------------------------------------------- */

static void
put_rules(struct sweep *w, const json_t *rules)
{
    char *text = json_dumps(rules, JSON_COMPACT);
    long status = 0;

    curl_easy_setopt(w->put, CURLOPT_CUSTOMREQUEST, "PUT");
    curl_easy_setopt(w->put, CURLOPT_POSTFIELDS, text);
    if (curl_easy_perform(w->put) != CURLE_OK ||
        curl_easy_getinfo(w->put, CURLINFO_RESPONSE_CODE, &status) !=
            CURLE_OK ||
        status != 204) {
        printf("# the fake did not take the rule %s\n", text);
        exit(1);
    }
    free(text);
}

/* A regular expression that fits this path and no other. */
static void
quote(char *out, size_t size, const char *path)
{
    size_t len = 0;

    out[len++] = '^';
    for (; *path && len + 16 < size; path++) {
        if (!isalnum((unsigned char)*path) && !strchr("/-_", *path))
            out[len++] = '\\';
        out[len++] = *path;
    }
    snprintf(out + len, size - len, "([?]|$)");
}

static void
in_reply(void *arg, const struct mutation *m)
{
    struct sweep *w = arg;
    char path[1024];
    json_t *rules;

    quote(path, sizeof(path), w->where);
    rules = json_pack("[{s:s, s:s, s:s, s:O}]", "path", path, "action",
                      "mutate", "at", m->pointer, "value", m->value);
    put_rules(w, rules);
    json_decref(rules);
    judge(w, m);
}

/* The path without its numbers, ids and names of clusters. */
static void
family_of_path(char *out, size_t size, const char *path)
{
    size_t len = 0;

    for (; *path && len + 2 < size; path++) {
        if (!isdigit((unsigned char)*path) && *path != '-')
            out[len++] = *path;
        else if (len == 0 || out[len - 1] != '*')
            out[len++] = '*';
    }
    out[len] = '\0';
}

static void
sweep_reply(struct sweep *w, const json_t *line)
{
    char family[512], path[512];
    const char *raw = json_string_value(json_object_get(line, "path"));
    const json_t *body = json_object_get(line, "body");

    if (!raw || !body || json_is_null(body))
        return;
    snprintf(path, sizeof(path), "%.*s", (int)strcspn(raw, "?"), raw);
    family_of_path(family, sizeof(family), path);
    w->where = path;
    w->body = body;
    mutate_each(body, family, w->seen, in_reply, w);
}

static void
open_put(struct sweep *w)
{
    char url[256];

    snprintf(url, sizeof(url), "%s/fake/faults", w->subject.cloud);
    w->put = curl_easy_init();
    if (!w->put)
        abort();
    curl_easy_setopt(w->put, CURLOPT_URL, url);
    curl_easy_setopt(w->put, CURLOPT_CAINFO, w->subject.ca_file);
}

/* URL CA-FILE JOURNAL: a journal with bodies says which replies there are. */
int
sweep_replies(int argc, char **argv)
{
    struct sweep w = { .seen = json_object() };
    FILE *journal = argc == 3 ? fopen(argv[2], "r") : NULL;
    json_t *line;

    if (!journal)
        return 64;
    w.subject.cloud = argv[0];
    w.subject.ca_file = argv[1];
    w.where = argv[0];
    open_put(&w);
    make_witness(&w);
    while (w.witness &&
           (line = json_loadf(journal, JSON_DISABLE_EOF_CHECK, NULL))) {
        sweep_reply(&w, line);
        json_decref(line);
    }
    fclose(journal);
    curl_easy_cleanup(w.put);
    return finish(&w);
}
