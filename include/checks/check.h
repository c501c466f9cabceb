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
    NEED_PLAN = 1 << 2,          /* --plan; nothing is fetched */
    NEED_APPLICATIONS = 1 << 3,  /* registrations and service principals */
    NEED_GRANTS = 1 << 4,        /* what these were granted */
    NEED_OWNERS = 1 << 5,
    NEED_FEDERATED = 1 << 6,    /* federated credentials */
    NEED_POLICIES = 1 << 7,     /* Conditional Access */
    NEED_GROUPS = 1 << 8,       /* admin groups and their members */
    NEED_BINDINGS = 1 << 9,     /* (Cluster)RoleBindings */
    NEED_PRINCIPALS = 1 << 10,  /* who bindings and assignments name */
    NEED_ASSIGNMENTS = 1 << 11, /* Azure role assignments and their roles */
    NEED_MEMBERS = 1 << 12,     /* who is in an admin group */
    NEED_LOCKS = 1 << 13,
    NEED_MAINTENANCE = 1 << 14, /* maintenance windows */
    /* The two privileged ways to read bindings, where they are allowed. */
    NEED_ADMIN_CREDENTIAL = 1 << 15,
    NEED_RUN_COMMAND = 1 << 16,
    NEED_BASELINE = 1 << 17,    /* --baseline; nothing is fetched */
    NEED_KUBECONFIGS = 1 << 18, /* local files; nothing is fetched */
    NEED_TOOLS = 1 << 19,       /* kubectl and others of this machine */
    /* What --no-bindings leaves out. */
    NEED_ACCESS = NEED_BINDINGS | NEED_PRINCIPALS | NEED_ASSIGNMENTS |
                  NEED_MEMBERS | NEED_LOCKS | NEED_MAINTENANCE,
    /* What --no-apps leaves out. */
    NEED_DIRECTORY = NEED_APPLICATIONS | NEED_GRANTS | NEED_OWNERS |
                     NEED_FEDERATED | NEED_POLICIES | NEED_GROUPS
};

enum { JUDGEMENT_EVIDENCE_MAX = 12, JUDGEMENT_COMMANDS_MAX = 8 };

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
    /* It looks at other clusters too, or at what the audit as a whole could see,
     * so that results that are merged from several audits are judged anew: from
     * what results.json holds. */
    bool compares;
    /* One of these: what the check is asked about. */
    enum verdict (*run)(struct judgement *j, const struct snapshot *s,
                        const struct cluster *c);
    /* Every app that has one of `roles`; with `whole_tenant` once more with
     * NULL, for what can be said of the tenant. */
    enum verdict (*run_app)(struct judgement *j, const struct snapshot *s,
                            const struct app *a);
    unsigned roles; /* enum app_role */
    bool whole_tenant;
    /* Every admin group of every cluster; `g` is NULL where it has none. */
    enum verdict (*run_group)(struct judgement *j, const struct snapshot *s,
                              const struct cluster *c, const struct group *g);
    /* Every subject of every binding that `speaks_of` says yes to; where a
     * cluster's bindings could not be read, it is unknown for the cluster. */
    enum verdict (*run_subject)(struct judgement *j, const struct snapshot *s,
                                const struct subject_at *at);
    bool (*speaks_of)(const struct subject_at *at);
    bool (*concerns)(const struct cluster *c); /* NULL: every cluster */
    bool all_bindings; /* those of Kubernetes and its add-ons too */
    /* Every Azure role assignment that matters; unknown for each subscription
     * whose list could not be read. */
    enum verdict (*run_assignment)(struct judgement *j,
                                   const struct snapshot *s,
                                   const struct role_assignment *a);
    /* Every context of a kubeconfig file that is, or may be, of AKS. */
    enum verdict (*run_context)(struct judgement *j, const struct snapshot *s,
                                const struct kubeconfig_context *c);
    /* The machine itself; the resource is "machine:" and `machine`. */
    enum verdict (*run_machine)(struct judgement *j, const struct snapshot *s);
    const char *machine;
};

/* All checks, in order of id; NULL-ended. */
extern const struct check *const check_registry[];

/* The check with this id, without case; NULL: none. */
const struct check *check_find(const char *id);

/* Whether the check is part of this audit, and what all such checks need. */
bool check_is_wanted(const struct check *check, const struct snapshot *s);
unsigned check_needs(const struct snapshot *s);

/* The groups whose members are to be cluster-admin: those that are planned for
 * a legacy cluster, those of a managed one; else an empty list. */
const struct text_list *check_admin_groups(const struct cluster *c);

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

/* Whether the body of the registration is there to be judged. Otherwise
 * *verdict is what to return: unknown when it could not be seen, not applicable
 * when it is gone or another tenant's, which is a check of its own. */
bool judge_app_body(struct judgement *j, const struct app *a,
                    enum verdict *verdict);
/* The same for its service principal. */
bool judge_app_principal(struct judgement *j, const struct snapshot *s,
                         const struct app *a, enum verdict *verdict);
/* What a context rests on, as evidence of every check that is about it. */
void judge_context_evidence(struct judgement *j,
                            const struct kubeconfig_context *c);
/* The commands that refresh it. */
void judge_context_commands(struct judgement *j,
                            const struct kubeconfig_context *c);

/* Whether a part of the directory was seen whole; otherwise unknown, with the
 * reason and what would help. */
bool judge_part(struct judgement *j, const struct snapshot *s,
                enum directory_part part, enum verdict *verdict);

/* Text that judge_evidence() can borrow, made in the arena. */
const char *judge_text(struct judgement *j, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
