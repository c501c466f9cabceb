/* SPDX-License-Identifier: MIT */
/* files_walk.c - every file below a folder. */
#include "support/files_walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/buf.h"
#include "support/vec.h"

struct walk {
    int (*visit)(void *arg, const char *path, const struct err *trouble);
    void *arg;
    struct err *e;
};

static int walk_dir(const struct walk *w, const char *dir, unsigned depth);

static int
complain(const struct walk *w, const char *path, const char *why)
{
    struct err trouble = { 0 };

    err_set(&trouble, ERR_IO, "%s: %s", path, why);
    return w->visit(w->arg, path, &trouble);
}

/* Recursion ends at FILES_WALK_DEPTH. */
static int
walk_entry(const struct walk *w, const char *path, unsigned depth)
{
    struct stat st;
    bool is_link;

    if (lstat(path, &st) != 0)
        return complain(w, path, strerror(errno));
    is_link = S_ISLNK(st.st_mode);
    if (is_link && stat(path, &st) != 0)
        return complain(w, path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return is_link ? 0 : walk_dir(w, path, depth);
    if (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode))
        return w->visit(w->arg, path, NULL);
    return 0;
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The names in it, sorted; each to be freed. -1: errno says why. */
static int
list_names(DIR *d, struct vec *names)
{
    const struct dirent *entry;

    while ((errno = 0, entry = readdir(d))) {
        char *name;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        name = strdup(entry->d_name);
        if (!name || vec_push(names, name) != 0) {
            free(name);
            errno = ENOMEM;
            return -1;
        }
    }
    if (errno == 0 && vec_sort(names, compare_names) != 0)
        errno = ENOMEM;
    return errno ? -1 : 0;
}

static int
walk_names(const struct walk *w, const char *dir, const struct vec *names,
           unsigned depth)
{
    size_t len = strlen(dir);
    int status = 0;

    while (len > 1 && dir[len - 1] == '/')
        len--;
    for (size_t i = 0; status == 0 && i < names->len; i++) {
        auto_buf path = { 0 };

        buf_add(&path, dir, len);
        if (dir[len - 1] != '/')
            buf_addc(&path, '/');
        buf_adds(&path, names->items[i]);
        status = buf_ok(&path) ? walk_entry(w, buf_str(&path), depth + 1)
                               : err_nomem(w->e);
    }
    return status;
}

static int
walk_dir(const struct walk *w, const char *dir, unsigned depth)
{
    struct vec names = { 0 };
    DIR *d = NULL;
    int status;

    if (depth >= FILES_WALK_DEPTH)
        return complain(w, dir, "folders lie too deep in one another");
    d = opendir(dir);
    if (!d)
        return complain(w, dir, strerror(errno));
    status = list_names(d, &names);
    if (status != 0)
        status = errno == ENOMEM ? err_nomem(w->e)
                                 : complain(w, dir, strerror(errno));
    closedir(d);
    if (status == 0)
        status = walk_names(w, dir, &names, depth);
    for (size_t i = 0; i < names.len; i++)
        free(names.items[i]);
    vec_free(&names);
    return status;
}

int
files_walk(const char *dir,
           int (*visit)(void *arg, const char *path, const struct err *trouble),
           void *arg, struct err *e)
{
    const struct walk w = { visit, arg, e };

    return walk_dir(&w, dir, 0);
}
