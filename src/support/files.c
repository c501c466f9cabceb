/* SPDX-License-Identifier: MIT */
/* files.c - reading whole files with a ceiling, finding them, making folders. */
#include "support/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/secret.h"
#include "support/str.h"

static const char *
describe(const char *path)
{
    return str_eq(path, "-") ? "standard input" : path;
}

static int
fail_errno(struct err *e, const char *path)
{
    return err_set(e, ERR_IO, "%s: %s", describe(path), strerror(errno));
}

static int
refuse_kind(mode_t mode, const char *path, struct err *e)
{
    const char *what = S_ISDIR(mode)    ? "a folder"
                       : S_ISFIFO(mode) ? "a pipe ('-' reads standard input)"
                                        : "no regular file";

    return err_set(e, ERR_INPUT, "%s: expected a file, found %s", path, what);
}

/* Asked before the file is opened, since opening a FIFO wakes its writer, and
 * afterwards, since the name may mean something else by then. */
static int
open_regular(const char *path, struct err *e)
{
    struct stat st;
    int fd;

    if (stat(path, &st) != 0)
        return fail_errno(e, path);
    if (!S_ISREG(st.st_mode))
        return refuse_kind(st.st_mode, path, e);
    fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_errno(e, path);
    if (fstat(fd, &st) != 0) {
        fail_errno(e, path);
    } else if (!S_ISREG(st.st_mode)) {
        refuse_kind(st.st_mode, path, e);
    } else {
        return fd;
    }
    close(fd);
    return -1;
}

/* The file may be a private key: the buffer knows, the chunk is wiped. */
static int
read_all(int fd, const char *path, size_t limit, struct buf *out, struct err *e)
{
    char chunk[65536];
    size_t total = 0;
    ssize_t n;

    while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            fail_errno(e, path);
            break;
        }
        if ((size_t)n > limit - total) {
            err_set(e, ERR_LIMIT, "%s: larger than %zu bytes", describe(path),
                    limit);
            break;
        }
        total += (size_t)n;
        buf_add(out, chunk, (size_t)n);
    }
    secret_wipe(chunk, sizeof(chunk));
    if (n != 0)
        return -1;
    return buf_ok(out) ? 0 : err_nomem(e);
}

int
files_read(const char *path, size_t limit, struct buf *out, struct err *e)
{
    int fd = STDIN_FILENO, status;

    if (!str_eq(path, "-"))
        fd = open_regular(path, e);
    if (fd < 0)
        return -1;
    status = read_all(fd, path, limit, out, e);
    if (fd != STDIN_FILENO)
        close(fd);
    return status;
}

int
files_read_head(const char *path, size_t max, struct buf *out, struct err *e)
{
    int fd = open_regular(path, e), status = 0;
    char chunk[65536];
    ssize_t n = 1;

    if (fd < 0)
        return -1;
    while (n != 0 && out->len < max) {
        size_t left = max - out->len;

        n = read(fd, chunk, left < sizeof(chunk) ? left : sizeof(chunk));
        if (n > 0)
            buf_add(out, chunk, (size_t)n);
        else if (n < 0 && errno != EINTR)
            break;
    }
    if (n < 0)
        status = fail_errno(e, path);
    close(fd);
    secret_wipe(chunk, sizeof(chunk));
    if (status == 0 && !buf_ok(out))
        status = err_nomem(e);
    return status;
}

FILE *
files_open(const char *path, struct err *e)
{
    FILE *stream;
    int fd;

    if (str_eq(path, "-"))
        return stdin;
    fd = open_regular(path, e);
    if (fd < 0)
        return NULL;
    stream = fdopen(fd, "r");
    if (!stream) {
        fail_errno(e, path);
        close(fd);
    }
    return stream;
}

void
files_folder(struct buf *out, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        buf_adds(out, ".");
    else
        buf_add(out, path, slash == path ? 1 : (size_t)(slash - path));
}

bool
files_is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
files_others_write(const char *dir)
{
    struct stat st;

    if (stat(dir, &st) != 0)
        return false;
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return true;
    /* In a sticky folder, such as /tmp, each has his own files. */
    return (st.st_mode & (S_IWGRP | S_IWOTH)) != 0 &&
           (st.st_mode & S_ISVTX) == 0;
}

static bool
has_suffix(const char *name, const char *suffix)
{
    size_t name_len = strlen(name), len = strlen(suffix);

    return name_len >= len && str_eq_fold(name + name_len - len, suffix);
}

struct listing {
    const char *suffix;
    struct vec *paths;
    struct err *e;
};

static int list_dir(const struct listing *l, const char *dir, unsigned depth);

static int
list_entry(const struct listing *l, const char *path, const char *name,
           unsigned depth)
{
    struct stat st;
    char *copy;

    if (lstat(path, &st) != 0)
        return fail_errno(l->e, path);
    if (S_ISDIR(st.st_mode))
        return depth > 0 ? list_dir(l, path, depth - 1) : 0;
    if (!has_suffix(name, l->suffix) ||
        (S_ISLNK(st.st_mode) && files_is_dir(path)))
        return 0;
    copy = strdup(path);
    if (!copy || vec_push(l->paths, copy) != 0) {
        free(copy);
        return err_nomem(l->e);
    }
    return 0;
}

/* Recursion ends with `depth`. */
static int
list_dir(const struct listing *l, const char *dir, unsigned depth)
{
    size_t len = strlen(dir);
    DIR *d = opendir(dir);
    const struct dirent *entry;
    int status = 0;

    if (!d)
        return fail_errno(l->e, dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    while (status == 0 && (errno = 0, entry = readdir(d))) {
        auto_buf path = { 0 };

        if (entry->d_name[0] == '.')
            continue;
        buf_add(&path, dir, len);
        if (dir[len - 1] != '/')
            buf_addc(&path, '/');
        buf_adds(&path, entry->d_name);
        status = buf_ok(&path) ? list_entry(l, path.data, entry->d_name, depth)
                               : err_nomem(l->e);
    }
    if (status == 0 && errno != 0)
        status = fail_errno(l->e, dir);
    closedir(d);
    return status;
}

static int
compare_paths(const void *a, const void *b)
{
    return strcmp(a, b);
}

int
files_list(const char *dir, const char *suffix, unsigned depth,
           struct vec *paths, struct err *e)
{
    struct listing l = { .suffix = suffix, .paths = paths, .e = e };

    if (list_dir(&l, dir, depth) != 0) {
        files_free_list(paths);
        return -1;
    }
    if (vec_sort(paths, compare_paths) != 0) {
        files_free_list(paths);
        return err_nomem(e);
    }
    return 0;
}

void
files_free_list(struct vec *paths)
{
    for (size_t i = 0; i < paths->len; i++)
        free(paths->items[i]);
    vec_free(paths);
}

static int
make_one_dir(const char *dir, struct err *e)
{
    if (mkdir(dir, 0700) == 0 || (errno == EEXIST && files_is_dir(dir)))
        return 0;
    if (errno == EEXIST)
        errno = ENOTDIR;
    return err_set(e, ERR_IO, "%s: the folder cannot be made: %s", dir,
                   strerror(errno));
}

int
files_make_dir(const char *dir, struct err *e)
{
    char *copy;
    int status = 0;

    if (files_is_dir(dir))
        return 0;
    copy = strdup(dir);
    if (!copy)
        return err_nomem(e);
    for (char *slash = strchr(copy + 1, '/'); slash && status == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!files_is_dir(copy))
            status = make_one_dir(copy, e);
        *slash = '/';
    }
    if (status == 0)
        status = make_one_dir(dir, e);
    free(copy);
    return status;
}
