/* SPDX-License-Identifier: MIT */
/* selector.h - how plan and waivers name things: NAME, exactly but for case, or
 * /PATTERN/, a regular expression (support/match.h). */
#ifndef AKSENTRA_AUDIT_SELECTOR_H
#define AKSENTRA_AUDIT_SELECTOR_H

#include "support/arena.h"
#include "support/err.h"
#include "support/match.h"

struct selector {
    const char *name; /* NULL: by pattern */
    struct match *pattern;
};

/* A text that begins and ends with a slash is a pattern; ids of ARM only begin
 * with one. The name is kept in `arena`. ERR_USAGE: a wrong pattern. */
int selector_init(struct selector *s, const char *text, struct arena *arena,
                  struct err *e);
void selector_free(struct selector *s);

/* 1: it is this, 0: it is not, -1: as match_test(). */
int selector_test(const struct selector *s, const char *text, struct err *e);

#endif
