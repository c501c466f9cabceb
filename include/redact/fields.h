/* SPDX-License-Identifier: MIT */
/* fields.h - which strings of results.json are names, and of what. */
#ifndef AKSENTRA_REDACT_FIELDS_H
#define AKSENTRA_REDACT_FIELDS_H

#include "support/buf.h"
#include "redact/names.h"

enum field_rule {
    FIELD_WORDS,    /* of a closed list: only words of the program stay */
    FIELD_PLAIN,    /* a value of Azure's own: a location, a version */
    FIELD_SENTENCE, /* a text of the program, with names in it */
    FIELD_COMMAND,  /* the same, a command line */
    FIELD_NAME,     /* a name, of the kind that the row says */
    FIELD_SUBJECT,  /* a name, but what Kubernetes brings along stays */
    FIELD_SETTING,  /* a name, but what the program itself knows stays */
    FIELD_ID,
    FIELD_URI,
};

struct field {
    const char *path; /* "clusters.name"; "*": any member */
    enum field_rule rule;
    const char *kind; /* what a pseudonym begins with */
};

/* The row of a member; one that no row names is of FIELD_WORDS: of what nobody
 * thought of, only words of the program stay. */
const struct field *field_find(const char *path);

/* Adds what the field says instead of `text`. Failures show in buf_ok(). */
void field_rewrite(const struct field *f, struct buf *out, struct names *n,
                   const char *text);

/* Whether the field holds names, to be learned. */
bool field_has_names(const struct field *f);

#endif
