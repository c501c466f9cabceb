/* SPDX-License-Identifier: MIT */
/* process_run.c - running a program to its end.
 *
 * The end of the process is asked for at intervals rather than waited for at the
 * end of its pipes: it may leave these to a child of its own. */
#include "support/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/clock.h"
#include "support/str.h"

#define OUTPUT_LIMIT ((size_t)1 << 20)
#define LOOK_MS 10

enum { OUT, ERR, N_PIPES };

struct child {
    const char *program;
    pid_t pid;
    int fds[N_PIPES]; /* -1: at its end */
    struct buf *output;
    struct buf error;
};

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Takes what a pipe holds now. */
static void
drain(struct child *c, int which)
{
    struct buf *text = which == OUT ? c->output : &c->error;
    char chunk[4096];
    ssize_t n;

    while (c->fds[which] >= 0 && buf_ok(text)) {
        n = read(c->fds[which], chunk, sizeof(chunk));
        if (n > 0)
            buf_add(text, chunk, (size_t)n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            close_fd(&c->fds[which]);
        else if (errno == EAGAIN)
            return;
    }
}

static const char *
last_line(struct buf *text)
{
    char *rest = text->data, *line, *last = NULL;

    while (rest && (line = strsep(&rest, "\r\n"))) {
        line += strspn(line, " \t");
        if (*line)
            last = line;
    }
    return last;
}

static int
say_end(struct child *c, int status, struct err *e)
{
    char said[200];
    const char *line;

    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    line = last_line(&c->error);
    str_sanitize(said, sizeof(said), str_or(line, ""));
    if (WIFSIGNALED(status))
        return err_set(e, ERR_IO, "%s was ended by signal %d", c->program,
                       WTERMSIG(status));
    return err_set(e, ERR_IO, "%s failed with exit status %d%s%s", c->program,
                   WEXITSTATUS(status), *said ? ": " : "", said);
}

/* Not all that it wrote could be kept. */
static int
say_lost(struct child *c, struct err *e)
{
    if (!c->output->full && !c->error.full)
        return err_nomem(e);
    return err_set(e, ERR_IO, "%s writes more than makes sense", c->program);
}

/* It and what it started are ended at once, so that waiting is short. */
static void
end_it(struct child *c)
{
    int status;

    kill(-c->pid, SIGKILL);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        ;
}

static int
attend(struct child *c, int64_t deadline, struct err *e)
{
    struct pollfd watched[N_PIPES];
    int status = 0;

    for (;;) {
        /* First the question, then the pipes: nothing comes after the end. */
        pid_t ended = waitpid(c->pid, &status, WNOHANG);

        drain(c, OUT);
        drain(c, ERR);
        /* What is not whole is not used, also of a program that has ended. */
        if (!buf_ok(c->output) || !buf_ok(&c->error)) {
            if (ended != c->pid)
                end_it(c);
            return say_lost(c, e);
        }
        if (ended == c->pid)
            return say_end(c, status, e);
        if (clock_monotonic_ms() >= deadline) {
            end_it(c);
            return err_set(e, ERR_IO, "%s did not end in time", c->program);
        }
        for (int i = 0; i < N_PIPES; i++)
            watched[i] = (struct pollfd){ c->fds[i], POLLIN, 0 };
        poll(watched, N_PIPES, LOOK_MS);
    }
}

/* Our ends do not block; the other ends are as a program expects them. */
static int
open_pipes(struct child *c, int writing[N_PIPES], struct err *e)
{
    for (int i = 0; i < N_PIPES; i++) {
        int both[2];

        if (pipe2(both, O_CLOEXEC) != 0)
            return err_set(e, ERR_IO, "%s: no pipe: %m", c->program);
        c->fds[i] = both[0];
        writing[i] = both[1];
        if (fcntl(both[0], F_SETFL, O_NONBLOCK) != 0)
            return err_set(e, ERR_IO, "%s: no pipe: %m", c->program);
    }
    return 0;
}

int
process_run(const char *program, const char *const *argv,
            char *const *environment, int deadline_ms, struct buf *output,
            struct err *e)
{
    struct child c = {
        .program = program,
        .fds = { -1, -1 },
        .output = output,
        .error = { .limit = OUTPUT_LIMIT },
    };
    int writing[N_PIPES] = { -1, -1 };
    int rc;

    buf_reset(output);
    if (output->limit == 0)
        output->limit = OUTPUT_LIMIT;
    rc = open_pipes(&c, writing, e);
    if (rc == 0)
        rc = process_spawn(&c.pid, program, argv, environment, writing[OUT],
                           writing[ERR], e);
    close_fd(&writing[OUT]);
    close_fd(&writing[ERR]);
    if (rc == 0)
        rc = attend(&c, clock_monotonic_ms() + deadline_ms, e);
    close_fd(&c.fds[OUT]);
    close_fd(&c.fds[ERR]);
    buf_free(&c.error);
    return rc;
}
