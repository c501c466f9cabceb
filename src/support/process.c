/* SPDX-License-Identifier: MIT */
/* process.c - starting a program: where it is, what it sees and has open. */
#include "support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/secret.h"

/* ---- where programs are ---------------------------------------------------- */

static bool
is_program(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
           access(path, X_OK) == 0;
}

int
process_find(const struct environment *env, const char *name,
             int (*found)(void *arg, const char *path), void *arg,
             struct err *e)
{
    const char *path = environment_get(env, "PATH");
    int rc = 0;

    while (rc == 0 && path && *path) {
        size_t len = strcspn(path, ":");
        auto_buf file = { 0 };

        buf_add(&file, path, len);
        buf_addf(&file, "/%s", name);
        if (!buf_ok(&file))
            return err_nomem(e);
        if (*path == '/' && is_program(buf_str(&file)))
            rc = found(arg, buf_str(&file));
        path += len + (path[len] == ':');
    }
    return rc;
}

/* ---- what it sees ---------------------------------------------------------- */

char **
process_environment(const struct environment *env, const char *const *names)
{
    size_t most = 0, n = 0;
    char **list;

    while (names[most])
        most++;
    list = calloc(most + 1, sizeof(*list));
    for (size_t i = 0; list && i < most; i++) {
        const char *value = environment_get(env, names[i]);
        struct buf text = { 0 };

        if (!value)
            continue;
        buf_addf(&text, "%s=%s", names[i], value);
        list[n] = buf_take(&text);
        if (!list[n++]) {
            process_environment_free(list);
            return NULL;
        }
    }
    return list;
}

void
process_environment_free(char **list)
{
    for (size_t i = 0; list && list[i]; i++)
        secret_wiping_free(list[i]); /* IDENTITY_HEADER is one */
    free(list);
}

/* ---- starting it ----------------------------------------------------------- */

static int
set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    /* A group of its own, to be ended as a whole; our handlers and ignored
     * signals are no concern of it. */
    return posix_spawnattr_setflags(attributes,
                                    (short)(POSIX_SPAWN_SETPGROUP |
                                            POSIX_SPAWN_SETSIGDEF |
                                            POSIX_SPAWN_SETSIGMASK)) |
           posix_spawnattr_setpgroup(attributes, 0) |
           posix_spawnattr_setsigmask(attributes, &none) |
           posix_spawnattr_setsigdefault(attributes, &all);
}

/* And nothing else that we, or whoever started us, have open. */
static int
set_streams(posix_spawn_file_actions_t *actions, int out, int err)
{
    return posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY,
                                            0) |
           posix_spawn_file_actions_adddup2(actions, out, 1) |
           posix_spawn_file_actions_adddup2(actions, err, 2) |
           posix_spawn_file_actions_addclosefrom_np(actions, 3);
}

int
process_spawn(pid_t *pid, const char *program, const char *const *argv,
              char *const *environment, int out, int err, struct err *e)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int rc;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return err_nomem(e);
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return err_nomem(e);
    }
    rc = set_attributes(&attributes);
    if (rc == 0)
        rc = set_streams(&actions, out, err);
    if (rc == 0)
        rc = posix_spawn(pid, program, &actions, &attributes,
                         (char *const *)argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return rc == 0 ? 0
                   : err_set(e, ERR_IO, "%s cannot be run: %s", program,
                             strerror(rc));
}
