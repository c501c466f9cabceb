/* SPDX-License-Identifier: MIT */
/* principal.h - who a binding or an Azure role assignment names: a user, a
 * group or a service principal of the tenant.
 *
 * Field names follow user, group and servicePrincipal of Microsoft Graph v1.0.
 * Texts live in the arena of the snapshot; NULL means that Graph did not say. */
#ifndef AKSENTRA_MODEL_PRINCIPAL_H
#define AKSENTRA_MODEL_PRINCIPAL_H

#include <stdbool.h>
#include <stddef.h>

#include "model/verdict.h"

/* Beyond so many groups a token carries none of them: users then cannot sign in
 * to a legacy cluster, service principals to none (legacy integration article
 * of the AKS docs; kubelogin, "Service principals"). */
enum { PRINCIPAL_GROUPS_MAX = 200 };

enum principal_kind {
    PRINCIPAL_OF_NO_KIND, /* not known, or none of these */
    PRINCIPAL_USER,
    PRINCIPAL_GROUP,
    PRINCIPAL_SERVICE /* a service principal, or a managed identity */
};

enum principal_presence {
    PRINCIPAL_UNKNOWN, /* reason says why */
    PRINCIPAL_PRESENT,
    PRINCIPAL_DELETED, /* among the deleted items: it can be restored */
    PRINCIPAL_GONE
};

struct principal {
    const char *id;   /* object id; NULL: nobody was found under the name */
    const char *name; /* as it was asked for, where that was no id */
    enum principal_kind kind;
    enum principal_presence presence;
    const char *reason; /* for unknown, and for what is not known below */
    const char *display_name;
    const char *user_principal_name;
    const char *mail;
    const char *app_id;        /* of a service principal */
    const char *service_type;  /* ManagedIdentity, Application, ... */
    enum tri enabled;          /* accountEnabled; of a group: unset */
    enum tri guest;            /* of a user: userType */
    enum tri security_enabled; /* of a group */
    long groups;               /* it is in, transitively; -1: not known */
    long members;              /* of a group, transitively; -1: not known */
    /* No object has this id, but an app does: what it is of it ("app id",
     * "object id of the application"), and its name. */
    const char *wrong_id;
    const char *wrong_id_app;
    const char *right_id; /* of that app's service principal; may be NULL */
    /* Whether app ids and applications were looked through for its id. */
    bool app_ids_seen;
    bool applications_seen;
    bool bound;         /* some binding names it */
    size_t bindings;    /* subjects that do */
    size_t assignments; /* Azure role assignments */
};

/* "user", "group", "servicePrincipal"; "unknown" */
const char *principal_kind_name(enum principal_kind k);
/* "present", "deleted", "gone", "unknown" */
const char *principal_presence_name(enum principal_presence p);

/* How people know it: its UPN or display name, else what was asked for. */
const char *principal_label(const struct principal *p);

/* By kind, label and id: for vec_sort(). */
int principal_compare(const void *a, const void *b);

#endif
