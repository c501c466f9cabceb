/* SPDX-License-Identifier: MIT */
/* evaluate_private.h - what the files of the evaluation share. */
#ifndef AKSENTRA_AUDIT_EVALUATE_PRIVATE_H
#define AKSENTRA_AUDIT_EVALUATE_PRIVATE_H

#include "audit/evaluate.h"
#include "checks/check.h"

/* What a finding is about. */
struct evaluation_subject {
    const char *resource; /* NULL: memory ran out while it was made */
    const struct cluster *cluster;
    const struct app *app;
};

/* Counts the verdict and keeps it; a pass is only counted, and is none when it
 * rests on a member that could not be read (`problems`, may be NULL). -1: no
 * memory. */
int evaluation_settle(struct results *r, size_t place,
                      const struct check *check,
                      const struct evaluation_subject *x,
                      const struct text_list *problems, struct judgement *j,
                      enum verdict verdict);

/* evaluate_access.c: checks of subjects of bindings, and of role assignments. */
int evaluate_subjects(struct results *r, size_t place,
                      const struct check *check);
int evaluate_assignments(struct results *r, size_t place,
                         const struct check *check);

/* evaluate_kubeconfigs.c: checks of contexts of kubeconfig files, and of the
 * machine that they are used on. */
int evaluate_contexts(struct results *r, size_t place,
                      const struct check *check);
int evaluate_machine(struct results *r, size_t place,
                     const struct check *check);

#endif
