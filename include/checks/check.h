/* SPDX-License-Identifier: MIT */
/* check.h - what a check is: one const descriptor, one pure function.
 *
 * A check looks at the frozen snapshot and nothing else: no clock, no network,
 * no printing. It answers with a verdict and fills the judgement: a message,
 * the fields it saw, and the commands that mend it. It declares what it needs,
 * so that nothing is fetched that no check asks for. */
#ifndef AKSENTRA_CHECKS_CHECK_H
#define AKSENTRA_CHECKS_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/finding.h"
#include "model/results.h"
#include "support/buf.h"

/* What must have been fetched before the check can run; a set of bits. */
enum need {
    NEED_CLUSTERS = 1 << 0,      /* the managedClusters of a subscription */
    NEED_SUBSCRIPTIONS = 1 << 1, /* state and tenant of a subscription */
    NEED_PLAN = 1 << 2           /* --plan; nothing is fetched */
};

enum { JUDGEMENT_EVIDENCE_MAX = 8, JUDGEMENT_COMMANDS_MAX = 8 };

/* What a check fills in. Texts are made in the arena. */
struct judgement {
    struct arena *arena;
    const char *message;
    struct evidence evidence[JUDGEMENT_EVIDENCE_MAX];
    size_t n_evidence;
    const char *commands[JUDGEMENT_COMMANDS_MAX];
    size_t n_commands;
    bool out_of_memory;
};

struct check {
    struct rule rule;
    unsigned needs; /* enum need */
    enum verdict (*run)(struct judgement *j, const struct snapshot *s,
                        const struct cluster *c);
};

/* All checks, in order of id; NULL-ended. */
extern const struct check *const check_registry[];

/* The check with this id, without case; NULL: none. */
const struct check *check_find(const char *id);

/* Verdicts with their message; the two without one are plain constants. */
enum verdict judge_fail(struct judgement *j, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
enum verdict judge_unknown(struct judgement *j, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* `why` is kept as it is: a literal, since most findings are of this kind. */
enum verdict judge_not_applicable(struct judgement *j, const char *why);

/* A field as seen. `value` is borrowed: a literal or a text of the snapshot;
 * NULL: absent. */
void judge_evidence(struct judgement *j, const char *field, const char *value);
void judge_evidence_tri(struct judgement *j, const char *field, enum tri value);

/* A command that mends it; the buffer is emptied for the next one. */
void judge_command(struct judgement *j, struct buf *command);

/* Whether the check speaks of this cluster: the usual answer of those that are
 * about the migration. True: c is legacy. Otherwise *verdict is what to return
 * (unknown when the integration is). */
bool judge_legacy_only(struct judgement *j, const struct cluster *c,
                       enum verdict *verdict);

#endif
