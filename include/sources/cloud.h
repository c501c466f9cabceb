/* SPDX-License-Identifier: MIT */
/* cloud.h - the endpoints of a cloud: the sovereign ones by name, any other by
 * the URL of its Azure Resource Manager. */
#ifndef AKSENTRA_SOURCES_CLOUD_H
#define AKSENTRA_SOURCES_CLOUD_H

#include <stdbool.h>

#include "support/arena.h"
#include "support/environment.h"
#include "support/err.h"
#include "support/http.h"

/* URLs have no slash at the end. */
struct cloud {
    const char *name;      /* as `az cloud` says it */
    const char *authority; /* where tokens are issued */
    const char *arm;
    const char *arm_scope;   /* what a token for ARM is asked for */
    const char *graph;       /* Microsoft Graph; NULL: not known */
    const char *portal;      /* NULL: not known */
    const char *environment; /* as kubelogin says it; NULL: not known */
    bool adfs;               /* the authority is an AD FS, not Entra */
};

/* Fills *ret from `name` (AzureCloud, AzureUSGovernment, AzureChinaCloud, or
 * kubelogin's name of one of these; case ignored) or from
 * https://ARM/metadata/endpoints?api-version=2022-09-01 (the way of `az cloud
 * register --endpoint-resource-manager`), running the loop.
 * AZURE_AUTHORITY_HOST replaces the authority. Texts are in the arena or are
 * literals. ERR_USAGE: no such name, or no https URL. ERR_NETWORK, ERR_INPUT:
 * the endpoint could not be asked, or its answer makes no sense. */
int cloud_resolve(struct cloud *ret, struct arena *arena, struct http *http,
                  const char *name, const struct environment *env,
                  struct err *e);

#endif
