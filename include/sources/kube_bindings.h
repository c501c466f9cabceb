/* SPDX-License-Identifier: MIT */
/* kube_bindings.h - the bindings of one cluster from its API server.
 *
 * Source: Kubernetes API conventions, "Retrieving large results sets in chunks":
 * limit and continue, 410 when a list has become too old. */
#ifndef AKSENTRA_SOURCES_KUBE_BINDINGS_H
#define AKSENTRA_SOURCES_KUBE_BINDINGS_H

#include <jansson.h>
#include <stdbool.h>

#include "sources/binding_objects.h"
#include "support/err.h"
#include "support/http.h"

/* Items a page; and how often a list that became too old is begun again. */
enum { KUBE_PAGE_SIZE = 500, KUBE_RESTARTS_MAX = 3 };

/* How it ended; texts are valid during the call alone. */
struct kube_end {
    enum coverage_status status; /* AUDITED, DENIED, UNREACHABLE */
    const char *reason;          /* "" when audited */
    int http_status;             /* 0: no reply */
    enum http_failure failure;
    bool interrupted;
};

/* A certificate in `tls`, or a token from `gate`, never both: the API server
 * would take the certificate and never look at the token. */
struct kube_bindings {
    struct http *http;
    const char *server;         /* https://host:port, as the credential says */
    const struct http_tls *tls; /* whom to trust, and the certificate */
    const struct http_gate *gate; /* NULL: none */
    const char *lane;
    bool hard_to_reach; /* from most places: try once and not for long */
    struct binding_list *list;
    void (*end)(void *arg, const struct kube_end *end);
    void *arg;
};

/* Starts reading; the struct is copied, what it points to must last until `end`
 * is called. -1: nothing was started. */
int kube_bindings_start(const struct kube_bindings *k, struct err *e);

#endif
