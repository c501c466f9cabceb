/* SPDX-License-Identifier: MIT */
/* files_walk.h - every file below a folder, hidden ones too. */
#ifndef AKSENTRA_SUPPORT_FILES_WALK_H
#define AKSENTRA_SUPPORT_FILES_WALK_H

#include "support/err.h"

/* How deep folders may lie in one another. */
#define FILES_WALK_DEPTH 32

/* Calls `visit` for each regular file and each FIFO below `dir`, in order of
 * their names, with `trouble` NULL; and, with *trouble set, for each folder that
 * cannot be read, each link that leads nowhere or to itself, and each folder
 * that lies too deep. Links to files are followed, links to folders are not, so
 * that no file is met twice by going in circles; sockets and devices are passed
 * over. A visit that is not 0 ends the walk and is returned. -1: ERR_NOMEM. */
int files_walk(const char *dir,
               int (*visit)(void *arg, const char *path,
                            const struct err *trouble),
               void *arg, struct err *e);

#endif
