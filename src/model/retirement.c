/* SPDX-License-Identifier: MIT */
/* retirement.c - what Microsoft announced when. */
#include "model/retirement.h"

#define ARTICLE                                                         \
    "Microsoft Learn, the legacy article, https://learn.microsoft.com/" \
    "previous-versions/azure/aks/azure-ad-integration-cli"
#define ARTICLE_COMMIT(id)                                                 \
    "MicrosoftDocs, history of articles/aks/azure-ad-integration-cli.md, " \
    "commit " id
#define AKS_RELEASES                                                     \
    "Azure/AKS release notes, https://github.com/Azure/AKS/blob/master/" \
    "CHANGELOG.md"
#define LIVE_ARTICLE                         \
    "https://learn.microsoft.com/azure/aks/" \
    "entra-id-control-plane-authentication"

const struct retirement_date retirement_dates[] = {
    { "2022-11-11",
      "The end of legacy integration is pulled forward from 29 February 2024 "
      "to 1 June 2023",
      ARTICLE_COMMIT("05527b9c5"), false },
    { "2023-06-01",
      "No new legacy clusters can be made; those that exist continue to work",
      ARTICLE, true },
    { "2023-08-01",
      "First date given for the automatic migration of the remaining clusters "
      "(written on 2 August 2023)",
      ARTICLE_COMMIT("c58893d98"), true },
    { "2023-12-01",
      "Second date given for the automatic migration (moved on 15 and 16 "
      "August 2023)",
      ARTICLE_COMMIT("faeeb837e") "; " AKS_RELEASES
                                  ", 2023-08-13 to 2023-11-28",
      true },
    { "2024-02-21",
      "The sentence about automatic migration leaves the article's banner; its "
      "FAQ still says 1 August 2023",
      ARTICLE_COMMIT("59c9b5dc0"), false },
    { "2024-02-29",
      "The first date announced: legacy integration is no longer supported "
      "from here on",
      "https://github.com/azure-deprecation/dashboard/issues/127", false },
    { "2024-04-18",
      "Terraform azurerm 3.100.0 deprecates the legacy properties; 4.0 removes "
      "them",
      "https://github.com/hashicorp/terraform-provider-azurerm/pull/25200",
      false },
    { "2024-11-19",
      "Azure CLI 2.67.0 removes --aad-server-app-id, --aad-server-app-secret "
      "and --aad-client-app-id",
      "Azure CLI release notes, "
      "https://learn.microsoft.com/cli/azure/release-notes-azure-cli",
      false },
    { "2025-12-17",
      "The legacy article moves to /previous-versions: it is no longer "
      "maintained",
      "MicrosoftDocs/azure-aks-docs, commit ac76806c3", false },
    { "2026-04-19",
      "The current article still explains how to migrate a legacy cluster; no "
      "public statement says that all were migrated, or that legacy stopped "
      "working",
      LIVE_ARTICLE, true },
};

const size_t n_retirement_dates =
    sizeof(retirement_dates) / sizeof(retirement_dates[0]);
