/* SPDX-License-Identifier: MIT */
/* az_environment.c - which `az` is run, and what it sees of our environment. */
#include "sources/az_environment.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/buf.h"

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
};

#define N_PASSED_ON (sizeof(passed_on) / sizeof(*passed_on))

static bool
is_program(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
           access(path, X_OK) == 0;
}

char *
az_environment_program(const struct environment *env, struct err *e)
{
    const char *path = environment_get(env, "PATH");

    while (path && *path) {
        size_t len = strcspn(path, ":");
        auto_buf file = { 0 };

        buf_add(&file, path, len);
        buf_adds(&file, "/az");
        if (!buf_ok(&file)) {
            err_nomem(e);
            return NULL;
        }
        if (*path == '/' && is_program(buf_str(&file)))
            return buf_take(&file);
        path += len + (path[len] == ':');
    }
    err_set(e, ERR_AUTH, "az is not on PATH");
    return NULL;
}

void
az_environment_free(char **list)
{
    for (size_t i = 0; list && list[i]; i++)
        free(list[i]);
    free(list);
}

char **
az_environment_list(const struct environment *env)
{
    char **list = calloc(N_PASSED_ON + 1, sizeof(*list));
    size_t n = 0;

    for (size_t i = 0; list && i < N_PASSED_ON; i++) {
        const char *value = environment_get(env, passed_on[i]);
        struct buf text = { 0 };

        if (!value)
            continue;
        buf_addf(&text, "%s=%s", passed_on[i], value);
        list[n] = buf_take(&text);
        if (!list[n++]) {
            az_environment_free(list);
            return NULL;
        }
    }
    return list;
}
