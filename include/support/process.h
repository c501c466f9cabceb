/* SPDX-License-Identifier: MIT */
/* process.h - running a program of this machine: no shell, an environment of
 * named variables alone, its own process group, no open file of ours. */
#ifndef AKSENTRA_SUPPORT_PROCESS_H
#define AKSENTRA_SUPPORT_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

#include "support/buf.h"
#include "support/environment.h"
#include "support/err.h"

/* ---- where programs are ---------------------------------------------------- */

/* Calls `found` for each regular file `name` that may be executed in a folder
 * of PATH, in the order of PATH, until it returns other than 0, which is
 * returned. Entries that depend on the working folder are left out: what lies
 * there is not what the user means. 0: it never did; -1 also: out of memory. */
int process_find(const struct environment *env, const char *name,
                 int (*found)(void *arg, const char *path), void *arg,
                 struct err *e);

/* ---- what it sees ---------------------------------------------------------- */

/* "NAME=value" texts of those `names` (NULL-ended) that are set, NULL-ended; for
 * process_environment_free(). NULL: out of memory. */
char **process_environment(const struct environment *env,
                           const char *const *names);
void process_environment_free(char **list); /* accepts NULL */

/* ---- running it ------------------------------------------------------------ */

/* Starts `program` (a full path): standard input is empty, `out` and `err`
 * become its standard output and error, signals are as by default. -1: ERR_IO,
 * ERR_NOMEM. The caller waits for *pid; kill(-pid) ends it and what it
 * started. */
int process_spawn(pid_t *pid, const char *program, const char *const *argv,
                  char *const *environment, int out, int err, struct err *e);

/* Runs it to its end and gives what it wrote to standard output, and the last
 * line of standard error. `output` is emptied first; its limit (1 MiB where none
 * is set) and the deadline end the program. -1: ERR_IO that says why it has no
 * output (not executable, exit status and the last line of standard error, a
 * signal, deadline, limit), ERR_NOMEM. */
int process_run(const char *program, const char *const *argv,
                char *const *environment, int deadline_ms, struct buf *output,
                struct err *e);

#endif
