/* SPDX-License-Identifier: MIT */
/* json_sarif.h - the parts of results.sarif; only its writers include this. All
 * return a new reference; NULL: out of memory.
 *
 * Sources: SARIF 2.1.0 (OASIS); GitHub Docs, "SARIF support for code scanning",
 * which wants a physical location with a relative path for every result, a
 * security-severity for the order of alerts, and primaryLocationLineHash for
 * telling what is new. */
#ifndef AKSENTRA_JSON_JSON_SARIF_H
#define AKSENTRA_JSON_JSON_SARIF_H

#include <jansson.h>

#include "report/gaps.h"
#include "report/overview.h"
#include "support/map.h"

/* What the parts share. */
struct sarif {
    const struct overview *o;
    struct map artifacts; /* its item in `files`, by file */
    struct vec files;     /* const char * */
    struct map rules;     /* its item in results->rules, by id of the check */
};

/* A message: one line, without what steers a terminal; what would be a link or a
 * placeholder (SARIF 3.11.5, 3.11.6) stays text. */
json_t *sarif_message(const char *text);

/* Text that is no message: the same without escapes. */
json_t *sarif_text(const char *text);

json_t *sarif_rule(const struct rule *rule);
const char *sarif_level(enum severity severity);

json_t *sarif_artifact(const char *file);

/* Where the thing is: the exported file it was read from, else a path made of
 * its id, and its id as a logical location. */
json_t *sarif_locations(const struct sarif *s, const struct finding *f);

/* One that needs attention. */
json_t *sarif_result(const struct sarif *s, const struct finding *f);

json_t *sarif_notification(const struct gap *gap);

#endif
