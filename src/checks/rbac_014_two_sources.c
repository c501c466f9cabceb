/* SPDX-License-Identifier: MIT */
/* rbac_014_two_sources.c - two places that say who may what. */
#include "checks/registry.h"

#include "checks/check_binding.h"

static bool
speaks_of(const struct subject_at *at)
{
    return at->cluster->integration == INTEGRATION_MANAGED &&
           at->cluster->aad.enable_azure_rbac == TRI_YES &&
           binding_names_entra(at);
}

static bool
concerns(const struct cluster *c)
{
    return c->integration == INTEGRATION_MANAGED &&
           c->aad.enable_azure_rbac == TRI_YES;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    (void)s;
    judge_subject_evidence(j, at);
    judge_evidence_tri(j, "aadProfile.enableAzureRBAC",
                       at->cluster->aad.enable_azure_rbac);
    return judge_fail(j,
                      "%s is bound in Kubernetes while Azure RBAC is on: it "
                      "may apply or not, and a reader of the Azure roles does "
                      "not see it",
                      at->subject->name);
}

const struct check check_rbac_014 = {
    .rule = {
        .id = "RBAC-014",
        .title = "Azure RBAC is on and Entra subjects remain in Kubernetes "
               "bindings",
        .severity = SEVERITY_LOW,
        .why = "Two sources then say who may do what. Microsoft's own "
               "documents disagree on whether bindings still apply to "
               "people of Entra once Azure RBAC is on, so that they may "
               "give more than the Azure roles show, or less than people "
               "believe.",
        .how = "The cluster is managed with enableAzureRBAC, and a binding "
               "that is not of the system names a user, group or app of "
               "Entra.",
        .fix = "Give the same access as Azure role assignments, then take "
               "the subjects out.",
        .reference = "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS,
    .run_subject = run,
    .speaks_of = speaks_of,
    .concerns = concerns,
};
