/* SPDX-License-Identifier: MIT */
/* fate.h - what becomes of every subject of a binding when its cluster moves to
 * managed integration.
 *
 * The rules (AKS docs "Use Kubernetes RBAC with Microsoft Entra integration",
 * the legacy integration article, kubelogin "Service principals"): a member of
 * the tenant is known by the user principal name, letter by letter; a guest by
 * the object id; a group by the object id; a service principal by the object id
 * of its enterprise app, and only managed integration lets it sign in. */
#ifndef AKSENTRA_MODEL_FATE_H
#define AKSENTRA_MODEL_FATE_H

#include "model/results.h"

/* Judges every subject of every cluster and counts. Once the principals are
 * known. */
void fate_judge_all(struct snapshot *s);

/* The tenant that people of this cluster sign in to, now and after the
 * migration; NULL: not known. */
const char *fate_tenant_today(const struct cluster *c);
const char *fate_tenant_after(const struct cluster *c);

/* Whether the people of the cluster, as it will be, are of the tenant that was
 * audited: elsewhere, not being found means nothing. */
bool fate_sees_tenant(const struct snapshot *s, const struct cluster *c);

/* Who the subject is: as its name says, or a user who has that name as mail
 * address. NULL: not looked up, or no name of Entra. */
const struct principal *fate_find_principal(const struct snapshot *s,
                                            const struct binding_subject *x);

/* The name under which the subject would work; NULL: there is none. */
const char *fate_right_name(const struct binding_subject *x);

#endif
