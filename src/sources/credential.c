/* SPDX-License-Identifier: MIT */
/* credential.c - the list of methods. */
#include "sources/credential.h"

#include <string.h>

#include "support/str.h"

const struct credential_method *const credential_methods[] = {
    &credential_client_secret,     &credential_client_certificate,
    &credential_workload_identity, &credential_managed_identity,
    &credential_azure_cli,         NULL,
};

void
credential_resource(struct buf *out, const char *scope)
{
    static const char suffix[] = "/.default";
    size_t len = strlen(scope);

    if (len > sizeof(suffix) - 1 &&
        str_eq(scope + len - (sizeof(suffix) - 1), suffix))
        len -= sizeof(suffix) - 1;
    buf_add(out, scope, len);
}
