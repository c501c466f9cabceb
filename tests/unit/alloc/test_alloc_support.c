/* SPDX-License-Identifier: MIT */
/* test_alloc_support.c - out of memory in what everything rests on. */
#include "alloc_fail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/crypto.h"
#include "support/files.h"
#include "support/json.h"
#include "support/json_stream.h"
#include "support/map.h"
#include "support/match.h"
#include "support/process.h"
#include "support/secret.h"
#include "support/shell_quote.h"
#include "support/url.h"
#include "support/vec.h"
#include "support/yaml.h"

static int
add_up(struct buf *text, struct buf *out, struct err *e)
{
    bool ok = buf_ok(text);

    alloc_fail_stop();
    buf_adds(out, buf_str(text));
    return ok ? 0 : err_nomem(e);
}

/* ---- buffers and lists ----------------------------------------------------- */

static int
buffers(const void *arg, struct buf *out, struct err *e)
{
    auto_buf text = { 0 };

    (void)arg;
    for (int i = 0; i < 200; i++)
        buf_addf(&text, "%d ", i);
    buf_adds(&text, "end");
    return add_up(&text, out, e);
}

static int
lists(const void *arg, struct buf *out, struct err *e)
{
    struct vec v = { 0 };
    struct map m = { 0 };
    struct arena *a = arena_new();
    int rc = a ? 0 : -1;

    (void)arg;
    for (int i = 99; i >= 0 && rc == 0; i--) {
        char *text = arena_printf(a, "%02d", i);

        if (!text || vec_push(&v, text) != 0 || map_put(&m, text, text) != 0 ||
            !arena_intern(a, text))
            rc = -1;
    }
    if (rc == 0)
        rc = vec_sort(&v, (int (*)(const void *, const void *))strcmp);
    alloc_fail_stop();
    /* What is in the lists is still whole. */
    for (size_t i = 0; i < v.len; i++)
        buf_adds(out, v.items[i]);
    vec_free(&v);
    map_free(&m);
    arena_free(a);
    return rc == 0 ? 0 : err_nomem(e);
}

static int
quoting(const void *arg, struct buf *out, struct err *e)
{
    auto_buf text = { 0 };

    (void)arg;
    shell_quote(&text, "it's\n");
    shell_quote(&text, "it's");
    url_encode(&text, "a name with blanks and \xc3\xbc");
    return add_up(&text, out, e);
}

static int
secrets(const void *arg, struct buf *out, struct err *e)
{
    char *copy = secret_strdup("hunter2");

    (void)arg;
    alloc_fail_stop();
    buf_adds(out, copy ? "copied" : "");
    secret_free(copy);
    return copy ? 0 : err_nomem(e);
}

static int
base64(const void *arg, struct buf *out, struct err *e)
{
    auto_buf text = { 0 }, back = { 0 };
    char data[300] = "data";

    (void)arg;
    crypto_base64url(&text, data, sizeof(data));
    if (buf_ok(&text) && crypto_base64_decode(&back, "YW55IGJ5dGVz") != 0)
        text.failed = true;
    return add_up(&text, out, e);
}

/* ---- JSON, YAML, patterns ---------------------------------------------------- */

#define JSON                                                           \
    "{\"a\": [1, 2.5, {\"b\": null}], \"c\": \"text\", \"d\": {\"e\":" \
    " [true, false, \"more text\"]}}"

static int
json(const void *arg, struct buf *out, struct err *e)
{
    json_auto_t *value = json_read(JSON, strlen(JSON), "input", e);

    (void)arg;
    alloc_fail_stop();
    if (!value)
        return -1;
    buf_adds(out, json_get_text(value, "c"));
    return 0;
}

static int
count(void *arg, const char *key, size_t place, const json_t *value,
      struct err *e)
{
    unsigned *pieces = arg;

    (void)key;
    (void)place;
    (void)value;
    (void)e;
    (*pieces)++;
    return 0;
}

static const char *file; /* holds JSON */

static int
json_pieces(const void *arg, struct buf *out, struct err *e)
{
    unsigned pieces = 0;
    const struct json_listener listener = { .value = count, .arg = &pieces };
    int rc = json_stream_read(file, 1000, &listener, e);

    (void)arg;
    alloc_fail_stop();
    buf_addf(out, "%u", pieces);
    return rc;
}

static int
yaml(const void *arg, struct buf *out, struct err *e)
{
    static const char text[] = "a: &x [1, '2', {b: ~}]\nc: *x\nd: |\n  text\n";
    struct yaml_document *d = NULL;
    int rc = yaml_parse(&d, text, strlen(text), "input", e);

    (void)arg;
    alloc_fail_stop();
    if (rc == 0)
        buf_adds(out, yaml_get(yaml_root(d), "d")->text);
    yaml_document_free(d);
    return rc;
}

static int
patterns(const void *arg, struct buf *out, struct err *e)
{
    struct match *m = NULL;
    size_t start = 0, end = 0;
    int rc = match_new(&m, "a(b+)", e);

    (void)arg;
    if (rc == 0 && match_find(m, "xabbb", 1, &start, &end, e) < 0)
        rc = -1;
    alloc_fail_stop();
    match_free(m);
    buf_addf(out, "%zu-%zu", start, end);
    return rc;
}

/* ---- files and programs ------------------------------------------------------ */

static int
files(const void *arg, struct buf *out, struct err *e)
{
    struct vec paths = { 0 };
    auto_buf text = { 0 };
    int rc = files_read(file, 1000, &text, e);

    (void)arg;
    if (rc == 0)
        rc = files_list("fixtures/contoso", ".json", 3, &paths, e);
    alloc_fail_stop();
    buf_addf(out, "%zu %zu", text.len, paths.len);
    files_free_list(&paths);
    return rc;
}

static int
drafts(const void *arg, struct buf *out, struct err *e)
{
    struct files_draft d = { 0 };
    char target[256];
    int rc;

    (void)arg;
    snprintf(target, sizeof(target), "%s.target", file);
    rc = files_draft_open(&d, target, e);
    if (rc == 0) {
        fputs("text", d.stream);
        rc = files_draft_commit(&d, e);
    }
    files_draft_abort(&d);
    alloc_fail_stop();
    /* All of it or nothing. */
    assert_int_equal(access(target, F_OK), rc);
    unlink(target);
    buf_adds(out, "written");
    return rc;
}

static const char *
path_alone(void *arg, const char *name)
{
    (void)arg;
    return strcmp(name, "PATH") == 0 ? "/usr/bin:/bin" : NULL;
}

static int
find(void *arg, const char *path)
{
    (void)path;
    ++*(unsigned *)arg;
    return 1;
}

static int
programs(const void *arg, struct buf *out, struct err *e)
{
    static const struct environment env = { .get = path_alone };
    static const char *const argv[] = { "echo", "text", NULL };
    static const char *const names[] = { "PATH", NULL };
    char **environment = process_environment(&env, names);
    auto_buf text = { 0 };
    unsigned found = 0;
    int rc = -1;

    (void)arg;
    if (!environment)
        err_nomem(e);
    else if (process_find(&env, "echo", find, &found, e) >= 0)
        rc = process_run("/bin/echo", argv, environment, 5000, &text, e);
    alloc_fail_stop();
    process_environment_free(environment);
    buf_addf(out, "%u %s", found, buf_str(&text));
    return rc;
}

/* ---- running ------------------------------------------------------------------ */

static void
run(void **state)
{
    alloc_fail_each(*(alloc_scenario *const *)*state, NULL);
}

int
main(void)
{
    static alloc_scenario *const scenarios[] = {
        buffers,     lists, quoting,  secrets, base64, json,
        json_pieces, yaml,  patterns, files,   drafts, programs
    };
    static const char *const names[] = { "buffers", "lists",  "quoting",
                                         "secrets", "base64", "json",
                                         "pieces",  "yaml",   "patterns",
                                         "files",   "drafts", "programs" };
    struct CMUnitTest tests[ARRAY_LEN(scenarios)] = { 0 };
    char path[] = "/tmp/test_alloc.XXXXXX";
    int fd = mkstemp(path), status;

    if (fd < 0 || write(fd, JSON, strlen(JSON)) != (ssize_t)strlen(JSON))
        return 1;
    close(fd);
    file = path;
    for (size_t i = 0; i < ARRAY_LEN(scenarios); i++) {
        tests[i].name = names[i];
        tests[i].test_func = run;
        tests[i].initial_state = (void *)&scenarios[i];
    }
    status = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return status;
}
