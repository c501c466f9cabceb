/* SPDX-License-Identifier: MIT */
/* audits.h - many audits within one process, through the door of the library:
 * with one value wrong each time, or one after another for a long while. */
#ifndef AUDITS_H
#define AUDITS_H

#include <jansson.h>
#include <stdbool.h>

#include "model/results.h"
#include "support/err.h"

/* audit.c: one audit. `from`: an export; NULL: live. */
struct subject {
    const char *from;
    const char *cloud;   /* URL of the fake */
    const char *ca_file; /* whom to trust there */
};
/* As audit_run(). */
int subject_audit(const struct subject *s, struct results *r, struct err *e);

/* What must be found again, whatever value is wrong. */
struct witness;
struct witness *witness_new(const struct results *r);
void witness_free(struct witness *w);
/* Prints what the audit lost or turned into something better without a word of
 * what could not be seen; the number of such things. `absent`: the value was made null,
 * which means that it is not there. */
int witness_compare(const struct witness *w, const struct results *r,
                    bool absent);

/* mutate.c: every value of a body, once for each form that it has. */
struct mutation {
    const char *pointer; /* RFC 6901 */
    const json_t *value; /* in its place */
};
/* SWEEP_DEPTH and SWEEP_VALUES in the environment bound how deep it goes and how
 * many wrong values each gets (null is one more, from 2 on). Calls `visit` for each value whose form (the pointer without the numbers of
 * elements, in `family`) was not seen, and for each wrong value. */
void mutate_each(const json_t *body, const char *family, json_t *seen,
                 void (*visit)(void *arg, const struct mutation *m), void *arg);
/* The body with that value; a new reference. */
json_t *mutate_apply(const json_t *body, const struct mutation *m);

/* The modes; the exit status. */
int sweep_exports(int argc, char **argv);
int sweep_replies(int argc, char **argv);
int soak(int argc, char **argv);

#endif
