/* SPDX-License-Identifier: MIT */
/* kube_credential.h - what listClusterUserCredential and
 * listClusterAdminCredential hand out: where an API server is, whom to trust
 * there and, for the admin, as whom to come.
 *
 * Source: "Managed Clusters - List Cluster Admin Credentials" of the Azure REST
 * API; kubeconfig v1 of client-go. */
#ifndef AKSENTRA_SOURCES_KUBE_CREDENTIAL_H
#define AKSENTRA_SOURCES_KUBE_CREDENTIAL_H

#include <stdbool.h>

#include "support/buf.h"
#include "support/err.h"
#include "support/http.h"

/* All of it is overwritten when freed. */
struct kube_credential {
    char *server; /* https://host:port, no slash at its end */
    struct buf ca;
    struct buf cert;
    struct buf key;
    struct http_tls tls; /* the three, for requests; cert as asked for */
};

/* Reads a reply of ARM. `with_identity`: the client certificate and its key are
 * wanted too; otherwise they are not even decoded. ERR_INPUT says what is
 * missing, and never shows a value. */
int kube_credential_parse(struct kube_credential **ret, const char *body,
                          size_t len, bool with_identity, struct err *e);

/* Accepts NULL; returns NULL. */
struct kube_credential *kube_credential_free(struct kube_credential *c);

#endif
