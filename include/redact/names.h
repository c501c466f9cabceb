/* SPDX-License-Identifier: MIT */
/* names.h - names and ids from outside, and the pseudonym of each. The same name
 * (without regard to ASCII case, as Azure compares) has the same pseudonym
 * wherever it stands; which it is depends on the order in which names come. */
#ifndef AKSENTRA_REDACT_NAMES_H
#define AKSENTRA_REDACT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "support/arena.h"
#include "support/map.h"
#include "support/vec.h"

struct name {
    const char *text;
    const char *pseudonym;
    const char *kind; /* "cluster": what its pseudonym begins with */
    size_t len;
    size_t word_at;          /* its first word, by which texts are searched */
    bool ordinary;           /* one word, which the program itself uses, too */
    const struct name *next; /* with the same first word, longer ones first */
};

struct names {
    struct arena *arena; /* holds all, not owned */
    struct map by_text;  /* struct name * */
    struct map by_word;  /* struct name *: the first of those that begin so */
    struct map counters; /* size_t *, by kind */
    struct vec list;     /* struct name *, in the order in which they came */
};

/* A struct names of zeroes with an arena is empty. */
void names_free(struct names *n);

/* The pseudonym of a name, made when it is new: "KIND-001", with the domain
 * redacted.example where the name is that of a mailbox or host; a GUID becomes
 * another GUID. NULL: no memory. */
const char *names_pseudonym(struct names *n, const char *kind,
                            const char *text);

/* Takes over a pair that was made before, and counts on from it. -1: no memory;
 * 1: the name, or one of this pseudonym, is there already. */
int names_restore(struct names *n, const char *kind, const char *text,
                  const char *pseudonym);

/* The longest name that stands in `text` around its word at `at`, from `from` on
 * at the earliest; NULL: none. A name never ends amid a word. `in_command`: an
 * ordinary name counts where it is a whole word of a shell; elsewhere only in
 * quotes, between slashes, at the beginning, or alone. */
const struct name *names_find(const struct names *n, const char *text,
                              size_t from, size_t at, bool in_command);

#endif
