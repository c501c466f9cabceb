/* SPDX-License-Identifier: MIT */
/* arm_cluster_call.h - the calls of Azure Resource Manager that open a cluster's
 * API server: credentials, and run command. All are POST, and none changes
 * anything.
 *
 * Sources: "Managed Clusters - List Cluster User Credentials", "- List Cluster
 * Admin Credentials", "- Run Command", "- Get Command Result" of the Azure REST
 * API; AKS docs "Access a private cluster with command invoke". */
#ifndef AKSENTRA_SOURCES_ARM_CLUSTER_CALL_H
#define AKSENTRA_SOURCES_ARM_CLUSTER_CALL_H

#include <stdbool.h>

#include "sources/arm.h"
#include "sources/kube_credential.h"

/* How a call ended without what was asked for; texts are valid during the call
 * alone. */
struct arm_refusal {
    enum coverage_status status; /* DENIED, UNREACHABLE */
    const char *reason;
    const char *code; /* Azure's error code, or "" */
    bool interrupted;
};

struct arm_credential_call {
    const struct arm *arm;
    const struct cluster *cluster;
    bool admin; /* else the user credential */
    /* One of the two is NULL; the credential is the receiver's. */
    void (*done)(void *arg, struct kube_credential *c,
                 const struct arm_refusal *why);
    void *arg;
};

/* The struct is copied. -1: nothing was started. */
int arm_credential_start(const struct arm_credential_call *call, struct err *e);

/* What a command wrote is cut off at so many bytes, without a word. */
#define ARM_RUN_OUTPUT_MAX ((size_t)512 * 1024)

struct arm_run_call {
    const struct arm *arm;
    const struct cluster *cluster;
    const char *command; /* copied */
    /* Opens with the token for the cluster, which goes into the body; NULL:
     * none is sent. */
    const struct http_gate *cluster_gate;
    /* `logs` is the whole output of a command that ended with 0, or NULL. */
    void (*done)(void *arg, const char *logs, size_t len,
                 const struct arm_refusal *why);
    void *arg;
};

/* Runs the command and waits for its end, at most five minutes. */
int arm_run_start(const struct arm_run_call *call, struct err *e);

/* Fills *ret from a reply that is not the one hoped for. */
void arm_refusal_set(struct arm_refusal *ret, char reason[ERR_TEXT_MAX],
                     char code[128], const struct http_reply *reply);

#endif
