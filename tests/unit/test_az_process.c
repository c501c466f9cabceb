/* SPDX-License-Identifier: MIT */
/* test_az_process.c - a program beside the requests, in the real loop: what it
 * sees, what is read of it, and that it never outlives its welcome. */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sources/az_environment.h"
#include "sources/az_process.h"
#include "support/buf.h"
#include "support/clock.h"
#include "support/files.h"

struct fixture {
    struct http *http;
    volatile sig_atomic_t interrupted;
    char dir[64], path[160];
    const char *pairs[32]; /* the environment */
    struct environment env;
    int ended;
    enum az_end end;
    int exit_status;
    char output[4096], error[512];
    size_t len;
};

static const char *
get_pair(void *arg, const char *name)
{
    const char *const *pairs = arg;

    for (; *pairs; pairs += 2) {
        if (strcmp(*pairs, name) == 0)
            return pairs[1];
    }
    return NULL;
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    const struct http_config config = {
        .parallel = 1,
        .timeout_ms = 1000,
        .body_limit = 1024,
        .user_agent = "test",
        .interrupted = &f->interrupted,
    };

    *state = f;
    snprintf(f->dir, sizeof(f->dir), "/tmp/aksentra-az-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s:/usr/bin:/bin", f->dir);
    f->pairs[0] = "PATH";
    f->pairs[1] = f->path;
    f->env.get = get_pair;
    f->env.arg = f->pairs;
    return http_new(&f->http, &config, NULL);
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;
    struct vec paths = { 0 };

    files_list(f->dir, "", 1, &paths, NULL);
    for (size_t i = 0; i < paths.len; i++)
        unlink(paths.items[i]);
    files_free_list(&paths);
    rmdir(f->dir);
    http_free(f->http);
    free(f);
    return 0;
}

static void
add_env(struct fixture *f, const char *name, const char *value)
{
    size_t n = 0;

    while (f->pairs[n])
        n += 2;
    f->pairs[n] = name;
    f->pairs[n + 1] = value;
}

static void
write_az(const struct fixture *f, const char *script, mode_t mode)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/az", f->dir);
    unlink(path);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    fclose(file);
    chmod(path, mode);
}

static void
ended(void *arg, const struct az_result *result)
{
    struct fixture *f = arg;

    f->ended++;
    f->end = result->end;
    f->exit_status = result->exit_status;
    f->len = result->len;
    snprintf(f->output, sizeof(f->output), "%s", result->output);
    snprintf(f->error, sizeof(f->error), "%s", result->error);
}

static int
start(struct fixture *f, struct err *e)
{
    static const char *const argv[] = { "az", "one", "two words", NULL };

    return az_process_start(f->http, &f->env, argv, ended, f, e);
}

static void
run(struct fixture *f, const char *script)
{
    f->ended = 0;
    write_az(f, script, 0700);
    assert_int_equal(start(f, NULL), 0);
    http_run(f->http, NULL);
    assert_int_equal(f->ended, 1);
}

static void
test_output(void **state)
{
    struct fixture *f = *state;

    run(f, "printf '[%s]' \"$0\" \"$@\"; cat; echo word >&2; exit 7");
    assert_int_equal(f->end, AZ_EXITED);
    assert_int_equal(f->exit_status, 7);
    assert_non_null(strstr(f->output, "/az][one][two words]"));
    assert_int_equal(f->len, strlen(f->output));
    assert_string_equal(f->error, "word");
    run(f, "kill -9 $$");
    assert_int_equal(f->end, AZ_EXITED);
    assert_int_equal(f->exit_status, -1);
    assert_string_equal(f->output, "");
    assert_string_equal(f->error, "");
}

/* More than a pipe holds, on both at once: neither may stall it. */
static void
test_much_output(void **state)
{
    struct fixture *f = *state;

    run(f, "head -c 300000 /dev/zero | tr '\\0' x\n"
           "head -c 300000 /dev/zero | tr '\\0' y >&2");
    assert_int_equal(f->end, AZ_EXITED);
    assert_int_equal(f->len, 300000);
    run(f, "yes");
    assert_int_equal(f->end, AZ_TOO_MUCH);
    run(f, "yes >&2");
    assert_int_equal(f->end, AZ_TOO_MUCH);
}

static void
test_telling_line(void **state)
{
    static const struct {
        const char *script, *line;
    } cases[] = {
        { "printf 'ERROR: the reason\\nTrace ID: 1\\n' >&2", "the reason" },
        { "printf 'one\\r\\n two\\n\\n' >&2", "two" },
        { "printf 'WARNING: x\\nERROR:first\\nERROR: second' >&2", "second" },
        { "printf '\\n\\n' >&2", "" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        run(f, cases[i].script);
        assert_string_equal(f->error, cases[i].line);
    }
}

static void
test_environment(void **state)
{
    struct fixture *f = *state;

    add_env(f, "AZURE_CONFIG_DIR", "/somewhere");
    add_env(f, "https_proxy", "http://proxy:1");
    add_env(f, "LANG", "");
    add_env(f, "AZURE_CLIENT_SECRET", "hunter2");
    add_env(f, "AZURE_CLIENT_CERTIFICATE_PASSWORD", "hunter2");
    add_env(f, "AZURE_FEDERATED_TOKEN_FILE", "/hunter2");
    add_env(f, "LD_PRELOAD", "/hunter2.so");
    run(f, "env");
    assert_non_null(strstr(f->output, "AZURE_CONFIG_DIR=/somewhere\n"));
    assert_non_null(strstr(f->output, "https_proxy=http://proxy:1\n"));
    assert_non_null(strstr(f->output, "PATH=/tmp/aksentra-az-"));
    assert_null(strstr(f->output, "hunter2"));
    assert_null(strstr(f->output, "LANG="));
}

/* Our ignored signals are not the program's, and it has no terminal to read. */
static void
test_signals_and_input(void **state)
{
    struct fixture *f = *state;
    struct sigaction old;

    sigaction(SIGPIPE, &(struct sigaction){ .sa_handler = SIG_IGN }, &old);
    run(f, "sh -c 'kill -PIPE $$; echo survived'; readlink /proc/self/fd/0");
    sigaction(SIGPIPE, &old, NULL);
    assert_string_equal(f->output, "/dev/null\n");
}

static void
test_no_descriptors_leak(void **state)
{
    struct fixture *f = *state;

    /* The shell keeps its own script at 10 and above. */
    run(f, "for fd in 3 4 5 6 7 8 9; do\n"
           "    if [ -e /proc/$$/fd/$fd ]; then echo $fd; fi\ndone");
    assert_string_equal(f->output, "");
}

static void
test_absent(void **state)
{
    struct fixture *f = *state;
    struct err e = { 0 };
    char path[256], sub[128];

    assert_int_equal(setenv("PATH", "/usr/bin:/bin", 1), 0);
    f->pairs[1] = f->dir;
    assert_int_equal(start(f, &e), -1);
    assert_int_equal(e.code, ERR_AUTH);
    assert_string_equal(e.text, "az is not on PATH");
    /* No file that may be run, a folder, entries that depend on where we
     * stand. */
    write_az(f, "exit 0", 0600);
    assert_null(az_environment_program(&f->env, NULL));
    snprintf(sub, sizeof(sub), "%s/az", f->dir);
    unlink(sub);
    mkdir(sub, 0700);
    assert_null(az_environment_program(&f->env, NULL));
    rmdir(sub);
    write_az(f, "exit 0", 0700);
    assert_int_equal(chdir(f->dir), 0);
    f->pairs[1] = ".::bin:";
    assert_null(az_environment_program(&f->env, NULL));
    snprintf(path, sizeof(path), "relative:/nonexistent::%s", f->dir);
    f->pairs[1] = path;
    run(f, "exit 0");
    assert_int_equal(f->exit_status, 0);
    assert_int_equal(chdir("/"), 0);
    f->pairs[0] = "NOPATH";
    assert_null(az_environment_program(&f->env, NULL));
}

static void
test_cannot_run(void **state)
{
    struct fixture *f = *state;
    struct err e = { 0 };
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/az", f->dir);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("#!/nonexistent/interpreter\n", file);
    fclose(file);
    chmod(path, 0700);
    assert_int_equal(start(f, &e), -1);
    assert_int_equal(e.code, ERR_AUTH);
    assert_non_null(strstr(e.text, "cannot be run"));
    assert_int_equal(http_run(f->http, NULL), 0);
}

/* A child that keeps the pipes open does not keep us waiting. */
static void
test_leaves_a_child(void **state)
{
    struct fixture *f = *state;
    int64_t begin = clock_monotonic_ms();

    run(f, "sleep 20 & echo $!");
    assert_int_equal(f->end, AZ_EXITED);
    assert_true(clock_monotonic_ms() - begin < 10000);
    assert_true(atoi(f->output) > 1);
    kill(atoi(f->output), SIGKILL);
}

static bool
interrupt_later(struct http *h, void *arg)
{
    struct fixture *f = arg;

    (void)h;
    f->interrupted = 1;
    return false;
}

/* Interrupted in the middle: it ends, with all that it started. */
static void
test_interrupted(void **state)
{
    struct fixture *f = *state;
    char started[128];
    struct buf pid = { 0 };
    struct err e = { 0 };
    int pipes[2];

    snprintf(started, sizeof(started), "%s/started", f->dir);
    write_az(f, "sleep 300 & echo $! >\"${0%/az}/started\"; wait", 0700);
    assert_int_equal(start(f, NULL), 0);
    for (int tries = 0; tries < 500 && pid.len < 2; tries++) {
        buf_reset(&pid);
        files_read(started, 100, &pid, NULL);
        usleep(10000);
    }
    assert_int_equal(pipe(pipes), 0);
    close(pipes[1]);
    assert_int_equal(http_watch(f->http, pipes[0], interrupt_later, f, NULL),
                     0);
    assert_int_equal(http_run(f->http, &e), -1);
    assert_int_equal(e.code, ERR_INTERRUPTED);
    assert_int_equal(f->ended, 1);
    assert_int_equal(f->end, AZ_INTERRUPTED);
    close(pipes[0]);
    /* A process of its group is gone, or has ended and waits for init. */
    assert_true(atoi(buf_str(&pid)) > 1);
    for (int tries = 0; tries < 500; tries++) {
        char path[64], text[256] = "";
        FILE *stat;

        snprintf(path, sizeof(path), "/proc/%d/stat", atoi(buf_str(&pid)));
        stat = fopen(path, "r");
        if (stat && !fgets(text, sizeof(text), stat))
            text[0] = '\0';
        if (stat)
            fclose(stat);
        if (!stat || strstr(text, ") Z ") || strstr(text, ") X "))
            break;
        assert_true(tries < 499);
        usleep(10000);
    }
    buf_free(&pid);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_output),
        TEST(test_much_output),
        TEST(test_telling_line),
        TEST(test_environment),
        TEST(test_signals_and_input),
        TEST(test_no_descriptors_leak),
        TEST(test_absent),
        TEST(test_cannot_run),
        TEST(test_leaves_a_child),
        TEST(test_interrupted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
