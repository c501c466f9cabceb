/* SPDX-License-Identifier: MIT */
/* test_http_loop.c - the HTTP engine: order, ceilings, interruption, what runs
 * beside the requests, trust anchors. */
#include "support/http.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http_case.h"
#include "support/clock.h"
#include "support/http_private.h"
#include "unit.h"

#define PATH(name, list)            \
    {                               \
        name, list, ARRAY_LEN(list) \
    }

static const struct loopback_answer good[] = { { .body = "hello" } };
static const struct loopback_answer slow[] = {
    { .body = "hello", .delay_ms = 40 },
};
static const struct loopback_answer hangs[] = { { .how = LOOPBACK_HANG } };
static const struct loopback_answer busy[] = {
    { .status = 503, .headers = "Retry-After: 1\r\n" },
    { .body = "hello" },
};

static const struct loopback_path paths[] = {
    PATH("/good", good), PATH("/1", good),      PATH("/2", good),
    PATH("/3", good),    PATH("/4", good),      PATH("/urgent", good),
    PATH("/slow", slow), PATH("/hangs", hangs), PATH("/busy", busy),
};

static int
set_up(void **state)
{
    *state = http_case_new(paths, ARRAY_LEN(paths));
    return 0;
}

static int
tear_down(void **state)
{
    http_case_close(*state);
    return 0;
}

static void
assert_between(int64_t value, int64_t least, int64_t most)
{
    if (value < least || value > most)
        fail_msg("%lld is not between %lld and %lld", (long long)value,
                 (long long)least, (long long)most);
}

static void
assert_order(struct http_case *c, const char *const *order, size_t n)
{
    assert_int_equal(loopback_count(c->server), n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(loopback_seen(c->server, i)->path, order[i]);
}

static void
first_in_first_out_and_urgent_before(void **state)
{
    static const char *const order[] = { "/urgent", "/1", "/2", "/3", "/4" };
    struct http_case *c = *state;
    struct http_request urgent = { .urgent = true };

    c->config.parallel = 1;
    http_case_open(c);
    http_case_ask(c, "/1", NULL);
    http_case_ask(c, "/2", NULL);
    http_case_ask(c, "/3", NULL);
    http_case_ask(c, "/urgent", &urgent);
    http_case_ask(c, "/4", NULL);
    http_case_run(c);
    assert_order(c, order, ARRAY_LEN(order));
}

static void
a_delayed_one_lets_the_others_pass(void **state)
{
    static const char *const order[] = { "/2", "/3", "/sooner", "/later" };
    struct http_case *c = *state;
    struct http_request later = { .delay_ms = 120 },
                        sooner = { .delay_ms = 60 };

    c->config.parallel = 1;
    http_case_open(c);
    http_case_ask(c, "/later", &later);
    http_case_ask(c, "/sooner", &sooner);
    http_case_ask(c, "/2", NULL);
    http_case_ask(c, "/3", NULL);
    assert_true(http_case_run(c) >= 119);
    assert_order(c, order, ARRAY_LEN(order));
}

static void
ask_on(struct http_case *c, const struct http_kept *k)
{
    struct http_stats s;

    if (strcmp(k->arg, "/1") == 0) {
        http_case_ask(c, "/3", NULL);
        http_case_ask(c, "/4", NULL);
        http_stats(c->h, &s);
        assert_int_equal(s.finished, 1);
        /* "/2" may have started before "/1" was handed over. */
        assert_int_equal(s.queued + s.in_flight, 3);
    }
}

static void
more_from_inside_done(void **state)
{
    static const char *const order[] = { "/1", "/2", "/3", "/4" };
    struct http_case *c = *state;

    c->config.parallel = 1;
    c->then = ask_on;
    http_case_open(c);
    http_case_ask(c, "/1", NULL);
    http_case_ask(c, "/2", NULL);
    http_case_run(c);
    assert_order(c, order, ARRAY_LEN(order));
}

static void
never_more_than_parallel(void **state)
{
    struct http_case *c = *state;
    struct http_stats s;
    int64_t took;

    c->config.parallel = 16;
    http_case_open(c);
    for (int i = 0; i < 100; i++)
        http_case_ask(c, "/slow", NULL);
    http_stats(c->h, &s);
    assert_int_equal(s.queued, 100);
    took = http_case_run(c);
    assert_int_equal(c->n, 100);
    assert_int_equal(loopback_most_at_once(c->server), 16);
    /* Connections are used again. */
    assert_int_equal(loopback_connections(c->server), 16);
    /* Seven rounds of 40 ms, with room for a slow machine. */
    assert_between(took, 280, 1500);
    http_stats(c->h, &s);
    assert_int_equal(s.started, 100);
    assert_int_equal(s.finished, 100);
    assert_int_equal(s.queued, 0);
    assert_int_equal(s.in_flight, 0);
    assert_int_equal(s.bytes, 500);
}

static int64_t
cpu_ms(void)
{
    struct rusage u;

    getrusage(RUSAGE_THREAD, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 +
           (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

static unsigned ticks;

static void
count_tick(void *arg)
{
    assert_ptr_equal(arg, &ticks);
    ticks++;
}

static void
take_long(struct http_case *c, const struct http_kept *k)
{
    (void)c;
    (void)k;
    usleep(40 * 1000);
}

/* While one reply is worked on, the next is on its way: not 10 * 80 ms. */
static void
work_and_network_overlap(void **state)
{
    struct http_case *c = *state;

    c->config.parallel = 1;
    c->then = take_long;
    http_case_open(c);
    for (int i = 0; i < 10; i++)
        http_case_ask(c, "/slow", NULL);
    assert_between(http_case_run(c), 400, 650);
}

/* A second of waiting costs no second of computing, and ticks go on. */
static void
waiting_is_idle(void **state)
{
    struct http_case *c = *state;
    int64_t before, took;

    ticks = 0;
    c->config.hooks.tick = count_tick;
    c->config.hooks.tick_arg = &ticks;
    http_case_open(c);
    http_case_ask(c, "/busy", NULL);
    before = cpu_ms();
    took = http_case_run(c);
    assert_between(took, 995, 1500);
    assert_between(cpu_ms() - before, 0, took / 5);
    assert_in_range(ticks, took / 200, took / 100 + 2);
}

/* What a signal handler would do. */
static void *
interrupt_soon(void *arg)
{
    struct http_case *c = arg;

    usleep(150 * 1000);
    c->interrupted = 1;
    return NULL;
}

static bool
see_the_end(struct http *h, void *arg)
{
    unsigned *called = arg;

    assert_true(http_is_ending(h));
    ++*called;
    return true;
}

static enum http_gate_answer
shut(void *arg, const char *url, const char **authorization, struct err *e)
{
    (void)arg;
    (void)url;
    (void)authorization;
    (void)e;
    return HTTP_GATE_WAIT;
}

static const struct http_gate shut_gate = { .enter = shut };

static void
ask_again(struct http_case *c, const struct http_kept *k)
{
    if (strcmp(k->arg, "/hangs") == 0)
        http_case_ask(c, "/good", NULL);
}

static void
interrupted(void **state)
{
    struct http_case *c = *state;
    struct http_request gated = { .gate = &shut_gate };
    struct http_request lane = { .lane = "lane" };
    struct err e = { 0 };
    struct http_stats s;
    unsigned called = 0;
    pthread_t thread;
    int64_t started;
    int pipe_fds[2];

    c->config.parallel = 2;
    c->then = ask_again;
    http_case_open(c);
    assert_int_equal(pipe(pipe_fds), 0);
    assert_int_equal(http_watch(c->h, pipe_fds[0], see_the_end, &called, NULL),
                     0);
    http_case_ask(c, "/busy", &lane); /* will be delayed */
    http_case_ask(c, "/good", &gated);
    for (int i = 0; i < 10; i++)
        http_case_ask(c, "/hangs", NULL);
    started = clock_monotonic_ms();
    pthread_create(&thread, NULL, interrupt_soon, c);
    assert_int_equal(http_run(c->h, &e), -1);
    assert_between(clock_monotonic_ms() - started, 100, 150 + 200 + 50);
    pthread_join(thread, NULL);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    assert_int_equal(e.code, ERR_INTERRUPTED);
    assert_false(http_is_ending(c->h));
    /* Ten hung or waiting ones, what they asked for, and the other two. */
    assert_int_equal(c->n, 22);
    for (size_t i = 0; i < c->n; i++)
        assert_int_equal(c->kept[i].failure, HTTP_INTERRUPTED);
    assert_int_equal(called, 1);
    http_stats(c->h, &s);
    assert_int_equal(s.queued, 0);
    assert_int_equal(s.in_flight, 0);
    assert_int_equal(s.finished, 22);
    /* It stays interrupted. */
    err_clear(&e);
    http_case_ask(c, "/good", NULL);
    assert_int_equal(http_run(c->h, &e), -1);
    assert_int_equal(c->n, 23);
}

static void
freed_before_it_ran(void **state)
{
    struct http_case *c = *state;

    http_case_open(c);
    http_case_ask(c, "/good", NULL);
    c->h = http_free(c->h);
    assert_null(c->h);
    assert_int_equal(c->n, 1);
    assert_int_equal(c->kept[0].failure, HTTP_INTERRUPTED);
}

struct reader {
    int fd;
    char text[64];
    size_t len;
    unsigned calls;
    bool ended;
};

static bool
read_more(struct http *h, void *arg)
{
    struct reader *r = arg;
    ssize_t n = read(r->fd, r->text + r->len, sizeof(r->text) - 1 - r->len);

    assert_false(http_is_ending(h));
    r->calls++;
    r->ended = n == 0;
    if (n > 0)
        r->len += (size_t)n;
    return n != 0;
}

enum { PIPES = 12 };

/* Says something, then nothing for a while, then more, then no more. */
static void *
speak(void *arg)
{
    const int *fds = arg;

    for (int i = 0; i < PIPES; i++)
        assert_int_equal(write(fds[i], "one", 3), 3);
    usleep(300 * 1000);
    for (int i = 0; i < PIPES; i++) {
        assert_int_equal(write(fds[i], "two", 3), 3);
        close(fds[i]);
    }
    return NULL;
}

static void
something_is_watched(void **state)
{
    struct http_case *c = *state;
    struct reader readers[PIPES] = { 0 };
    int fds[PIPES];
    int64_t before = cpu_ms();
    pthread_t thread;

    http_case_open(c);
    for (int i = 0; i < PIPES; i++) {
        int ends[2];

        assert_int_equal(pipe(ends), 0);
        readers[i].fd = ends[0];
        fds[i] = ends[1];
        assert_int_equal(
            http_watch(c->h, ends[0], read_more, &readers[i], NULL), 0);
    }
    http_case_ask(c, "/slow", NULL);
    pthread_create(&thread, NULL, speak, fds);
    http_case_run(c);
    pthread_join(thread, NULL);
    assert_int_equal(c->n, 1);
    for (int i = 0; i < PIPES; i++) {
        assert_string_equal(readers[i].text, "onetwo");
        assert_true(readers[i].ended);
        /* Once an event: two texts and the end. */
        assert_in_range(readers[i].calls, 2, 3);
        close(readers[i].fd);
    }
    assert_between(cpu_ms() - before, 0, 200);
}

static void
a_ca_file(void **state)
{
    static const struct {
        const char *text; /* NULL: there is no file */
        const char *says; /* NULL: it is taken */
    } rows[] = {
        { NULL, "No such file" },
        { "", "holds no PEM certificate" },
        { "-----BEGIN PRIVATE KEY-----\n", "holds no PEM certificate" },
        { "# ours\n-----BEGIN CERTIFICATE-----\nMAA=\n"
          "-----END CERTIFICATE-----\n",
          NULL },
    };
    struct http_case *c = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char path[] = "/tmp/test_http.XXXXXX";
        int fd = mkstemp(path);
        struct err e = { 0 };
        struct http *h = NULL;

        assert_true(fd >= 0);
        if (rows[i].text)
            dprintf(fd, "%s", rows[i].text);
        else
            unlink(path);
        c->config.ca_file = path;
        if (http_new(&h, &c->config, &e) == 0) {
            assert_null(rows[i].says);
            http_free(h);
        } else {
            assert_int_equal(e.code, ERR_USAGE);
            assert_non_null(strstr(e.text, path));
            assert_non_null(rows[i].says);
            assert_non_null(strstr(e.text, rows[i].says));
        }
        close(fd);
        unlink(path);
    }
    c->config.ca_file = NULL;
}

static void
write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* Extra anchors never replace those of the system. */
static void
anchors_are_added(void **state)
{
    static const char ours[] = "-----BEGIN CERTIFICATE-----\nours";
    char folder[] = "/tmp/test_http.XXXXXX", bundle[64], extra[64], text[256];
    struct http_trust t;
    FILE *f;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(bundle, sizeof(bundle), "%s/bundle.pem", folder);
    snprintf(extra, sizeof(extra), "%s/extra.pem", folder);
    write_file(bundle, "the system's\n");
    write_file(extra, ours);
    /* A folder of the system's stays beside the file. */
    assert_int_equal(http_trust_init(&t, extra, bundle, folder, NULL), 0);
    assert_string_equal(t.file, extra);
    assert_string_equal(t.folder, folder);
    http_trust_free(&t);
    /* A file of the system's: both in one. */
    assert_int_equal(http_trust_init(&t, extra, bundle, NULL, NULL), 0);
    assert_null(t.folder);
    f = fopen(t.file, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    fclose(f);
    assert_string_equal(text,
                        "-----BEGIN CERTIFICATE-----\nours\nthe system's\n");
    http_trust_free(&t);
    /* No extra ones: libcurl's own, without the folder if there is a file. */
    assert_int_equal(http_trust_init(&t, NULL, bundle, folder, NULL), 0);
    assert_true(t.only_file);
    assert_null(t.file);
    http_trust_free(&t);
    unlink(bundle);
    assert_int_equal(http_trust_init(&t, NULL, bundle, folder, NULL), 0);
    assert_false(t.only_file);
    http_trust_free(&t);
    unlink(extra);
    rmdir(folder);
}

static void
names_of_failures(void **state)
{
    (void)state;
    for (int f = HTTP_OK; f <= HTTP_OUT_OF_MEMORY; f++)
        assert_non_null(http_failure_name((enum http_failure)f));
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(first_in_first_out_and_urgent_before),
        CASE(a_delayed_one_lets_the_others_pass),
        CASE(more_from_inside_done),
        CASE(never_more_than_parallel),
        CASE(work_and_network_overlap),
        CASE(waiting_is_idle),
        CASE(interrupted),
        CASE(freed_before_it_ran),
        CASE(something_is_watched),
        CASE(a_ca_file),
        cmocka_unit_test(anchors_are_added),
        cmocka_unit_test(names_of_failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
