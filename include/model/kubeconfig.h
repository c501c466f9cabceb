/* SPDX-License-Identifier: MIT */
/* kubeconfig.h - a context of a kubeconfig file: how it signs in, to which
 * cluster, and whether that still works.
 *
 * Sources: kubeconfig v1 of client-go; kubelogin, "convert-kubeconfig"; AKS docs
 * "Use kubelogin to authenticate". Values of secrets are never kept: only that
 * there are some. Texts live in the arena of the snapshot. */
#ifndef AKSENTRA_MODEL_KUBECONFIG_H
#define AKSENTRA_MODEL_KUBECONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "model/cluster.h"
#include "support/arena.h"
#include "support/buf.h"

/* How a user entry signs in. */
enum user_form {
    USER_MISSING,       /* the context names a user that no file has */
    USER_AUTH_PROVIDER, /* auth-provider azure: removed from kubectl 1.26 */
    USER_KUBELOGIN,     /* exec kubelogin */
    USER_STATIC,        /* a client certificate, token or password */
    USER_OTHER          /* another exec plugin or auth-provider */
};

/* What lies in a file that should not; a set of bits. */
enum kubeconfig_secret {
    SECRET_ACCESS_TOKEN = 1 << 0,
    SECRET_REFRESH_TOKEN = 1 << 1,
    SECRET_CLIENT_SECRET = 1 << 2,
    SECRET_TOKEN = 1 << 3,      /* a static bearer token */
    SECRET_CLIENT_KEY = 1 << 4, /* of a static client certificate */
    SECRET_PASSWORD = 1 << 5
};

enum context_verdict {
    CONTEXT_CURRENT,
    CONTEXT_STALE,          /* made before the cluster was migrated */
    CONTEXT_AHEAD,          /* managed style, and the cluster is still legacy */
    CONTEXT_REMOVED_FORMAT, /* kubectl 1.26 and later refuse it */
    CONTEXT_STATIC_ADMIN,
    CONTEXT_HOLDS_SECRETS,
    CONTEXT_NOT_AKS,
    CONTEXT_UNKNOWN,
    CONTEXT_VERDICT_COUNT
};

/* How the cluster of a context was found among those known. */
enum context_join {
    JOIN_NONE,
    JOIN_SERVER, /* the name of its API server */
    JOIN_APP     /* the one cluster that names the server app of the file */
};

struct kubeconfig_context {
    const char *file; /* in which the context stands */
    size_t line;      /* of the context, from 1 */
    const char *name;
    const char *cluster_name; /* NULL: the context names none */
    const char *user_name;
    bool is_current; /* current-context of its file or list of files */

    const char *server; /* NULL: no cluster entry of that name has one */
    const char *host;   /* whose name the certificate must bear; NULL: none */

    enum user_form form;
    const char *user_file; /* in which the user entry stands; NULL: nowhere */
    size_t user_contexts;  /* contexts of the list of files that name it */
    const char *command;   /* of exec, or name of auth-provider */
    const char *server_id; /* apiserver-id, --server-id */
    const char *client_id; /* client-id, --client-id */
    const char *tenant_id;
    const char *login;    /* devicecode where none is named */
    bool legacy;          /* --legacy, or config-mode absent or 0 */
    bool has_certificate; /* a static client certificate */
    unsigned secrets;     /* enum kubeconfig_secret */
    const char *problem;  /* what in it could not be read; NULL: nothing */

    /* Filled in by kubeconfig_judge(). */
    const struct cluster *cluster; /* NULL: none of those known */
    enum context_join join;
    bool is_aks;
    enum context_verdict verdict;
    const char *why;
    struct text_list commands; /* that refresh this context in this file */
};

/* "auth-provider", "kubelogin", "static", "other", "missing" */
const char *user_form_name(enum user_form f);
/* "current", "stale", "ahead", "removed-format", "static-admin",
 * "holds-secrets", "not-aks", "unknown" */
const char *context_verdict_name(enum context_verdict v);
/* "server-name", "server-app"; NULL for none */
const char *context_join_name(enum context_join j);

/* The name of one secret ("refresh token"), by its place from 0; *is_there says
 * whether the set holds it. NULL: there are no more. */
const char *kubeconfig_secret_name(size_t place, unsigned secrets,
                                   bool *is_there);
/* "access token, refresh token", added. */
void kubeconfig_describe_secrets(struct buf *out, unsigned secrets);

/* Whether kubelogin is asked for a token of the app that Microsoft runs for all
 * managed clusters; or for that of an app of one's own. */
bool context_is_managed_style(const struct kubeconfig_context *c);
bool context_is_legacy_style(const struct kubeconfig_context *c);

/* By file, then place: for vec_sort(). */
int kubeconfig_context_compare(const void *a, const void *b);

#endif
