/* SPDX-License-Identifier: MIT */
/* instructions.h - what people with kubeconfigs do before and after a cluster
 * is migrated: steps as data, which JSON, workbook, Markdown and script share.
 *
 * Sources: AKS docs "Enable AKS-managed Microsoft Entra integration" and "Use
 * kubelogin to authenticate"; kubelogin's own pages on its login modes. */
#ifndef AKSENTRA_REPORT_INSTRUCTIONS_H
#define AKSENTRA_REPORT_INSTRUCTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/cluster.h"
#include "support/buf.h"

enum audience {
    AUDIENCE_PEOPLE,
    AUDIENCE_PIPELINES,
    AUDIENCE_PRIVATE_CLUSTER, /* only where the API server is private */
    AUDIENCE_BREAK_GLASS,     /* whoever keeps the emergency way in */
    AUDIENCE_COUNT
};

enum phase { PHASE_BEFORE, PHASE_AFTER, PHASE_COUNT };

enum { INSTRUCTION_COMMANDS_MAX = 8 };

/* One line of a terminal: the same for all clusters, or made for one. */
struct instruction_command {
    const char *text;
    void (*make)(struct buf *out, const struct cluster *c);
    bool (*applies)(const struct cluster *c); /* NULL: always */
};

struct instruction {
    enum audience audience;
    enum phase phase;
    const char *title;
    const char *text; /* a few sentences */
    /* For when the steps before it did not work: not part of a script. */
    bool only_if_needed;
    struct instruction_command commands[INSTRUCTION_COMMANDS_MAX];
};

/* In the order in which they are told: by audience, then phase. */
extern const struct instruction instructions[];
extern const size_t n_instructions;

/* "people", "pipelines", "private-cluster", "break-glass"; "before", "after" */
const char *audience_name(enum audience a);
const char *phase_name(enum phase p);

/* Whether it is for a cluster like this, whatever its integration: those for
 * private clusters are for private ones. */
bool instruction_suits(const struct instruction *i, const struct cluster *c);

/* Instructions are for legacy clusters, and those for private clusters only
 * for private ones. */
bool instruction_applies(const struct instruction *i, const struct cluster *c);

/* Adds the command at `place` when it applies to the cluster. False: it does
 * not, and nothing was added. Names are quoted, so it is one line always. */
bool instruction_command(struct buf *out, const struct instruction *i,
                         size_t place, const struct cluster *c);

/* All of them, a line each. */
void instruction_commands(struct buf *out, const struct instruction *i,
                          const struct cluster *c);

#endif
