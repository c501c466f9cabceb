/* SPDX-License-Identifier: MIT */
/* files_draft.c - files that appear whole or not at all. */
#include "support/files.h"

#define STREAM_BUFFER ((size_t)64 * 1024)

#include <errno.h>
#include <fcntl.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
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

static int
open_temporary(struct files_draft *d, struct err *e)
{
    int fd = mkostemp(d->temporary, O_CLOEXEC); /* mode 0600 */

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

/* 0, or the errno of the failure. The stream is closed either way. */
static int
flush_and_close(struct files_draft *d)
{
    int number = 0;

    if (ferror(d->stream))
        number = guess_errno(d);
    else if (fflush(d->stream) != 0 || !is_synced(fileno(d->stream)))
        number = errno;
    if (fclose(d->stream) != 0 && number == 0)
        number = errno;
    d->stream = NULL;
    return number;
}

int
files_draft_commit(struct files_draft *d, struct err *e)
{
    int number = flush_and_close(d);

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
