/* SPDX-License-Identifier: MIT */
/* tools.h - the kubectl, kubelogin and az that PATH leads to. */
#ifndef AKSENTRA_SOURCES_TOOLS_H
#define AKSENTRA_SOURCES_TOOLS_H

#include "model/results.h"
#include "support/environment.h"
#include "support/err.h"

/* How long one of them may take to say its version: az is slow to start. */
#define TOOL_DEADLINE_S 20

/* Adds each of them to s->tools, a file that several names lead to once, and
 * asks it for its version: `kubectl version --client`, `kubelogin --version` and
 * `kubelogin get-token --help`, `az version`. None of these goes to the network
 * or reads a kubeconfig. It sees of `env` what it needs to start, and no secret
 * of ours. What it did not tell stands in its `problem`. -1: ERR_NOMEM. */
int tools_collect(struct snapshot *s, const struct environment *env,
                  struct err *e);

#endif
