/* SPDX-License-Identifier: MIT */
/* files_draft.c - files that appear whole or not at all. */
#include "support/files.h"

#define STREAM_BUFFER ((size_t)64 * 1024)

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int
fail_write(struct err *e, const struct files_draft *d, int number)
{
    if (number == ENOSPC || number == EDQUOT)
        return err_set(e, ERR_IO, "%s: the disk is full (%s)", d->target,
                       strerror(number));
    return err_set(e, ERR_IO, "%s: cannot be written: %s", d->target,
                   strerror(number));
}

/* Beside the target, so that the rename stays within one file system. */
static char *
name_temporary(const char *target)
{
    const char *slash = strrchr(target, '/');
    int dir_len = slash ? (int)(slash - target + 1) : 0;
    char *name;

    if (asprintf(&name, "%.*s.%s.XXXXXX", dir_len, target, target + dir_len) <
        0)
        return NULL;
    return name;
}

/* The letters that mkostemp() puts at the end. */
#define RANDOM_LETTERS 6

/* Whether `name` is that of a temporary made of `pattern`. */
static bool
is_draft(const char *name, const char *pattern)
{
    size_t len = strlen(pattern);

    return strlen(name) == len &&
           strncmp(name, pattern, len - RANDOM_LETTERS) == 0;
}

/* A draft is locked as long as somebody works on it. */
static void
remove_abandoned(int dir, const char *name)
{
    int fd = openat(dir, name,
                    O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(dir, name, 0);
    close(fd);
}

/* Removes what a killed process has left of an earlier draft of the same file. */
static void
sweep(const char *temporary)
{
    const char *slash = strrchr(temporary, '/');
    const char *pattern = slash ? slash + 1 : temporary;
    char *folder =
        slash ? strndup(temporary, (size_t)(slash + 1 - temporary)) : NULL;
    DIR *dir = opendir(folder ? folder : ".");
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        if (is_draft(entry->d_name, pattern))
            remove_abandoned(dirfd(dir), entry->d_name);
    }
    if (dir)
        closedir(dir);
    free(folder);
}

/* A file of that name, locked against the sweep of another process. -1: errno
 * says why. */
static int
make_locked(char *temporary)
{
    size_t len = strlen(temporary);
    struct stat st;
    int fd;

    for (;;) {
        fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
        /* Where files cannot be locked, they are not swept either. */
        if (fd < 0 || flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0 ||
            st.st_nlink > 0)
            return fd;
        /* It was swept before it was locked. */
        close(fd);
        memset(temporary + len - RANDOM_LETTERS, 'X', RANDOM_LETTERS);
    }
}

static int
open_temporary(struct files_draft *d, struct err *e)
{
    int fd;

    sweep(d->temporary);
    fd = make_locked(d->temporary);
    if (fd < 0) {
        fail_write(e, d, errno);
        free(d->temporary); /* it names no file */
        d->temporary = NULL;
        return -1;
    }
    d->stream = fdopen(fd, "w");
    if (!d->stream) {
        close(fd);
        return err_nomem(e);
    }
    /* One thread writes, and reports are large. */
    setvbuf(d->stream, NULL, _IOFBF, STREAM_BUFFER);
    __fsetlocking(d->stream, FSETLOCKING_BYCALLER);
    return 0;
}

int
files_draft_open(struct files_draft *d, const char *target, struct err *e)
{
    memset(d, 0, sizeof(*d));
    d->target = strdup(target);
    d->temporary = name_temporary(target);
    if (!d->target || !d->temporary) {
        free(d->temporary);
        d->temporary = NULL;
        files_draft_abort(d);
        return err_nomem(e);
    }
    if (open_temporary(d, e) != 0) {
        files_draft_abort(d);
        return -1;
    }
    return 0;
}

/* The stream remembers that a write failed, not why. */
static int
guess_errno(const struct files_draft *d)
{
    struct statvfs fs;

    if (fstatvfs(fileno(d->stream), &fs) == 0 && fs.f_bavail == 0)
        return ENOSPC;
    return EIO;
}

/* Some file systems cannot sync and say so: no harm done. */
static bool
is_synced(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
}

/* 0, or the errno of the failure. */
static int
flush(struct files_draft *d)
{
    int number = 0;

    if (ferror(d->stream))
        number = guess_errno(d);
    else if (fflush(d->stream) != 0 || !is_synced(fileno(d->stream)))
        number = errno;
    return number;
}

int
files_draft_commit(struct files_draft *d, struct err *e)
{
    int number = flush(d);

    /* Before it is closed, which gives up the lock. */
    if (number == 0 && rename(d->temporary, d->target) != 0)
        number = errno;
    if (number != 0) {
        fail_write(e, d, number);
        files_draft_abort(d);
        return -1;
    }
    free(d->temporary);
    d->temporary = NULL;
    files_draft_abort(d);
    return 0;
}

void
files_draft_abort(struct files_draft *d)
{
    if (d->stream)
        fclose(d->stream);
    if (d->temporary)
        unlink(d->temporary);
    free(d->temporary);
    free(d->target);
    memset(d, 0, sizeof(*d));
}
