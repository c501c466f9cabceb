/* SPDX-License-Identifier: MIT */
/* tool_reply.h - what kubectl, kubelogin and az print about themselves.
 *
 * Sources: "kubectl version" (client-go version.Info), kubelogin
 * "Command-Line Tool", "az version". */
#ifndef AKSENTRA_SOURCES_TOOL_REPLY_H
#define AKSENTRA_SOURCES_TOOL_REPLY_H

#include "model/tool.h"
#include "support/arena.h"
#include "support/buf.h"
#include "support/err.h"

/* Each fills in what the reply says; what makes no sense is told in t->problem.
 * -1: out of memory. */

/* kubectl version --client --output json */
int tool_read_kubectl(struct tool *t, const struct buf *reply,
                      struct arena *arena, struct err *e);
/* kubelogin --version */
int tool_read_kubelogin(struct tool *t, const struct buf *reply,
                        struct arena *arena, struct err *e);
/* kubelogin get-token --help: the methods that --login takes */
int tool_read_logins(struct tool *t, const struct buf *reply,
                     struct arena *arena, struct err *e);
/* az version --output json */
int tool_read_az(struct tool *t, const struct buf *reply, struct arena *arena,
                 struct err *e);

#endif
