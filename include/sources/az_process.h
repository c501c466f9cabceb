/* SPDX-License-Identifier: MIT */
/* az_process.h - running `az` beside the requests: no shell, a scrubbed
 * environment, bounded output, a deadline. */
#ifndef AKSENTRA_SOURCES_AZ_PROCESS_H
#define AKSENTRA_SOURCES_AZ_PROCESS_H

#include <stddef.h>

#include "support/environment.h"
#include "support/err.h"
#include "support/http.h"

enum az_end {
    AZ_EXITED,
    AZ_TIMED_OUT, /* it was ended: no answer within the deadline */
    AZ_TOO_MUCH,  /* it was ended: more output than makes sense */
    AZ_OUT_OF_MEMORY,
    AZ_INTERRUPTED, /* it was ended: the HTTP engine is ending */
};

struct az_result {
    enum az_end end;
    int exit_status;    /* -1: it did not exit by itself */
    const char *output; /* standard output; "" if none; wiped afterwards */
    size_t len;
    const char *error; /* what standard error says: the last line that starts
                          with "ERROR:", or the last one; "" if none */
};

#define AZ_DEADLINE_S 60

/* Starts the `az` of PATH with these arguments (argv[0] is "az"; NULL-ended)
 * and calls `done` once from the loop when it has ended. It sees of `env` what
 * the Azure CLI needs, and no secret of ours. -1: ERR_AUTH: there is no `az`, or
 * it cannot be run; ERR_NOMEM, ERR_IO. */
int az_process_start(struct http *http, const struct environment *env,
                     const char *const *argv,
                     void (*done)(void *arg, const struct az_result *result),
                     void *arg, struct err *e);

#endif
