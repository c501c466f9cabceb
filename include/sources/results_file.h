/* SPDX-License-Identifier: MIT */
/* results_file.h - reading a results.json that an earlier audit wrote. */
#ifndef AKSENTRA_SOURCES_RESULTS_FILE_H
#define AKSENTRA_SOURCES_RESULTS_FILE_H

#include "model/audit_record.h"
#include "support/err.h"

/* The value of "schema" that this version reads. */
#define RESULTS_SCHEMA "aksentra/results/v1"

/* The largest file that is read. */
#define RESULTS_FILE_LIMIT ((size_t)8 * 1024 * 1024 * 1024)

/* What the file ("-": standard input) remembers of its audit. Members that this
 * version does not know are passed over; one that it needs and that is missing
 * or of the wrong kind is ERR_USAGE, which names the file, the place in it, what
 * was expected and what was found. The file is never in memory as a whole. On 0
 * the caller owns *ret. */
int results_file_read(struct audit_record **ret, const char *path,
                      struct err *e);

#endif
