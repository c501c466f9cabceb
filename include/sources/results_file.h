/* SPDX-License-Identifier: MIT */
/* results_file.h - reading a results.json that an earlier audit wrote. */
#ifndef AKSENTRA_SOURCES_RESULTS_FILE_H
#define AKSENTRA_SOURCES_RESULTS_FILE_H

#include "support/err.h"

/* The value of "schema" that this version reads. */
#define RESULTS_SCHEMA "aksentra/results/v1"

/* Calls `found` for every server and client app that a cluster named. ERR_USAGE
 * names the file and what was expected in it; `found` says -1 when memory runs
 * out. */
int results_file_apps(const char *path,
                      int (*found)(void *arg, const char *app_id,
                                   const char *cluster),
                      void *arg, struct err *e);

#endif
