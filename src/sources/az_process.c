/* SPDX-License-Identifier: MIT */
/* az_process.c - running `az` beside the requests. */
#include "sources/az_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/buf.h"
#include "support/str.h"

#define OUTPUT_LIMIT ((size_t)1 << 20)
/* A first call of the Azure CLI can be slow; one that hangs is ended. */
#define DEADLINE_S "60"

extern char **environ;

struct az_process {
    pid_t pid;
    int out;
    int err;
    struct buf output;
    struct buf error;
    void (*done)(void *arg, const struct az_result *result);
    void *arg;
};

/* What `az` needs, and nothing of ours: no client secrets, no tokens. */
static bool
is_passed_on(const char *variable)
{
    static const char *const names[] = {
        "PATH=",
        "HOME=",
        "USER=",
        "LANG=",
        "LC_",
        "TMPDIR=",
        "TERM=",
        "AZURE_CONFIG_DIR=",
        "AZURE_CORE_",
        "AZURE_EXTENSION_DIR=",
        "AZURE_HTTP_USER_AGENT=",
        "REQUESTS_CA_BUNDLE=",
        "SSL_CERT_FILE=",
        "SSL_CERT_DIR=",
        "HTTP_PROXY=",
        "HTTPS_PROXY=",
        "NO_PROXY=",
        "ALL_PROXY=",
        "http_proxy=",
        "https_proxy=",
        "no_proxy=",
        "all_proxy=",
        "PYTHON",
        "VIRTUAL_ENV=",
        "SYSTEMROOT=",
        NULL,
    };

    for (const char *const *name = names; *name; name++) {
        if (strncmp(variable, *name, strlen(*name)) == 0)
            return true;
    }
    return false;
}

static char **
scrubbed_environment(void)
{
    size_t n = 0, kept = 0;
    char **list;

    while (environ[n])
        n++;
    list = calloc(n + 1, sizeof(*list));
    for (size_t i = 0; list && i < n; i++) {
        if (is_passed_on(environ[i]))
            list[kept++] = environ[i];
    }
    return list;
}

static void
process_free(struct az_process *p)
{
    if (p->out >= 0)
        close(p->out);
    if (p->err >= 0)
        close(p->err);
    buf_wipe_free(&p->output);
    buf_free(&p->error);
    free(p);
}

/* The last line that says something. */
static const char *
last_line(struct buf *text)
{
    char *line = text->data;
    size_t len = text->len;

    if (!line)
        return "";

    while (len > 0 && strchr("\r\n ", line[len - 1]))
        line[--len] = '\0';
    while (len > 0 && line[len - 1] != '\n')
        len--;
    return line + len;
}

static void
finish(struct az_process *p)
{
    struct az_result result = { .found = true, .exit_status = -1 };
    int status = 0;

    while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status))
        result.exit_status = WEXITSTATUS(status);
    result.output = buf_str(&p->output);
    result.error = last_line(&p->error);
    /* 124: timeout(1) ended it; 127: there is no such program. */
    if (result.exit_status == 124)
        result.error = "az gave no answer within " DEADLINE_S " s";
    result.found = result.exit_status != 127;
    p->done(p->arg, &result);
    process_free(p);
}

/* Reads what is there. False: the end, or an error. */
static bool
read_some(int fd, struct buf *into)
{
    char chunk[4096];
    ssize_t n = read(fd, chunk, sizeof(chunk));

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (n > 0)
        buf_add(into, chunk, (size_t)n);
    return n > 0 && buf_ok(into);
}

static bool
output_ready(struct http *h, void *arg)
{
    struct az_process *p = arg;

    if (http_is_ending(h)) {
        /* timeout(1) hands the signal on to az. */
        kill(p->pid, SIGTERM);
        finish(p);
        return false;
    }
    if (read_some(p->out, &p->output))
        return true;
    if (!buf_ok(&p->output))
        kill(p->pid, SIGTERM);
    while (read_some(p->err, &p->error) && p->error.len < OUTPUT_LIMIT)
        ;
    finish(p);
    return false;
}

static int
spawn(struct az_process *p, const char *const *argv, const int out[2],
      const int err[2], struct err *e)
{
    posix_spawn_file_actions_t actions;
    const char *full[24] = { "timeout", "-k", "5", DEADLINE_S };
    char **environment = scrubbed_environment();
    size_t n = 4;
    int rc;

    while (*argv && n + 1 < sizeof(full) / sizeof(*full))
        full[n++] = *argv++;
    if (!environment || posix_spawn_file_actions_init(&actions) != 0) {
        free(environment);
        return err_nomem(e);
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_adddup2(&actions, err[1], 2);
    rc = posix_spawnp(&p->pid, "timeout", &actions, NULL, (char *const *)full,
                      environment);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    if (rc != 0)
        return err_set(e, ERR_AUTH, "az cannot be run: %s", strerror(rc));
    return 0;
}

int
az_process_start(struct http *http, const char *const *argv,
                 void (*done)(void *arg, const struct az_result *result),
                 void *arg, struct err *e)
{
    struct az_process *p = calloc(1, sizeof(*p));
    int out[2] = { -1, -1 }, err[2] = { -1, -1 };
    int rc = -1;

    if (!p)
        return err_nomem(e);
    p->done = done;
    p->arg = arg;
    p->output.limit = p->error.limit = OUTPUT_LIMIT;
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
        err_set(e, ERR_IO, "no pipe for az: %s", strerror(errno));
    else
        rc = spawn(p, argv, out, err, e);
    p->out = out[0];
    p->err = err[0];
    if (out[1] >= 0)
        close(out[1]);
    if (err[1] >= 0)
        close(err[1]);
    if (rc == 0)
        rc = http_watch(http, p->out, output_ready, p, e);
    if (rc != 0)
        process_free(p);
    return rc;
}
