/* SPDX-License-Identifier: MIT */
/* kube.h - the API servers of the clusters, as far as the fake plays them: on a
 * listener with a certificate authority of its own, each below a path,
 * /kube/SUBSCRIPTION/GROUP/CLUSTER, as kubeconfig allows it. */
#ifndef FAKE_KUBE_H
#define FAKE_KUBE_H

#include "fake.h"

#define KUBE_PATH "/kube/"
#define KUBE_SERVER_APP "6dae42f8-4368-4678-94ff-3960e28e3630"
#define RBAC_PATH "/apis/rbac.authorization.k8s.io/v1"

/* kube.c: answers one request. */
void kube_handle(struct fake *f, const struct request *r, struct reply *reply);

/* kube_auth.c */
/* Who asks: the name of the user, which the caller frees; "system:anonymous"
 * for nobody. NULL: the reply (401) is made. A certificate wins over a token. */
char *kube_user(const struct fake *f, const struct request *r,
                const json_t *cluster, struct reply *reply);
/* A Status object, as Kubernetes refuses. */
void kube_status(struct reply *reply, int status, const char *reason,
                 const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* kube_data.c */
/* What the scenario says of a cluster, by name; NULL: nothing. Borrowed. */
json_t *kube_config(const struct fake *f, const json_t *cluster);
/* "clusterrolebindings" or "rolebindings" of a cluster, in order of their names.
 * New reference. */
json_t *kube_list(const struct fake *f, const json_t *cluster,
                  const char *plural);

/* generate_access.c */
json_t *generate_bindings(const struct fake *f, unsigned sub, size_t cluster,
                          const char *plural);
void generate_people(struct fake *f, json_t *graph);
json_t *generate_assignments(const struct fake *f, unsigned sub);

#endif
