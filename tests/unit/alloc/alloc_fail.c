/* SPDX-License-Identifier: MIT */
/* alloc_fail.c - memory that runs out. */
#include "alloc_fail.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/memory.h"

enum how { NEVER, ONCE, FROM_THEN_ON };

/* One scenario at a time. */
static struct {
    enum how how;
    size_t n;     /* allocations so far */
    size_t fails; /* the one that fails, from 1 */
    bool failed;
    bool paused;
} now;

static bool
fails(void)
{
    if (now.how == NEVER || now.paused)
        return false;
    now.n++;
    if (now.n != now.fails && !(now.how == FROM_THEN_ON && now.n > now.fails))
        return false;
    now.failed = true;
    return true;
}

void
alloc_fail_pause(bool paused)
{
    now.paused = paused;
}

void
alloc_fail_stop(void)
{
    now.paused = true;
}

/* ---- in place of the allocator -------------------------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t n, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t n);
int __real_vasprintf(char **ret, const char *fmt, va_list args);
void *__real_arena_alloc(struct arena *a, size_t size);
char *__real_arena_strdup(struct arena *a, const char *text);
char *__real_arena_strndup(struct arena *a, const char *text, size_t len);
const char *__real_arena_intern(struct arena *a, const char *text);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t n, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);
int __wrap_vasprintf(char **ret, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));
int __wrap_asprintf(char **ret, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void *__wrap_arena_alloc(struct arena *a, size_t size);
char *__wrap_arena_strdup(struct arena *a, const char *text);
char *__wrap_arena_strndup(struct arena *a, const char *text, size_t len);
char *__wrap_arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *__wrap_arena_intern(struct arena *a, const char *text);
void *yaml_malloc(size_t size);
void *yaml_realloc(void *old, size_t size);
void yaml_free(void *p);
unsigned char *yaml_strdup(const unsigned char *text);

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

void *
__wrap_reallocarray(void *old, size_t n, size_t size)
{
    return fails() ? NULL : __real_reallocarray(old, n, size);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

char *
__wrap_strndup(const char *text, size_t n)
{
    return fails() ? NULL : __real_strndup(text, n);
}

int
__wrap_vasprintf(char **ret, const char *fmt, va_list args)
{
    return fails() ? -1 : __real_vasprintf(ret, fmt, args);
}

int
__wrap_asprintf(char **ret, const char *fmt, ...)
{
    va_list args;
    int len;

    va_start(args, fmt);
    len = fails() ? -1 : __real_vasprintf(ret, fmt, args);
    va_end(args);
    return len;
}

/* As an arena notes it. */
static bool
arena_fails(void)
{
    if (!fails())
        return false;
    memory_note_failure();
    return true;
}

void *
__wrap_arena_alloc(struct arena *a, size_t size)
{
    return arena_fails() ? NULL : __real_arena_alloc(a, size);
}

char *
__wrap_arena_strdup(struct arena *a, const char *text)
{
    return arena_fails() ? NULL : __real_arena_strdup(a, text);
}

char *
__wrap_arena_strndup(struct arena *a, const char *text, size_t len)
{
    return arena_fails() ? NULL : __real_arena_strndup(a, text, len);
}

char *
__wrap_arena_printf(struct arena *a, const char *fmt, ...)
{
    char *text = NULL, *copy = NULL;
    va_list args;

    if (arena_fails())
        return NULL;
    va_start(args, fmt);
    if (__real_vasprintf(&text, fmt, args) >= 0)
        copy = __real_arena_strdup(a, text);
    va_end(args);
    free(text);
    return copy;
}

const char *
__wrap_arena_intern(struct arena *a, const char *text)
{
    return arena_fails() ? NULL : __real_arena_intern(a, text);
}

/* libyaml takes these of ours instead of its own. */

void *
yaml_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size ? size : 1);
}

void *
yaml_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size ? size : 1);
}

void
yaml_free(void *p)
{
    free(p);
}

unsigned char *
yaml_strdup(const unsigned char *text)
{
    if (!text || fails())
        return NULL;
    return (unsigned char *)__real_strdup((const char *)text);
}

/* ---- running -------------------------------------------------------------- */

/* Of the sanitizer, where there is one. */
__attribute__((weak)) int __lsan_do_recoverable_leak_check(void);
__attribute__((weak)) void __sanitizer_set_death_callback(void (*f)(void));

static void
say_where(void)
{
    fprintf(stderr, "# allocation %zu failed%s\n", now.fails,
            now.how == ONCE ? "" : ", or a later one too");
}

/* cmocka would go on with the next test and not say where. */
static void
crash(int sig)
{
    signal(sig, SIG_DFL);
    say_where();
    raise(sig);
}

static int
run_once(alloc_scenario *run, const void *arg, enum how how, size_t n,
         struct buf *out, struct err *e)
{
    int rc;

    buf_free(out);
    err_clear(e);
    now.n = 0;
    now.failed = now.paused = false;
    now.fails = n;
    now.how = how;
    rc = run(arg, out, e);
    now.how = NEVER;
    return rc;
}

static void
judge(int rc, const struct buf *out, const struct buf *wanted,
      const struct err *e)
{
    if (rc != 0 && e->code != ERR_NOMEM)
        fail_msg("allocation %zu: it said '%s' (%d)", now.fails, e->text,
                 (int)e->code);
    if (rc == 0 && strcmp(buf_str(out), buf_str(wanted)) != 0) {
        say_where();
        assert_string_equal(buf_str(out), buf_str(wanted));
    }
}

static void
check_leaks(void)
{
    if (&__lsan_do_recoverable_leak_check &&
        __lsan_do_recoverable_leak_check() != 0)
        fail_msg("leaks; see above");
}

void
alloc_fail_each(alloc_scenario *run, const void *arg)
{
    /* Static: a test that fails does not leak them. */
    static struct buf wanted, out;
    struct err e = { 0 };
    size_t n = 0;

    signal(SIGSEGV, crash);
    signal(SIGABRT, crash);
    if (&__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(say_where);
    if (run_once(run, arg, NEVER, 0, &wanted, &e) != 0)
        fail_msg("%s", e.text);
    assert_true(wanted.len > 0);
    do
        judge(run_once(run, arg, ONCE, ++n, &out, &e), &out, &wanted, &e);
    while (now.failed);
    print_message("# %zu allocations\n", n - 1);
    /* Many ends are alike: of thousands a part. */
    for (size_t from = 1; from < n; from += 1 + from / 50)
        judge(run_once(run, arg, FROM_THEN_ON, from, &out, &e), &out, &wanted,
              &e);
    buf_free(&out);
    buf_free(&wanted);
    check_leaks();
}
