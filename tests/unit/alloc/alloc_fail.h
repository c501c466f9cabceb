/* SPDX-License-Identifier: MIT */
/* alloc_fail.h - memory that runs out: every allocation of a scenario fails
 * once, and after it all others too.
 *
 * Counted are malloc() and its like, the arena, and what jansson and libyaml
 * take; not what libcurl, OpenSSL, PCRE2 and libxlsxwriter do. Programs that
 * include this are linked with ALLOC_WRAP of the Makefile. */
#ifndef AKSENTRA_TESTS_ALLOC_FAIL_H
#define AKSENTRA_TESTS_ALLOC_FAIL_H

#include "unit.h"

#include <stdbool.h>

#include "support/buf.h"
#include "support/err.h"

/* Does something from nothing, cleans up, and writes what came of it to *out.
 * -1 and *e: it says that it failed. */
typedef int alloc_scenario(const void *arg, struct buf *out, struct err *e);

/* Runs it until no allocation fails any more. Each time it must say "out of
 * memory" (ERR_NOMEM), or come to the same as with all memory; it leaks nothing
 * (LeakSanitizer, where it is built in). */
void alloc_fail_each(alloc_scenario *run, const void *arg);

/* Whether nothing fails for a while; and for the rest of the scenario. For what
 * the test itself allocates. */
void alloc_fail_pause(bool paused);
void alloc_fail_stop(void);

#endif
