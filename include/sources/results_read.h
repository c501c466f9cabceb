/* SPDX-License-Identifier: MIT */
/* results_read.h - a whole results.json back into results, so that every report
 * can be rendered from it as if the audit had just been made. What is written
 * again from what was read is the same, byte by byte. */
#ifndef AKSENTRA_SOURCES_RESULTS_READ_H
#define AKSENTRA_SOURCES_RESULTS_READ_H

#include <jansson.h>

#include "model/results.h"
#include "support/err.h"

/* How a file is read. */
struct results_reading {
    /* The rule with this id; NULL: this version has no such check. */
    const struct rule *(*find_rule)(const char *id);
    /* NULL, or what is done to each value (a member, or an element of one whose
     * name is `key`) before it is taken over. */
    int (*rewrite)(void *arg, const char *key, json_t *value, struct err *e);
    void *arg;
};

/* Reads the file ("-": standard input) into results that results_init() made;
 * of the sums that exit_status_decide() makes only the exit code and whether it
 * was complete are filled in; what the checks counted is. The file is never in memory as a whole. ERR_USAGE names the file,
 * the place in it (a JSON pointer), what was expected and what was found; it is
 * also what a version of the format, or a check, is that this version does not
 * know. After -1 the results are to be freed. */
int results_read(struct results *r, const char *path,
                 const struct results_reading *how, struct err *e);

#endif
