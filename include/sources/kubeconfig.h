/* SPDX-License-Identifier: MIT */
/* kubeconfig.h - kubeconfig files: read, never run, never changed.
 *
 * Files of one set are merged as kubectl merges those of KUBECONFIG: of entries
 * with one name the first counts, and a context finds its cluster and user in
 * any of the files. Sources: kubernetes.io, "Organizing Cluster Access Using
 * kubeconfig Files"; kubeconfig v1 of client-go; kubelogin's options.
 *
 * Bounded: KUBECONFIG_FILE_LIMIT bytes, KUBECONFIG_NODE_LIMIT values of YAML
 * (an alias counts for all that it stands for), the depth of support/yaml.h. */
#ifndef AKSENTRA_SOURCES_KUBECONFIG_H
#define AKSENTRA_SOURCES_KUBECONFIG_H

#include <stdbool.h>

#include "model/results.h"
#include "support/err.h"

#define KUBECONFIG_FILE_LIMIT ((size_t)32 * 1024 * 1024)
#define KUBECONFIG_NODE_LIMIT ((size_t)1000000)

struct kubeconfig_set;

int kubeconfig_set_new(struct kubeconfig_set **ret, struct snapshot *s,
                       struct err *e);
struct kubeconfig_set *kubeconfig_set_free(struct kubeconfig_set *set);

/* Adds one file ("-": standard input). `named`: the user named it, so that it
 * must be a kubeconfig; otherwise it is any file of a folder, *is_one says
 * whether it is a kubeconfig, and one that is none is no failure. -1:
 * ERR_INPUT, ERR_LIMIT, ERR_IO with the file and the place in it in the
 * message, and nothing of it was added; ERR_NOMEM. */
int kubeconfig_set_add(struct kubeconfig_set *set, const char *path, bool named,
                       bool *is_one, struct err *e);

/* Puts the contexts, with what they lead to, into the snapshot. -1: no memory. */
int kubeconfig_set_finish(struct kubeconfig_set *set, struct err *e);

#endif
