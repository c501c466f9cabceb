/* SPDX-License-Identifier: MIT */
/* az_environment.c - which `az` is run, and what it sees of our environment. */
#include "sources/az_environment.h"

#include <string.h>

#include "support/process.h"

/* MSI_*, IDENTITY_* and ACC_CLOUD: after `az login --identity`, and in a Cloud
 * Shell, the Azure CLI gets its tokens from there. */
static const char *const passed_on[] = {
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "TZ",
    "TMPDIR",
    "TERM",
    "XDG_RUNTIME_DIR",
    "VIRTUAL_ENV",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONUSERBASE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "ARM_CLOUD_METADATA_URL",
    "AZURE_CONFIG_DIR",
    "AZURE_EXTENSION_DIR",
    "AZURE_CLOUD_NAME",
    "AZURE_HTTP_USER_AGENT",
    "AZURE_CORE_COLLECT_TELEMETRY",
    "AZURE_CORE_ENCRYPT_TOKEN_CACHE",
    "AZURE_CORE_ERROR_RECOMMENDATION",
    "AZURE_CORE_INSTANCE_DISCOVERY",
    "AZURE_CORE_USE_MSAL_HTTP_CACHE",
    "AZURE_LOGGING_ENABLE_LOG_FILE",
    "ACC_CLOUD",
    "MSI_ENDPOINT",
    "MSI_SECRET",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "IMDS_ENDPOINT",
    NULL,
};

static int
take(void *arg, const char *path)
{
    char **program = arg;

    *program = strdup(path);
    return *program ? 1 : -1;
}

char *
az_environment_program(const struct environment *env, struct err *e)
{
    char *program = NULL;

    switch (process_find(env, "az", take, &program, e)) {
    case 0:
        err_set(e, ERR_AUTH, "az is not on PATH");
        break;
    case -1:
        err_nomem(e);
        break;
    default:
        break;
    }
    return program;
}

void
az_environment_free(char **list)
{
    process_environment_free(list);
}

char **
az_environment_list(const struct environment *env)
{
    return process_environment(env, passed_on);
}
