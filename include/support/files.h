/* SPDX-License-Identifier: MIT */
/* files.h - reading whole files with a ceiling, writing files whole or not at
 * all. Messages name the file. */
#ifndef AKSENTRA_SUPPORT_FILES_H
#define AKSENTRA_SUPPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "support/buf.h"
#include "support/err.h"
#include "support/vec.h"

/* Adds a regular file, or standard input for "-", to *out (which the caller
 * frees). More than `limit` bytes is ERR_LIMIT; a FIFO, device or folder is
 * ERR_INPUT and is never read; the rest is ERR_IO. */
int files_read(const char *path, size_t limit, struct buf *out, struct err *e);

/* The first bytes of it, at most `max`. */
int files_read_head(const char *path, size_t max, struct buf *out,
                    struct err *e);

/* The same file as a stream, for what is too big to be read whole; close it
 * unless it is stdin ("-"). NULL: *e as above. */
FILE *files_open(const char *path, struct err *e);

/* Adds the folder that holds `path`: "." where the path names none. */
void files_folder(struct buf *out, const char *path);

bool files_is_dir(const char *path);

/* Whether other users can put files into the folder, or take ours away. */
bool files_others_write(const char *dir);

/* The files below `dir` whose name ends in `suffix` (any case), at most `depth`
 * folders deep (0: `dir` alone), sorted by path. Hidden names are left out and
 * symbolic links to folders are not followed. What is neither file nor folder
 * is listed: files_read() then says why it cannot be read. An unreadable folder
 * is ERR_IO; *paths is empty then. Items of it are malloc'd strings, owned by the caller
 * (files_free_list). */
int files_list(const char *dir, const char *suffix, unsigned depth,
               struct vec *paths, struct err *e);
void files_free_list(struct vec *paths);

/* Makes `dir` and its parents, mode 0700, where they do not exist. */
int files_make_dir(const char *dir, struct err *e);

/* A file under construction: a temporary beside `target`, mode 0600. */
struct files_draft {
    char *target;
    char *temporary; /* its path, for writers that take a path */
    FILE *stream;
};

int files_draft_open(struct files_draft *d, const char *target, struct err *e);

/* Flushes to the disk, checks, renames over the target. On failure the
 * temporary is gone and an earlier target is untouched. */
int files_draft_commit(struct files_draft *d, struct err *e);

/* Removes the temporary. Does nothing after a commit, or on zeroes. */
void files_draft_abort(struct files_draft *d);

#endif
