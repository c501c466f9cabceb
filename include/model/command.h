/* SPDX-License-Identifier: MIT */
/* command.h - the commands that a person runs about a cluster: pure text, with
 * every name quoted so that it stays one word. aksentra runs none of them.
 *
 * Sources: "az aks" reference of the Azure CLI; AKS docs "Enable AKS-managed
 * Microsoft Entra integration" and "Use kubelogin to authenticate". */
#ifndef AKSENTRA_MODEL_COMMAND_H
#define AKSENTRA_MODEL_COMMAND_H

#include "model/cluster.h"
#include "support/buf.h"

/* What stands in for a group id that nobody has planned yet. */
#define COMMAND_GROUP_PLACEHOLDER "<admin-group-object-id>"

/* az account set --subscription ID */
void command_select_subscription(struct buf *out, const struct cluster *c);

/* az aks VERB --subscription ID --resource-group RG --name NAME. The
 * subscription is named in each, because clusters of the same names in two
 * subscriptions are usual, and the migration cannot be undone. */
void command_aks(struct buf *out, const char *verb, const struct cluster *c);

/* --subscription ID --resource-group RG NAME_OPTION NAME, for commands that call
 * the cluster otherwise. */
void command_add_cluster(struct buf *out, const struct cluster *c,
                         const char *name_option);

/* The migration itself, with the planned groups or the placeholder. */
void command_migrate(struct buf *out, const struct cluster *c);

/* az aks show ... --query aadProfile: Microsoft's own way to verify. */
void command_verify(struct buf *out, const struct cluster *c);

/* az aks get-credentials ... --overwrite-existing, with --format exec where
 * the cluster would hand out the removed format (Kubernetes before 1.24), and
 * --public-fqdn for a private cluster that has one. */
void command_get_credentials(struct buf *out, const struct cluster *c);
void command_get_admin_credentials(struct buf *out, const struct cluster *c);

/* kubectl set subject: adds a subject to a binding. */
void command_bind(struct buf *out, const struct cluster *c,
                  const struct binding *b, enum subject_kind kind,
                  const char *name);

/* Takes a subject out of a binding: deletes the binding where that is the only
 * one, unless another was put in before (`refilled`). */
void command_unbind(struct buf *out, const struct cluster *c,
                    const struct binding *b, const struct binding_subject *x,
                    bool refilled);

/* az role assignment create ... --scope CLUSTER[/namespaces/NAMESPACE] */
void command_assign(struct buf *out, const struct cluster *c, const char *role,
                    const char *principal_id, const char *principal_type,
                    const char *name_space);

#endif
