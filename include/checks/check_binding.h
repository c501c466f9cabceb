/* SPDX-License-Identifier: MIT */
/* check_binding.h - what the checks of bindings and Azure roles have in common.
 */
#ifndef AKSENTRA_CHECKS_CHECK_BINDING_H
#define AKSENTRA_CHECKS_CHECK_BINDING_H

#include "checks/check.h"

/* Whom a check of subjects speaks of: for check.speaks_of. */
bool binding_names_user(const struct subject_at *at);     /* by a name */
bool binding_names_user_id(const struct subject_at *at);  /* by an id */
bool binding_names_any_user(const struct subject_at *at); /* either */
bool binding_names_group(const struct subject_at *at);    /* of Entra */
bool binding_names_an_id(const struct subject_at *at);    /* user or group */
bool binding_names_entra(const struct subject_at *at);

/* Notes the subject and the role as evidence. */
void judge_subject_evidence(struct judgement *j, const struct subject_at *at);

/* Whether the principal was seen. Otherwise *verdict is what to return. */
bool judge_principal_known(struct judgement *j, const struct snapshot *s,
                           const struct subject_at *at, enum verdict *verdict);

/* The commands that put the right name into the binding (NULL: none is known)
 * and take the wrong one out. */
void judge_rebind(struct judgement *j, const struct subject_at *at,
                  const char *right);

/* Whether the cluster's bindings were read; otherwise unknown, with the reason
 * and the way out. */
bool judge_bindings_read(struct judgement *j, const struct cluster *c,
                         enum verdict *verdict);

/* Whether the role assignments of the cluster's subscription were read. */
bool judge_assignments_read(struct judgement *j, const struct cluster *c,
                            enum verdict *verdict);

/* Who can do something on a cluster: calls `tell` for each assignment that
 * reaches it and gives one of `powers`. Returns how many roles could not be
 * read and might give it. */
size_t each_assignment(const struct snapshot *s, const struct cluster *c,
                       unsigned powers,
                       void (*tell)(void *arg, const struct role_assignment *a),
                       void *arg);

#endif
