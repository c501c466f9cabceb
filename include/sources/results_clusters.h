/* SPDX-License-Identifier: MIT */
/* results_clusters.h - the clusters of a results.json, as far as a comparison
 * with kubeconfig files and the commands about them need them. */
#ifndef AKSENTRA_SOURCES_RESULTS_CLUSTERS_H
#define AKSENTRA_SOURCES_RESULTS_CLUSTERS_H

#include "model/results.h"
#include "support/err.h"

/* Adds the clusters and subscriptions of the file ("-": standard input), with
 * what was thought of them, and takes over cloud, portal and tenant of its run.
 * *finished_at is when that audit ended. ERR_USAGE names the file, the place in
 * it, what was expected and what was found; ERR_NOMEM. */
int results_clusters_read(struct results *r, const char *path,
                          const char **finished_at, struct err *e);

#endif
