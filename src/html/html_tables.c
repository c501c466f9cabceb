/* SPDX-License-Identifier: MIT */
/* html_tables.c - the tables of report.html, in order. */
#include "html/html_parts.h"

static bool
of_clusters(const struct results *r)
{
    return !r->snapshot.kubeconfigs_only;
}

static bool
always(const struct results *r)
{
    (void)r;
    return true;
}

static bool
has_baseline(const struct results *r)
{
    return of_clusters(r) && r->since != NULL;
}

static bool
has_apps(const struct results *r)
{
    return of_clusters(r) && !r->snapshot.directory.skipped;
}

static bool
has_bindings(const struct results *r)
{
    return of_clusters(r) && !r->snapshot.no_bindings;
}

static bool
has_kubeconfigs(const struct results *r)
{
    return r->snapshot.has_kubeconfigs;
}

static bool
has_tools(const struct results *r)
{
    return r->snapshot.has_tools;
}

static const char *const cluster_keys[] = {
    "name",
    "resourceGroup",
    "subscriptionName",
    "owner",
    "environment",
    "integration",
    "readiness",
    "nextStep",
    "failures",
    "unknowns",
    /* Of the cluster's own part. */
    "blockers",
    "worstSeverity",
    "integrationReason",
    "sinceBaseline",
    "accessAfter",
    "bindingsWay",
    "kubernetesVersion",
    "skuTier",
    "location",
    "provisioningState",
    "powerState",
    "enablePrivateCluster",
    "localAccounts",
    "enableAzureRBAC",
    "adminGroupObjectIDs",
    "plannedAdminGroupObjectIDs",
    "serverAppID",
    "clientAppID",
    "migrationGroup",
    "tenantID",
    "subscriptionId",
    "portalUrl",
    "id",
    NULL,
};

static const char *const finding_keys[] = {
    "check",
    "severity",
    "verdict",
    "clusterName",
    "message",
    "waived",
    "resource",
    /* Of the cluster's own part. */
    "evidence",
    "commands",
    NULL,
};

static const char *const app_keys[] = {
    "name",         "roles",          "presence", "newestCredentialEnds",
    "daysToExpiry", "owners",         "clusters", "migrationGroup",
    "appId",        "presenceReason", NULL,
};

static const char *const left_over_keys[] = {
    "name",   "certainty", "signals", "newestCredentialEnds",
    "owners", "steps",     "appId",   NULL,
};

static const char *const binding_keys[] = {
    "cluster", "subject",   "subjectKind", "fate", "why",
    "role",    "namespace", "binding",     "mend", NULL,
};

static const char *const role_keys[] = {
    "principal", "principalType", "state", "role", "gives",
    "clusters",  "level",         "scope", NULL,
};

static const char *const kubeconfig_keys[] = {
    "context", "verdict", "why", "file", "cluster", "form", "commands", NULL,
};

static const char *const tool_keys[] = {
    "tool", "version", "used", "path", "note", NULL,
};

static const char *const plan_keys[] = {
    "wave",
    "waveTitle",
    "name",
    "environment",
    "owner",
    "readiness",
    "atNight",
    "window",
    "nextStep",
    /* Of the cluster's own part. */
    "command",
    "verification",
    NULL,
};

static const char *const since_keys[] = {
    "change", "name", "subscriptionName", "was", "is", "reason", NULL,
};

const struct html_table html_tables[] = {
    { "clusters", "Clusters", "A name leads to everything about its cluster.",
      &cluster_columns, of_clusters, 10, cluster_keys },
    { "kubeconfigs", "Kubeconfig files",
      "The contexts of the files that were looked at.", &kubeconfig_columns,
      has_kubeconfigs, 7, kubeconfig_keys },
    { "tools", "Tools", "The kubectl, kubelogin and az of the machine.",
      &tool_columns, has_tools, 5, tool_keys },
    { "findings", "Findings",
      "What is wrong, and what could not be judged. What passed is only "
      "counted.",
      &finding_columns, always, 7, finding_keys },
    { "plan", "Migration plan",
      "Which clusters when. A person runs it, aksentra never does.",
      &plan_columns, of_clusters, 9, plan_keys },
    { "since", "Since the baseline",
      "What became of each cluster since the earlier audit.", &since_columns,
      has_baseline, 6, since_keys },
    { "apps", "App registrations", "Those that clusters name.", &app_columns,
      has_apps, 10, app_keys },
    { "left-overs", "Left-over app registrations",
      "Those that no cluster names any more, with what to do in which order.",
      &left_over_columns, has_apps, 7, left_over_keys },
    { "bindings", "Bindings",
      "Who is bound in which cluster, and what becomes of it.",
      &binding_columns, has_bindings, 9, binding_keys },
    { "roles", "Azure roles", "Who has rights on clusters through Azure.",
      &azure_role_columns, has_bindings, 8, role_keys },
};

const size_t n_html_tables = sizeof(html_tables) / sizeof(html_tables[0]);
