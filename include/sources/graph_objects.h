/* SPDX-License-Identifier: MIT */
/* graph_objects.h - objects of Microsoft Graph v1.0 as values of the model.
 *
 * Bodies may come from Graph, or from `az ad ... -o json`, which prints them as
 * they are. All texts go into the snapshot's arena, everything read into its
 * directory; an object that comes again is the same object. Values of secrets,
 * keys and hints are not read. -1: no such object (ERR_INPUT: *e says what was
 * expected), or no memory (ERR_NOMEM). */
#ifndef AKSENTRA_SOURCES_GRAPH_OBJECTS_H
#define AKSENTRA_SOURCES_GRAPH_OBJECTS_H

#include <jansson.h>

#include "model/results.h"
#include "support/err.h"

/* What a look-up should ask for; the parsers read no more than this. */
#define GRAPH_APPLICATION_SELECT                                   \
    "id,appId,displayName,createdDateTime,signInAudience,"         \
    "groupMembershipClaims,identifierUris,isFallbackPublicClient," \
    "publicClient,web,spa,api,requiredResourceAccess,"             \
    "passwordCredentials,keyCredentials"
#define GRAPH_PRINCIPAL_SELECT                                            \
    "id,appId,displayName,accountEnabled,appOwnerOrganizationId,"         \
    "appRoleAssignmentRequired,servicePrincipalType,passwordCredentials," \
    "keyCredentials"
#define GRAPH_USER_SELECT \
    "id,displayName,userPrincipalName,mail,accountEnabled,userType"
#define GRAPH_GROUP_SELECT \
    "id,displayName,securityEnabled,mailEnabled,groupTypes"

/* *ret (may be NULL) is the app. */
int graph_application_parse(struct snapshot *s, const json_t *body,
                            struct app **ret, struct err *e);
int graph_principal_parse(struct snapshot *s, const json_t *body,
                          struct app **ret, struct err *e);

/* An oauth2PermissionGrant or an appRoleAssignment: given to the app whose
 * principal holds it. One of a principal that is not known is left out. */
int graph_delegated_grant_parse(struct snapshot *s, const json_t *body,
                                struct err *e);
int graph_role_grant_parse(struct snapshot *s, const json_t *body,
                           struct err *e);

int graph_owner_parse(struct snapshot *s, struct app *a, const json_t *body,
                      struct err *e);
int graph_federated_parse(struct snapshot *s, struct app *a, const json_t *body,
                          struct err *e);

/* Among the deleted items; known apps and groups alone are marked. */
int graph_deleted_parse(struct snapshot *s, const json_t *body, struct err *e);

int graph_group_parse(struct snapshot *s, const json_t *body,
                      struct group **ret, struct err *e);
int graph_policy_parse(struct snapshot *s, const json_t *body, struct err *e);

/* A user, group or service principal, told by its @odata.type or its members,
 * put into the principal with its id; one that nobody asked for is left out.
 * *ret (may be NULL) is the principal, or NULL. */
int graph_directory_object_parse(struct snapshot *s, const json_t *body,
                                 struct principal **ret, struct err *e);
/* A user or group among the deleted items: a principal that is not there is
 * marked. A deleted user's name has the object id, without dashes, in front. */
int graph_deleted_principal_parse(struct snapshot *s, const json_t *body,
                                  struct err *e);

#endif
