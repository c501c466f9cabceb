/* SPDX-License-Identifier: MIT */
/* kubeconfig_join.h - which cluster a context is for, by the name of its API
 * server, else by the server app that its file names. */
#ifndef AKSENTRA_MODEL_KUBECONFIG_JOIN_H
#define AKSENTRA_MODEL_KUBECONFIG_JOIN_H

#include "model/kubeconfig.h"
#include "model/results.h"

struct kubeconfig_join {
    struct map by_host; /* struct cluster *: fqdn, private and portal fqdn */
    struct map by_app;
};

/* -1: out of memory; free it in any case. */
int kubeconfig_join_init(struct kubeconfig_join *j, const struct snapshot *s);
void kubeconfig_join_free(struct kubeconfig_join *j);

/* Sets cluster, join and is_aks. */
void kubeconfig_join_find(const struct kubeconfig_join *j,
                          struct kubeconfig_context *c);

#endif
