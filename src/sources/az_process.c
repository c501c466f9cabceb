/* SPDX-License-Identifier: MIT */
/* az_process.c - running `az` beside the requests.
 *
 * Its two pipes and a timer are gathered in one epoll descriptor, which is what
 * the engine watches. The timer also sees the end of a process that left its
 * pipes to a child of its own. */
#include "sources/az_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sources/az_environment.h"
#include "support/buf.h"
#include "support/clock.h"
#include "support/process.h"
#include "support/str.h"

#define OUTPUT_LIMIT ((size_t)1 << 20)
#define LOOK_MS 50

enum { OUT, ERR, TIMER, N_FDS };

struct az_process {
    pid_t pid;
    int fds[N_FDS]; /* -1: at its end */
    int all;        /* the epoll descriptor */
    int64_t deadline_ms;
    struct buf text[TIMER]; /* of OUT and ERR */
    void (*done)(void *arg, const struct az_result *result);
    void *arg;
};

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void
process_free(struct az_process *p)
{
    for (int i = 0; i < N_FDS; i++)
        close_fd(&p->fds[i]);
    close_fd(&p->all);
    buf_free(&p->text[OUT]);
    buf_free(&p->text[ERR]);
    free(p);
}

/* ---- the end ------------------------------------------------------------- */

/* The line that says what went wrong: the Azure CLI marks it. */
static const char *
telling_line(struct buf *text)
{
    static const char mark[] = "ERROR:";
    char *rest = text->data, *line, *last = NULL, *marked = NULL;

    while (rest && (line = strsep(&rest, "\r\n"))) {
        line += strspn(line, " \t");
        if (*line)
            last = line;
        if (str_has_prefix_fold(line, mark))
            marked = line;
    }
    if (!marked)
        return str_or(last, "");
    marked += sizeof(mark) - 1;
    return marked + strspn(marked, " \t");
}

static void
finish(struct az_process *p, enum az_end end, int status)
{
    struct az_result result = {
        .end = end,
        .exit_status =
            end == AZ_EXITED && WIFEXITED(status) ? WEXITSTATUS(status) : -1,
        .output = buf_str(&p->text[OUT]),
        .len = p->text[OUT].len,
        .error = telling_line(&p->text[ERR]),
    };

    p->done(p->arg, &result);
    process_free(p);
}

/* It and what it started are ended at once, so that waiting is short. */
static void
end_it(struct az_process *p, enum az_end end, bool has_ended)
{
    int status;

    if (!has_ended) {
        kill(-p->pid, SIGKILL);
        while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    finish(p, end, 0);
}

/* Why not all that it wrote could be kept. */
static enum az_end
lost_by(const struct az_process *p)
{
    return p->text[OUT].full || p->text[ERR].full ? AZ_TOO_MUCH
                                                  : AZ_OUT_OF_MEMORY;
}

/* ---- the loop ------------------------------------------------------------ */

/* Takes what a pipe holds now. */
static void
drain(struct az_process *p, int which)
{
    char chunk[4096];
    ssize_t n;

    while (p->fds[which] >= 0) {
        n = read(p->fds[which], chunk, sizeof(chunk));
        if (n > 0)
            buf_add(&p->text[which], chunk, (size_t)n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            close_fd(&p->fds[which]);
        else if (errno == EAGAIN)
            break;
        if (!buf_ok(&p->text[which]))
            break;
    }
    explicit_bzero(chunk, sizeof(chunk));
}

static void
rearm(struct az_process *p)
{
    uint64_t times;

    /* Nobody waits here: an empty timer says EAGAIN. */
    while (read(p->fds[TIMER], &times, sizeof(times)) < 0 && errno == EINTR)
        ;
}

static bool
something_happened(struct http *h, void *arg)
{
    struct az_process *p = arg;
    int status = 0;
    pid_t ended;

    if (http_is_ending(h)) {
        end_it(p, AZ_INTERRUPTED, false);
        return false;
    }
    rearm(p);
    /* First the question, then the pipes: nothing comes after the end. */
    ended = waitpid(p->pid, &status, WNOHANG);
    drain(p, OUT);
    drain(p, ERR);
    if (!buf_ok(&p->text[OUT]) || !buf_ok(&p->text[ERR]))
        end_it(p, lost_by(p), ended == p->pid);
    else if (ended == p->pid)
        finish(p, AZ_EXITED, status);
    else if (clock_monotonic_ms() >= p->deadline_ms)
        end_it(p, AZ_TIMED_OUT, false);
    else
        return true;
    return false;
}

/* ---- the beginning ------------------------------------------------------- */

/* Our ends do not block; the other ends are as a program expects them. */
static int
open_pipes(struct az_process *p, int writing[2])
{
    for (int i = OUT; i <= ERR; i++) {
        int both[2];

        if (pipe2(both, O_CLOEXEC) != 0)
            return -1;
        p->fds[i] = both[0];
        writing[i] = both[1];
        if (fcntl(both[0], F_SETFL, O_NONBLOCK) != 0)
            return -1;
    }
    return 0;
}

static int
gather(struct az_process *p)
{
    const struct timespec often = { .tv_nsec = LOOK_MS * 1000000L };
    const struct itimerspec times = { often, often };

    p->all = epoll_create1(EPOLL_CLOEXEC);
    p->fds[TIMER] = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (p->all < 0 || p->fds[TIMER] < 0 ||
        timerfd_settime(p->fds[TIMER], 0, &times, NULL) != 0)
        return -1;
    for (int i = 0; i < N_FDS; i++) {
        struct epoll_event event = { .events = EPOLLIN };

        if (epoll_ctl(p->all, EPOLL_CTL_ADD, p->fds[i], &event) != 0)
            return -1;
    }
    return 0;
}

static struct az_process *
process_new(void (*done)(void *arg, const struct az_result *result), void *arg)
{
    struct az_process *p = calloc(1, sizeof(*p));

    if (!p)
        return NULL;
    for (int i = 0; i < N_FDS; i++)
        p->fds[i] = -1;
    p->all = -1;
    p->done = done;
    p->arg = arg;
    p->deadline_ms = clock_monotonic_ms() + AZ_DEADLINE_S * (int64_t)1000;
    p->text[OUT].limit = p->text[ERR].limit = OUTPUT_LIMIT;
    p->text[OUT].secret = p->text[ERR].secret = true;
    return p;
}

/* Everything that can fail comes before the process is there. */
static int
start(struct az_process *p, const char *program, const char *const *argv,
      char *const *environment, struct err *e)
{
    int writing[2] = { -1, -1 };
    int rc;

    if (open_pipes(p, writing) != 0 || gather(p) != 0) {
        rc = err_set(e, ERR_IO, "az: no pipe or timer: %s", strerror(errno));
    } else {
        rc = process_spawn(&p->pid, program, argv, environment, writing[OUT],
                           writing[ERR], e);
        /* For the caller it is a credential that cannot be had. */
        if (rc != 0 && e->code == ERR_IO)
            e->code = ERR_AUTH;
    }
    close_fd(&writing[OUT]);
    close_fd(&writing[ERR]);
    return rc;
}

int
az_process_start(struct http *http, const struct environment *env,
                 const char *const *argv,
                 void (*done)(void *arg, const struct az_result *result),
                 void *arg, struct err *e)
{
    char *program = az_environment_program(env, e);
    struct az_process *p = NULL;
    char **environment = NULL;
    int rc = -1;

    if (!program)
        return -1;
    p = process_new(done, arg);
    environment = az_environment_list(env);
    if (!p || !environment)
        err_nomem(e);
    else
        rc = start(p, program, argv, environment, e);
    if (rc == 0 && http_watch(http, p->all, something_happened, p, e) != 0) {
        kill(-p->pid, SIGKILL);
        waitpid(p->pid, NULL, 0);
        rc = -1;
    }
    az_environment_free(environment);
    free(program);
    if (rc != 0 && p)
        process_free(p);
    return rc;
}
