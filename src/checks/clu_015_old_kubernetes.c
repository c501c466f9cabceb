/* SPDX-License-Identifier: MIT */
/* clu_015_old_kubernetes.c - versions that hand out the removed format. */
#include "checks/registry.h"

#include <stdlib.h>

#include "model/command.h"

/* "1.22.6" or "1.22": the minor number; -1: neither. */
static long
minor_of(const char *version)
{
    char *end;
    long major = strtol(version, &end, 10);
    long minor;

    if (end == version || *end != '.' || major < 1)
        return -1;
    version = end + 1;
    minor = strtol(version, &end, 10);
    if (end == version || minor < 0 || (*end && *end != '.' && *end != '-'))
        return -1;
    return major > 1 ? 1000 : minor;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf command = { 0 };
    long minor;

    (void)s;
    if (c->integration == INTEGRATION_NONE)
        return judge_not_applicable(
            j, "Without Entra integration the kubeconfig holds a "
               "certificate");
    judge_evidence(j, "currentKubernetesVersion", c->kubernetes_version);
    if (!c->kubernetes_version)
        return judge_unknown(j, "The Kubernetes version is missing");
    minor = minor_of(c->kubernetes_version);
    if (minor < 0)
        return judge_unknown(j, "\"%s\" is no Kubernetes version",
                             c->kubernetes_version);
    if (minor >= 24)
        return VERDICT_PASS;
    command_get_credentials(&command, c);
    judge_command(j, &command);
    return judge_fail(j,
                      "Kubernetes %s hands out auth-provider kubeconfigs, "
                      "which kubectl 1.26 and later refuse; ask for "
                      "--format exec, and upgrade",
                      c->kubernetes_version);
}

const struct check check_clu_015 = {
    .rule = {
        .id = "CLU-015",
        .title = "Kubernetes older than 1.24: the kubeconfig comes in the "
                 "removed format",
        .severity = SEVERITY_MEDIUM,
        .why = "Clusters before 1.24 hand out the auth-provider form, whose "
               "plugin was removed from kubectl 1.26. Such versions are long "
               "out of support as well.",
        .how = "currentKubernetesVersion, else kubernetesVersion, is below "
               "1.24.",
        .fix = "Add --format exec to az aks get-credentials, and upgrade "
               "Kubernetes.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .run = run,
};
