/* SPDX-License-Identifier: MIT */
/* cloud.c - /metadata/endpoints, from which clients learn the other hosts of a
 * cloud. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

/* api-version 2015-01-01, which Azure Stack and `az cloud register
 * --endpoint-resource-manager` use: one object, and a login that ends in /adfs,
 * as with Azure Stack on AD FS. */
static json_t *
old_form(const struct request *r)
{
    return json_pack("{s:o, s:o, s:s, s:{s:o, s:[o]}}", "galleryEndpoint",
                     json_sprintf("%s/gallery/", r->base), "graphEndpoint",
                     json_sprintf("%s/", r->base), "portalEndpoint",
                     "https://portal.azure.com/", "authentication",
                     "loginEndpoint", json_sprintf("%s/adfs", r->base),
                     "audiences", json_sprintf("%s/", r->base));
}

/* Microsoft Graph is on a host of its own, as tokens are for one host alone:
 * the same server by its address. The caller frees. */
static char *
graph_base(const struct request *r)
{
    const char *port = strrchr(r->base, ':');

    if (strstr(r->base, "localhost"))
        return text_format("https://127.0.0.1%s", port);
    return text_format("https://localhost%s", port);
}

static json_t *
this_cloud(const struct request *r)
{
    char *graph = graph_base(r);
    json_t *cloud = json_pack(
        "{s:s, s:s, s:{s:s, s:[s], s:s, s:s}, s:o, s:s, s:s, s:s}", "name",
        "FakeAzure", "portal", "https://portal.azure.com", "authentication",
        "loginEndpoint", r->base, "audiences", r->base, "tenant", "common",
        "identityProvider", "AAD", "resourceManager",
        json_sprintf("%s/", r->base), "microsoftGraphResourceId", graph,
        "graphAudience", r->base, "graph", r->base);

    json_object_set_new(
        cloud, "suffixes",
        json_pack("{s:s, s:s, s:s, s:s}", "acrLoginServer", "azurecr.io",
                  "keyVaultDns", "vault.azure.net", "sqlServerHostname",
                  "database.windows.net", "storage", "core.windows.net"));
    free(graph);
    return cloud;
}

/* Clients must pick theirs: Azure lists all its clouds in every one. */
static json_t *
public_cloud(void)
{
    return json_pack(
        "{s:s, s:s, s:{s:s, s:[s,s], s:s, s:s}, s:s, s:s, s:s, s:s, "
        "s:{s:s, s:s, s:s, s:s}}",
        "name", "AzureCloud", "portal", "https://portal.azure.com",
        "authentication", "loginEndpoint", "https://login.microsoftonline.com",
        "audiences", "https://management.core.windows.net/",
        "https://management.azure.com/", "tenant", "common", "identityProvider",
        "AAD", "resourceManager", "https://management.azure.com/",
        "microsoftGraphResourceId", "https://graph.microsoft.com/",
        "graphAudience", "https://graph.windows.net/", "graph",
        "https://graph.windows.net/", "suffixes", "acrLoginServer",
        "azurecr.io", "keyVaultDns", "vault.azure.net", "sqlServerHostname",
        "database.windows.net", "storage", "core.windows.net");
}

void
cloud_metadata(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *version = request_query(r, "api-version");

    (void)f;
    if (!version) {
        reply_error(reply, 400, "MissingApiVersionParameter",
                    "The api-version query parameter (?api-version=) is "
                    "required for all requests.");
        reply_problem(reply, "no api-version");
    } else if (strcmp(version, "2015-01-01") == 0) {
        reply_json(reply, 200, old_form(r));
    } else {
        reply_json(reply, 200,
                   json_pack("[o,o]", public_cloud(), this_cloud(r)));
    }
}
