/* SPDX-License-Identifier: MIT */
/* migration_fact.h - what is said of the migration in public, and how sure it
 * is, as data with sources: a plan must not sound surer than they are. */
#ifndef AKSENTRA_MODEL_MIGRATION_FACT_H
#define AKSENTRA_MODEL_MIGRATION_FACT_H

#include <stddef.h>

enum fact_standing { FACT_DOCUMENTED, FACT_DISPUTED, FACT_UNCONFIRMED };

struct migration_fact {
    enum fact_standing standing;
    const char *what;
    const char *source; /* where it stands, or what was searched */
};

extern const struct migration_fact migration_facts[];
extern const size_t n_migration_facts;

/* "documented", "sources disagree", "not confirmed" */
const char *fact_standing_label(enum fact_standing standing);

#endif
