/* SPDX-License-Identifier: MIT */
/* generate.c - tenants of any size, the same at every run. A body is about as
 * large as a real one (9 kB), and pages are text, so that the server is never
 * what a measurement measures. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

#define TENANT "00000000-0000-4000-8000-00000000ffff"
#define GROUPS 7 /* resource groups a subscription */

static const char *const environments[] = { "production", "staging", "test",
                                            "development" };
static const char *const locations[] = { "westeurope", "northeurope", "eastus2",
                                         "southeastasia" };

void
generate_tenant(struct fake *f)
{
    json_t *subs = json_array();

    for (unsigned i = 0; i < f->options.generate_subscriptions; i++) {
        char id[64];

        snprintf(id, sizeof(id), "00000000-0000-4000-9000-%012x", i);
        json_array_append_new(
            subs,
            json_pack("{s:o, s:s, s:s, s:o, s:s, s:s, s:[], s:i}", "id",
                      json_sprintf("/subscriptions/%s", id), "subscriptionId",
                      id, "tenantId", TENANT, "displayName",
                      json_sprintf("Subscription %05u", i), "state", "Enabled",
                      "authorizationSource", "RoleBased", "managedByTenants",
                      "generated", (int)i));
    }
    f->tenant =
        json_pack("{s:s, s:[{s:s, s:s}], s:o}", "tenantId", TENANT, "clients",
                  "clientId", "00000000-0000-4000-8000-00000000c11e", "secret",
                  "generated-secret", "subscriptions", subs);
    generate_graph(f);
}

/* A third legacy, most of the rest managed, some without; with --apps all are
 * legacy, and share the pairs. */
static void
add_profile(const struct fake *f, struct text *t, unsigned sub, size_t n)
{
    unsigned pairs = f->options.generate_apps / 2;

    if (pairs > 0) {
        size_t pair = (sub * f->options.generate_clusters + n) % pairs;

        text_addf(t,
                  ",\"aadProfile\":{\"adminGroupObjectIDs\":null,"
                  "\"clientAppID\":\"%08x-0000-4000-b000-%012zx\","
                  "\"serverAppID\":\"%08x-0000-4000-b000-%012zx\","
                  "\"tenantID\":\"" TENANT "\"}",
                  GENERATED_SERVERS + 1, pair, GENERATED_SERVERS, pair);
        return;
    }
    switch (n % 6) {
    case 0:
    case 3:
        text_addf(t,
                  ",\"aadProfile\":{\"adminGroupObjectIDs\":null,"
                  "\"clientAppID\":\"%08x-0000-4000-a000-%012zx\","
                  "\"serverAppID\":\"%08x-0000-4000-b000-%012zx\","
                  "\"tenantID\":\"" TENANT "\"}",
                  sub, n, sub, n);
        break;
    case 5:
        break;
    default:
        text_addf(t,
                  ",\"disableLocalAccounts\":true,\"aadProfile\":{\"managed\":"
                  "true,\"adminGroupObjectIDs\":[\"%08x-0000-4000-c000-"
                  "000000000001\"],\"adminUsers\":null,\"enableAzureRBAC\":"
                  "false,\"tenantID\":\"" TENANT "\"}",
                  sub);
    }
}

/* What fills a real body: node pools, add-ons, network, profiles. */
static void
add_bulk(struct text *t, unsigned sub, size_t n)
{
    text_addf(t, ",\"agentPoolProfiles\":[");
    for (int pool = 0; pool < 5; pool++)
        text_addf(
            t,
            "%s{\"name\":\"pool%d\",\"count\":3,\"vmSize\":"
            "\"Standard_D8s_v5\",\"osDiskSizeGB\":128,\"osDiskType\":"
            "\"Managed\",\"kubeletDiskType\":\"OS\",\"vnetSubnetID\":"
            "\"/subscriptions/00000000-0000-4000-9000-%012x/resourceGroups/"
            "rg-network/providers/Microsoft.Network/virtualNetworks/vnet-%zu/"
            "subnets/nodes-%d\",\"maxPods\":110,\"type\":"
            "\"VirtualMachineScaleSets\",\"availabilityZones\":[\"1\",\"2\","
            "\"3\"],\"maxCount\":10,\"minCount\":3,\"enableAutoScaling\":true,"
            "\"provisioningState\":\"Succeeded\",\"powerState\":{\"code\":"
            "\"Running\"},\"orchestratorVersion\":\"1.33.2\","
            "\"currentOrchestratorVersion\":\"1.33.2\",\"enableNodePublicIP\":"
            "false,\"nodeLabels\":{\"workload\":\"general\",\"team\":\"platform"
            "\",\"cost-center\":\"4711\"},\"mode\":\"System\",\"osType\":"
            "\"Linux\",\"osSKU\":\"Ubuntu\",\"nodeImageVersion\":"
            "\"AKSUbuntu-2204gen2containerd-202609.10.0\",\"upgradeSettings\":"
            "{\"maxSurge\":\"10%%\",\"drainTimeoutInMinutes\":30},"
            "\"enableFIPS\":false,\"securityProfile\":{\"enableVTPM\":false,"
            "\"enableSecureBoot\":false},\"networkProfile\":{},\"eTag\":"
            "\"5b0f1a4e-0000-4000-8000-%012zx\"}",
            pool ? "," : "", pool, sub, n, pool, n);
    text_addf(t, "],\"addonProfiles\":{");
    for (int addon = 0; addon < 6; addon++)
        text_addf(
            t,
            "%s\"addon%d\":{\"enabled\":true,\"config\":{"
            "\"logAnalyticsWorkspaceResourceID\":\"/subscriptions/00000000-"
            "0000-4000-9000-%012x/resourceGroups/rg-monitoring/providers/"
            "Microsoft.OperationalInsights/workspaces/logs\",\"useAADAuth\":"
            "\"true\"},\"identity\":{\"resourceId\":\"/subscriptions/00000000-"
            "0000-4000-9000-%012x/resourcegroups/MC_rg-%zu/providers/"
            "Microsoft.ManagedIdentity/userAssignedIdentities/addon%d-aks\","
            "\"clientId\":\"00000000-0000-4000-d000-%012zx\",\"objectId\":"
            "\"00000000-0000-4000-e000-%012zx\"}}",
            addon ? "," : "", addon, sub, sub, n, addon, n, n);
    text_addf(
        t, "},\"networkProfile\":{\"networkPlugin\":\"azure\","
           "\"networkPluginMode\":\"overlay\",\"networkPolicy\":\"cilium\","
           "\"networkDataplane\":\"cilium\",\"loadBalancerSku\":\"standard\","
           "\"loadBalancerProfile\":{\"managedOutboundIPs\":{\"count\":1},"
           "\"effectiveOutboundIPs\":[],\"backendPoolType\":"
           "\"nodeIPConfiguration\"},\"podCidr\":\"10.244.0.0/16\","
           "\"serviceCidr\":\"10.0.0.0/16\",\"dnsServiceIP\":\"10.0.0.10\","
           "\"outboundType\":\"loadBalancer\",\"podCidrs\":[\"10.244.0.0/16\"],"
           "\"serviceCidrs\":[\"10.0.0.0/16\"],\"ipFamilies\":[\"IPv4\"]}");
}

static void
add_cluster(const struct fake *f, struct text *t, unsigned sub, size_t n)
{
    text_addf(
        t,
        "{\"id\":\"/subscriptions/00000000-0000-4000-9000-%012x/"
        "resourcegroups/rg-%zu/providers/Microsoft.ContainerService/"
        "managedClusters/aks-%05u-%03zu\",\"location\":\"%s\",\"name\":"
        "\"aks-%05u-%03zu\",\"tags\":{\"owner\":\"team-%zu\",\"environment\":"
        "\"%s\"},\"type\":\"Microsoft.ContainerService/ManagedClusters\","
        "\"sku\":{\"name\":\"Base\",\"tier\":\"%s\"},\"identity\":{\"type\":"
        "\"SystemAssigned\",\"principalId\":\"00000000-0000-4000-f000-"
        "%012zx\",\"tenantId\":\"" TENANT "\"},\"properties\":{"
        "\"provisioningState\":\"Succeeded\",\"powerState\":{\"code\":"
        "\"Running\"},\"kubernetesVersion\":\"1.33\","
        "\"currentKubernetesVersion\":\"1.33.2\",\"dnsPrefix\":\"aks-%zu\","
        "\"fqdn\":\"aks-%05u-%03zu-1a2b3c4d.hcp.westeurope.azmk8s.io\","
        "\"azurePortalFQDN\":\"aks-%05u-%03zu-1a2b3c4d.portal.hcp.westeurope."
        "azmk8s.io\",\"nodeResourceGroup\":\"MC_rg-%zu\",\"enableRBAC\":true,"
        "\"servicePrincipalProfile\":{\"clientId\":\"msi\"},"
        "\"supportPlan\":\"KubernetesOfficial\"",
        sub, n % GROUPS, sub, n, locations[n % 4], sub, n, n % 9,
        environments[n % 4], n % 5 ? "Standard" : "Free", n, n, sub, n, sub, n,
        n % GROUPS);
    add_profile(f, t, sub, n);
    add_bulk(t, sub, n);
    text_addf(t, "}}");
}

void
generate_cluster(const struct fake *f, unsigned subscription, size_t cluster,
                 struct text *out)
{
    add_cluster(f, out, subscription, cluster);
}

bool
generate_find(unsigned subscription, const char *name, size_t *cluster)
{
    unsigned sub;
    size_t n;
    int end = 0;

    if (sscanf(name, "aks-%u-%zu%n", &sub, &n, &end) != 2 ||
        name[end] != '\0' || sub != subscription)
        return false;
    *cluster = n;
    return true;
}

char *
generate_group(size_t cluster)
{
    return text_format("rg-%zu", cluster % GROUPS);
}

bool
generate_number(const json_t *subscription, unsigned *number)
{
    const json_t *own = json_object_get(subscription, "generated");

    *number = (unsigned)json_integer_value(own);
    return own != NULL;
}
