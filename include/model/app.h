/* SPDX-License-Identifier: MIT */
/* app.h - an app registration: the application object, its service principal,
 * what it may do, and the clusters that lean on it.
 *
 * Field names follow the resources application and servicePrincipal of
 * Microsoft Graph v1.0. Texts live in the arena of the snapshot; NULL means
 * that Graph did not say. Secrets, keys and hints are never kept. */
#ifndef AKSENTRA_MODEL_APP_H
#define AKSENTRA_MODEL_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/cluster.h"

/* Well-known ids; domain sources: Microsoft Graph permissions reference, the
 * legacy integration article of the AKS docs, kubelogin. */
#define APP_ID_GRAPH "00000003-0000-0000-c000-000000000000"
#define APP_ID_AAD_GRAPH "00000002-0000-0000-c000-000000000000"
#define APP_ID_AKS_SERVER "6dae42f8-4368-4678-94ff-3960e28e3630"
#define PERMISSION_USER_READ "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
#define PERMISSION_DIRECTORY_READ "06da0dbc-49e2-44d2-8312-53f166ab848a"
#define ROLE_DIRECTORY_READ "7ab1d382-f21e-4acd-a863-ba3e13f7da61"
/* Azure AD Graph's own; the same id for both kinds. */
#define AAD_GRAPH_DIRECTORY_READ "5778995a-e1bf-45b8-affa-663a9f3f4d04"

/* A secret counts as expiring from so many days before its end. */
enum { APP_EXPIRES_SOON_DAYS = 30 };

/* Where a registration is, as far as could be seen. */
enum app_presence {
    APP_UNKNOWN, /* presence_reason says why */
    APP_PRESENT,
    APP_DELETED, /* among the deleted items: it can be restored */
    APP_FOREIGN, /* another tenant's: only its service principal is here */
    APP_MISSING  /* neither here nor among the deleted items */
};

/* What an app is to this audit; a set of bits. */
enum app_role {
    APP_ROLE_SERVER = 1 << 0,   /* aadProfile.serverAppID of a cluster */
    APP_ROLE_CLIENT = 1 << 1,   /* aadProfile.clientAppID of a cluster */
    APP_ROLE_IDENTITY = 1 << 2, /* servicePrincipalProfile.clientId */
    APP_ROLE_LEFT_OVER = 1 << 3 /* looks like the recipe; nobody names it */
};

/* A cluster that names the app, and as what. */
struct app_user {
    const struct cluster *cluster;
    unsigned roles;              /* enum app_role */
    const struct app_user *next; /* in the order of cluster ids */
};

struct app_credential {
    struct app_credential *next; /* by end, the earliest first */
    bool certificate;
    bool on_service_principal; /* else on the application */
    const char *name;          /* displayName */
    const char *key_id;
    const char *end;  /* endDateTime as Graph gave it */
    int64_t ends_at;  /* the same, seconds since 1970; INT64_MAX: none given */
    bool end_unknown; /* endDateTime could not be read */
};

struct federated_credential {
    struct federated_credential *next;
    const char *name;
    const char *issuer;
    const char *subject;
};

/* requiredResourceAccess: declared, which is not granted. */
struct app_permission {
    struct app_permission *next;
    const char *resource_app_id;
    const char *id;
    bool is_role; /* application permission; else delegated */
};

/* Granted: an appRoleAssignment or an oauth2PermissionGrant. */
struct app_grant {
    struct app_grant *next;
    const char *resource_id;     /* object id of the resource's principal */
    const char *resource_app_id; /* NULL: not known */
    const char *permission;      /* app role's id; or the scopes, by spaces */
    bool is_role;
    bool admin; /* for everyone: AllPrincipals; always so for a role */
};

struct app_scope {
    struct app_scope *next;
    const char *id;
    const char *value;
    enum tri enabled;
};

struct app_owner {
    struct app_owner *next;
    const char *id;
    const char *name; /* userPrincipalName, else displayName */
};

struct service_principal {
    const char *id; /* object id */
    const char *app_id;
    const char *display_name;
    const char *type;
    const char *owner_tenant_id; /* appOwnerOrganizationId */
    enum tri enabled;            /* accountEnabled */
    enum tri assignment_required;
};

/* How sure it is that a registration was made by the recipe. */
enum certainty { CERTAINTY_NONE, POSSIBLE, LIKELY, CERTAIN };

struct app {
    const char *app_id;
    const char *tenant_id; /* where it was looked up; NULL: in the tenant of the
                              audit, which then has one alone */
    enum app_presence presence;
    const char *presence_reason;
    const char *deleted; /* deletedDateTime */

    /* The application object; absent where it is not here. */
    bool read;             /* its body was seen */
    bool application_gone; /* a look-up of its app id found none */
    bool principal_gone;   /* the same for the service principal */
    const char *object_id;
    const char *display_name;
    const char *created;
    const char *sign_in_audience;
    const char *group_membership_claims;
    struct text_list identifier_uris;
    struct text_list redirect_uris; /* of web, single pages, public clients */
    size_t public_redirect_uris;
    enum tri fallback_public_client;
    enum tri implicit_id_tokens;
    enum tri implicit_access_tokens;
    struct app_scope *scopes;
    struct app_permission *permissions;
    struct app_credential *credentials; /* of both objects */

    struct service_principal *principal; /* NULL: none seen */
    struct app_grant *grants;

    bool owners_known;
    struct app_owner *owners;
    bool has_federated; /* there are some, known or not */
    bool federated_known;
    struct federated_credential *federated;

    /* Members of its bodies that could not be read. */
    struct text_list problems;

    /* Filled in once the clusters are known. */
    unsigned roles; /* enum app_role */
    const struct app_user *users;
    size_t n_users;
    enum certainty certainty;      /* of a left-over */
    struct text_list signals;      /* why it looks like one */
    const char *named_by_baseline; /* the cluster that once named it */
};

/* "present", "deleted", "foreign", "missing", "unknown" */
const char *app_presence_name(enum app_presence p);
/* "possible", "likely", "certain"; "none" */
const char *certainty_name(enum certainty c);

/* How people know the app: its name, else that of its principal, else the id.
 */
const char *app_label(const struct app *a);

/* The secret or certificate that ends last; NULL: there is none. Unknown ends
 * count as the latest of all. */
const struct app_credential *app_newest_credential(const struct app *a);
/* A secret or certificate that is good at `now`: the first that surely is, else
 * one whose end is not known; NULL: none. */
const struct app_credential *app_live_credential(const struct app *a,
                                                 int64_t now);
/* Whole days until the end, rounded down; negative once it is over. */
int64_t app_days_left(const struct app_credential *c, int64_t now);

/* Whether the registration declares a permission; `id` NULL: any on that
 * resource. */
bool app_declares(const struct app *a, const char *resource_app_id,
                  const char *id);
/* Whether an application permission was granted. */
bool app_has_role(const struct app *a, const char *resource_app_id,
                  const char *role);
/* Whether a delegated scope was granted on a resource, for everyone. */
bool app_has_scope(const struct app *a, const char *resource_app_id,
                   const char *scope);

/* Whether clusters of an integration other than none and managed name it as
 * their server or client app. */
bool app_serves_legacy(const struct app *a);

/* By display name, then id: for vec_sort(). */
int app_compare(const void *a, const void *b);

/* "server", "client", "cluster-identity", "left-over" */
const char *app_role_name(enum app_role role);

#endif
