/* SPDX-License-Identifier: MIT */
/* left_over.h - registrations that the legacy recipe made and that no cluster
 * names any more.
 *
 * The recipe ("Integrate Microsoft Entra ID with AKS using the Azure CLI
 * (legacy)") makes a server app <cluster>Server with the identifier URI
 * https://<cluster>Server, groupMembershipClaims All, User.Read and twice
 * Directory.Read.All declared on Microsoft Graph, and a secret named
 * AKSPassword; and a public client app <cluster>Client that asks for the
 * server's user_impersonation. Any of these can stand on unrelated apps too, so
 * that every signal is named, and how many agree says how sure it is. */
#ifndef AKSENTRA_MODEL_LEFT_OVER_H
#define AKSENTRA_MODEL_LEFT_OVER_H

#include "model/results.h"

/* Marks the left-overs among the apps of the directory: roles, certainty and
 * signals. After snapshot_join_apps(). A registration that a cluster names, in
 * scope or left out by a filter, is none, nor is one that is a cluster's own
 * identity. -1: out of memory. */
int left_over_recognize(struct snapshot *s);

/* Why a left-over may still be in use, in one clause: what of the tenant was not
 * looked at. NULL: all that this credential sees was. */
const char *left_over_doubt(const struct snapshot *s);

#endif
