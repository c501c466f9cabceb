/* SPDX-License-Identifier: MIT */
/* map_file.h - names and their pseudonyms as a JSON file (redactor.h). */
#ifndef AKSENTRA_REDACT_MAP_FILE_H
#define AKSENTRA_REDACT_MAP_FILE_H

#include "redact/names.h"
#include "support/err.h"

/* Adds what the file holds; no file: nothing. ERR_USAGE. */
int redact_map_load(struct names *n, const char *path, struct err *e);

/* Whether a file can be written there; nothing is. ERR_USAGE. */
int redact_map_check(const char *path, struct err *e);

/* Whole or not at all, mode 0600. */
int redact_map_save(const struct names *n, const char *path, struct err *e);

#endif
