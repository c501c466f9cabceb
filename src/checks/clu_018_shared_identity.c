/* SPDX-License-Identifier: MIT */
/* clu_018_shared_identity.c - an app that is also the cluster itself. */
#include "checks/registry.h"

#include "model/command.h"
#include "support/str.h"

static const char *
role_of(const struct cluster *c)
{
    if (str_eq_fold(c->service_principal_client_id, c->aad.server_app_id))
        return "server";
    if (str_eq_fold(c->service_principal_client_id, c->aad.client_app_id))
        return "client";
    return NULL;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };
    const char *role;

    (void)s;
    if (c->integration == INTEGRATION_UNKNOWN && c->aad.trouble)
        return judge_unknown(j, "The app ids are not known: %s",
                             c->aad.trouble);
    if (!c->aad.server_app_id && !c->aad.client_app_id)
        return judge_not_applicable(j, "aadProfile names no app");
    judge_evidence(j, "servicePrincipalProfile.clientId",
                   c->service_principal_client_id);
    judge_evidence(j, "aadProfile.serverAppID", c->aad.server_app_id);
    judge_evidence(j, "aadProfile.clientAppID", c->aad.client_app_id);
    if (!c->service_principal_client_id)
        return judge_unknown(j, "servicePrincipalProfile.clientId is missing: "
                                "the cluster's own identity is not known");
    role = role_of(c);
    if (!role)
        return VERDICT_PASS;
    command_aks(&command, "update", c);
    buf_adds(&command, " --enable-managed-identity");
    judge_command(j, &command);
    return judge_fail(j,
                      "The %s app is also the identity with which the "
                      "cluster manages its own Azure resources: deleting "
                      "it after the migration would break the cluster",
                      role);
}

const struct check check_clu_018 = {
    .rule = {
        .id = "CLU-018",
        .title = "The legacy server or client app is also the cluster's own "
                 "identity",
        .severity = SEVERITY_HIGH,
        .why = "After the migration the old apps look unused. Deleting one "
               "that is also the cluster's service principal takes load "
               "balancers, disks and nodes down with it.",
        .how = "servicePrincipalProfile.clientId equals serverAppID or "
               "clientAppID.",
        .fix = "Give the cluster a managed identity first, and delete the "
               "registration only when nothing names it any more.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "use-managed-identity",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
