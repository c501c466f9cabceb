/* SPDX-License-Identifier: MIT */
/* migration_fact.c - what is said of the migration, and how sure it is. */
#include "model/migration_fact.h"

#define LIVE_ARTICLE                         \
    "https://learn.microsoft.com/azure/aks/" \
    "entra-id-control-plane-authentication"
#define LEGACY_ARTICLE                                         \
    "https://learn.microsoft.com/previous-versions/azure/aks/" \
    "azure-ad-integration-cli"
#define AZURE_CLI                                                   \
    "Azure CLI, command_modules/acs/managed_cluster_decorator.py, " \
    "update_aad_profile"

const struct migration_fact migration_facts[] = {
    { FACT_DOCUMENTED,
      "Managed integration cannot be disabled once it is enabled, and legacy "
      "clusters cannot be made since 1 June 2023: there is no way back",
      LIVE_ARTICLE "; " LEGACY_ARTICLE },
    { FACT_DOCUMENTED,
      "az aks update --enable-aad replaces the whole aadProfile, and accepts "
      "it when no admin group is named: then nobody is admin through Entra",
      AZURE_CLI },
    { FACT_DOCUMENTED,
      "Role bindings stay as they are; names of Entra in them mean the same "
      "before and after",
      "https://learn.microsoft.com/azure/aks/kubernetes-rbac-entra-id" },
    { FACT_DOCUMENTED,
      "Wrong admin groups can be replaced later by az aks update "
      "--aad-admin-group-object-ids, without access to Kubernetes",
      LIVE_ARTICLE },
    { FACT_DISPUTED,
      "Downtime of the API server: the current article warns of it for the "
      "Free tier, the legacy article for every cluster",
      LIVE_ARTICLE "; " LEGACY_ARTICLE },
    { FACT_DISPUTED,
      "With Azure RBAC enabled too: one source says that Entra principals are "
      "checked by Azure RBAC alone, another that both models work on one "
      "cluster. Bindings of Entra subjects may then not apply",
      "PSRule for Azure, Azure.AKS.AzureRBAC; "
      "https://learn.microsoft.com/azure/aks/concepts-cluster-authorization" },
    { FACT_DISPUTED,
      "Whether the remaining clusters are migrated by Microsoft, and when: see "
      "the retirement dates",
      LEGACY_ARTICLE },
    { FACT_UNCONFIRMED,
      "Whether a maintenance window holds back an update that a person starts. "
      "It is read here as a time that suits, and no more",
      "not said in https://learn.microsoft.com/azure/aks/planned-maintenance" },
    { FACT_UNCONFIRMED,
      "That the old app registrations are to be deleted: nothing in the "
      "migration does it, and no page of Microsoft's was found that asks for "
      "it. It is advised here because they can go on reading the directory",
      "not said in the two articles above" },
    { FACT_UNCONFIRMED,
      "That a deleted app registration can be restored for 30 days",
      "the number stands in no source read for this" },
};

const size_t n_migration_facts =
    sizeof(migration_facts) / sizeof(migration_facts[0]);

const char *
fact_standing_label(enum fact_standing standing)
{
    switch (standing) {
    case FACT_DOCUMENTED:
        return "documented";
    case FACT_DISPUTED:
        return "sources disagree";
    case FACT_UNCONFIRMED:
        break;
    }
    return "not confirmed";
}
