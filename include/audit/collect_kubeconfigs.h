/* SPDX-License-Identifier: MIT */
/* collect_kubeconfigs.h - which kubeconfig files are read. */
#ifndef AKSENTRA_AUDIT_COLLECT_KUBECONFIGS_H
#define AKSENTRA_AUDIT_COLLECT_KUBECONFIGS_H

#include "model/results.h"
#include "support/environment.h"
#include "support/err.h"

/* Reads the files that `paths` name: each is a file, "-" for standard input, a
 * folder (every file below it, hidden ones too), or a pattern with *, ? or [
 * where no file has that name. Without any: the files that KUBECONFIG lists,
 * merged as kubectl merges them (missing ones passed over), else
 * ~/.kube/config. Their contexts are added to the snapshot; every file is in the
 * coverage, one that could not be read with the reason. -1: ERR_NOMEM. */
int collect_kubeconfigs(struct snapshot *s, const struct text_list *paths,
                        const struct environment *env, struct err *e);

#endif
