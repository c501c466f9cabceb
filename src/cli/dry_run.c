/* SPDX-License-Identifier: MIT */
/* dry_run.c - what would be asked, and with which permissions. */
#include "cli/dry_run.h"

#include <stdio.h>

#include "audit/inputs.h"
#include "audit/plan.h"
#include "cli/commands.h"
#include "sources/resource_graph.h"

static void
print_step(const struct plan_step *step)
{
    printf("  %s\n      %s; needs %s", step->call, step->how_often,
           step->permission);
    if (step->service == PLAN_GRAPH)
        printf(" (Microsoft Graph, application permission)\n");
    else if (step->service == PLAN_KUBERNETES)
        printf(" (with Azure RBAC for Kubernetes, else list in the cluster)\n");
    else
        printf(" (%s)\n", step->role);
}

/* What it leaves open takes the other calls still. */
static void
print_resource_graph(enum inventory_way way)
{
    printf("  POST "
           "/providers/Microsoft.ResourceGraph/"
           "resources?api-version=" RESOURCE_GRAPH_API "\n      ");
    if (way == INVENTORY_AUTO)
        printf("from %d subscriptions on, ", INVENTORY_AUTO_SUBSCRIPTIONS);
    printf(
        "once for every %d subscriptions, and once for every further %d "
        "clusters; needs Microsoft.ContainerService/managedClusters/read "
        "(Reader)\n  GET {cluster}?api-version=" ARM_CLUSTERS_API "\n      "
        "once for every cluster that it calls legacy or leaves unclear; needs "
        "Microsoft.ContainerService/managedClusters/read (Reader)\n",
        RESOURCE_GRAPH_BATCH, RESOURCE_GRAPH_ROWS);
}

static void
print_live(const struct audit_request *request)
{
    unsigned needs =
        plan_needs(request->no_apps, request->no_bindings,
                   request->allow_admin_credential, request->allow_run_command);
    bool graph = !request->no_apps || !request->no_bindings;
    const struct plan_step *steps[PLAN_STEPS_MAX];
    size_t subscriptions = request->scope.subscriptions.len;
    size_t n = plan_steps(needs, steps, PLAN_STEPS_MAX);

    printf("Would ask the cloud %s, with a credential by --auth %s:\n\n",
           request->cloud, request->auth);
    if (request->scope.management_groups.len > 0)
        printf("  GET /providers/Microsoft.Management/managementGroups/{id}/"
               "descendants\n      %zu time(s); needs Microsoft.Management/"
               "managementGroups/subscriptions/read (Management Group "
               "Reader)\n",
               request->scope.management_groups.len);
    if (request->inventory != INVENTORY_ARM)
        print_resource_graph(request->inventory);
    for (size_t i = 0; i < n; i++)
        print_step(steps[i]);
    if (request->no_apps)
        printf("\nApp registrations and admin groups are left out "
               "(--no-apps)%s.\n",
               graph ? "" : ": Microsoft Graph is not asked");
    if (request->no_bindings)
        printf("\nBindings, Azure role assignments, locks and maintenance "
               "windows are left out (--no-bindings).\n");
    printf("\nAt least %zu request(s) to Azure Resource Manager%s.\n",
           1 + (subscriptions > 0 ? subscriptions : 1) +
               request->scope.management_groups.len,
           request->no_apps ? "" : " and 2 to Microsoft Graph");
    printf("Nothing else is asked, and nothing is ever changed.\n");
}

static void
print_offline(const struct text_list *from)
{
    printf("Would read, without any network:\n\n");
    for (size_t i = 0; i < from->len; i++)
        printf("  %s\n", from->items[i]);
}

int
dry_run(const struct audit_request *request)
{
    struct audit_inputs inputs = { 0 };
    struct err e = { 0 };

    if (inputs_read(&inputs, request, &e) != 0) {
        inputs_free(&inputs);
        return cli_fail(e.code == ERR_USAGE ? EXIT_STATUS_USAGE
                                            : EXIT_STATUS_NOT_MADE,
                        e.text);
    }
    inputs_free(&inputs);
    if (request->from.len > 0)
        print_offline(&request->from);
    else
        print_live(request);
    return cli_finish(EXIT_STATUS_CLEAN);
}
