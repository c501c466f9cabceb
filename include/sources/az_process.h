/* SPDX-License-Identifier: MIT */
/* az_process.h - running `az` beside the requests: no shell, a scrubbed
 * environment, bounded output, a deadline. */
#ifndef AKSENTRA_SOURCES_AZ_PROCESS_H
#define AKSENTRA_SOURCES_AZ_PROCESS_H

#include <stdbool.h>

#include "support/err.h"
#include "support/http.h"

struct az_result {
    bool found;         /* false: there is no `az` on PATH */
    int exit_status;    /* -1: killed, or the deadline passed */
    const char *output; /* standard output; "" if none */
    const char *error;  /* the last line of standard error; "" if none */
};

/* Starts `az` with these arguments (argv[0] is "az"; NULL-ended) and calls
 * `done` once from the loop when it has ended. -1: it could not be started. */
int az_process_start(struct http *http, const char *const *argv,
                     void (*done)(void *arg, const struct az_result *result),
                     void *arg, struct err *e);

#endif
