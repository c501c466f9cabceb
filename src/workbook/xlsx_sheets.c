/* SPDX-License-Identifier: MIT */
/* xlsx_sheets.c - the sheets of the workbook, in order. */
#include "workbook/xlsx_sheets.h"

#include "workbook/xlsx_charts.h"

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

const struct xlsx_sheet xlsx_sheets[] = {
    { XLSX_SUMMARY, NULL, of_clusters, NULL, xlsx_write_summary },
    { "Clusters", "state and next step of each", of_clusters, &cluster_columns,
      NULL },
    { "Kubeconfigs", "the files that were looked at", has_kubeconfigs,
      &kubeconfig_columns, NULL },
    { "Tools", "kubectl, kubelogin, az", has_tools, &tool_columns, NULL },
    { "Findings", "what is wrong, what mends it", always, &finding_columns,
      NULL },
    { "Since baseline", "what became of each cluster", has_baseline,
      &since_columns, NULL },
    { "App registrations", "when their secrets end", has_apps, &app_columns,
      NULL },
    { "Left-over registrations", "that no cluster names", has_apps,
      &left_over_columns, NULL },
    { "Bindings", "who is bound, what becomes of it", has_bindings,
      &binding_columns, NULL },
    { "Azure roles", "who has rights through Azure", has_bindings,
      &azure_role_columns, NULL },
    { "Migration plan", "which clusters when, and how", of_clusters,
      &plan_columns, NULL },
    { "Kubeconfig refresh", "what people do, before and after", of_clusters,
      NULL, xlsx_write_refresh },
    { "Retirement dates", "what Microsoft announced", always, NULL,
      xlsx_write_retirement },
    { "Not assessed", "what was not seen, and why", always, NULL,
      xlsx_write_gaps },
    { "Definitions", "what the words mean", always, NULL,
      xlsx_write_definitions },
};

const size_t n_xlsx_sheets = sizeof(xlsx_sheets) / sizeof(xlsx_sheets[0]);

bool
xlsx_sheet_applies(const struct xlsx_sheet *sheet, const struct results *r)
{
    return sheet->applies(r);
}
