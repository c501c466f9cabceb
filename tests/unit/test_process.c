/* SPDX-License-Identifier: MIT */
/* test_process.c - a program that is run to its end: what is read of it, and
 * that it never outlives its welcome. What it sees is in test_az_process.c. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/clock.h"
#include "support/process.h"

static char *const no_environment[] = { NULL };

static int
run_script(const char *script, int deadline_ms, struct buf *output,
           struct err *e)
{
    const char *argv[] = { "sh", "-c", script, NULL };

    return process_run("/bin/sh", argv, no_environment, deadline_ms, output, e);
}

static void
test_output(void **state)
{
    auto_buf output = { 0 };
    struct err e = { 0 };

    (void)state;
    buf_adds(&output, "of an earlier one");
    assert_int_equal(
        run_script("echo one; echo two >&2; echo three", 10000, &output, &e),
        0);
    assert_string_equal(buf_str(&output), "one\nthree\n");
    assert_int_equal(run_script("cat", 10000, &output, &e), 0);
    assert_string_equal(buf_str(&output), "");
}

/* More than a pipe holds, on both at once. */
static void
test_long_output(void **state)
{
    auto_buf output = { 0 };
    struct err e = { 0 };

    (void)state;
    assert_int_equal(
        run_script("i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo "
                   "0123456789012345678901234567890123456789; echo "
                   "0123456789012345678901234567890123456789 >&2; done",
                   60000, &output, &e),
        0);
    assert_int_equal(output.len, 3000 * 41);
}

static void
test_failures(void **state)
{
    static const struct {
        const char *script;
        int deadline_ms;
        const char *text;
    } rows[] = {
        { "echo no >&2; echo 'why it failed' >&2; exit 3", 10000,
          "/bin/sh failed with exit status 3: why it failed" },
        { "exit 1", 10000, "/bin/sh failed with exit status 1" },
        { "printf '\\033[31mred\\n' >&2; exit 1", 10000,
          "/bin/sh failed with exit status 1: ?[31mred" },
        { "kill -9 $$", 10000, "/bin/sh was ended by signal 9" },
        { "sleep 60", 200, "/bin/sh did not end in time" },
        { "trap '' TERM; while :; do sleep 1; done", 200,
          "/bin/sh did not end in time" },
        { "while :; do echo 0123456789012345678901234567890; done", 60000,
          "/bin/sh writes more than makes sense" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf output = { .limit = 4096 };
        struct err e = { 0 };

        assert_int_equal(
            run_script(rows[i].script, rows[i].deadline_ms, &output, &e), -1);
        assert_int_equal(e.code, ERR_IO);
        assert_string_equal(e.text, rows[i].text);
    }
}

static void
test_cannot_run(void **state)
{
    const char *argv[] = { "none", NULL };
    auto_buf output = { 0 };
    struct err e = { 0 };

    (void)state;
    assert_int_equal(process_run("/nonexistent/none", argv, no_environment,
                                 1000, &output, &e),
                     -1);
    assert_int_equal(e.code, ERR_IO);
    assert_string_equal(e.text, "/nonexistent/none cannot be run: No such file "
                                "or directory");
}

/* A child that keeps the pipes open does not keep us waiting. */
static void
test_leaves_a_child(void **state)
{
    auto_buf output = { 0 };
    struct err e = { 0 };
    int64_t begin = clock_monotonic_ms();

    (void)state;
    assert_int_equal(run_script("sleep 20 & echo done", 60000, &output, &e), 0);
    assert_string_equal(buf_str(&output), "done\n");
    assert_true(clock_monotonic_ms() - begin < 15000);
}

/* ---- where programs are ---------------------------------------------------- */

struct listing {
    char text[512];
    int until; /* stops after so many */
};

static int
list(void *arg, const char *path)
{
    struct listing *l = arg;

    snprintf(l->text + strlen(l->text), sizeof(l->text) - strlen(l->text),
             "%s ", path);
    return --l->until == 0 ? 7 : 0;
}

static const char *path_of_test;

static const char *
get_path(void *arg, const char *name)
{
    (void)arg;
    return strcmp(name, "PATH") == 0 ? path_of_test : NULL;
}

static const struct environment environment_of_test = { .get = get_path };

static void
test_find(void **state)
{
    char root[] = "/tmp/aksentra-path-XXXXXX", path[256], expected[256];
    struct listing l = { 0 };

    (void)state;
    assert_non_null(mkdtemp(root));
    assert_int_equal(chdir(root), 0);
    assert_int_equal(mkdir("a", 0700) | mkdir("b", 0700) | mkdir("c", 0700) |
                         mkdir("c/prog", 0700),
                     0);
    fclose(fopen("a/prog", "w"));
    fclose(fopen("b/prog", "w"));
    assert_int_equal(chmod("a/prog", 0700) | chmod("b/prog", 0700), 0);
    snprintf(path, sizeof(path), "a::%s/c:%s/b:.:%s/none:%s/a:", root, root,
             root, root);
    path_of_test = path;
    assert_int_equal(process_find(&environment_of_test, "prog", list, &l, NULL),
                     0);
    snprintf(expected, sizeof(expected), "%s/b/prog %s/a/prog ", root, root);
    assert_string_equal(l.text, expected);
    l = (struct listing){ .until = 1 };
    assert_int_equal(process_find(&environment_of_test, "prog", list, &l, NULL),
                     7);
    assert_int_equal(chmod("b/prog", 0600), 0);
    l = (struct listing){ 0 };
    assert_int_equal(process_find(&environment_of_test, "prog", list, &l, NULL),
                     0);
    snprintf(expected, sizeof(expected), "%s/a/prog ", root);
    assert_string_equal(l.text, expected);
    path_of_test = NULL;
    assert_int_equal(process_find(&environment_of_test, "prog", list, &l, NULL),
                     0);
    assert_int_equal(unlink("a/prog") | unlink("b/prog") | rmdir("a") |
                         rmdir("b") | rmdir("c/prog") | rmdir("c") | chdir("/"),
                     0);
    assert_int_equal(rmdir(root), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output),
        cmocka_unit_test(test_long_output),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_cannot_run),
        cmocka_unit_test(test_leaves_a_child),
        cmocka_unit_test(test_find),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
