/* SPDX-License-Identifier: MIT */
/* credential_azure_cli.c - whoever is signed in with `az login`. Source: "az
 * account get-access-token"; the Azure SDKs' AzureCliCredential. */
#include "sources/credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/az_process.h"
#include "support/buf.h"
#include "support/clock.h"
#include "support/json.h"
#include "support/secret.h"
#include "support/str.h"

/* Handed to a program as arguments: nothing but what such a word may hold. */
static bool
is_plain_word(const char *text)
{
    return *text && *text != '-' &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz"
                             "0123456789.:/_-")] == '\0';
}

/* `expires_on` is POSIX time; older versions only say a local time without
 * zone, which is not worth guessing at. */
static int64_t
lifetime_of(const json_t *body)
{
    const json_t *expires = json_get_fold(body, "expires_on", NULL);

    if (json_is_integer(expires))
        return json_integer_value(expires) - clock_wall_time();
    return 300;
}

static void
az_done(void *arg, const struct az_result *result)
{
    struct credential_ask *ask = arg;
    struct credential_answer answer = { .outcome = CREDENTIAL_UNAVAILABLE };
    char reason[ERR_TEXT_MAX];
    json_t *body = NULL;

    if (!result->found) {
        answer.reason = "az is not on PATH";
    } else if (result->exit_status != 0) {
        snprintf(reason, sizeof(reason), "az account get-access-token: %.800s",
                 str_or(result->error, "failed without a message"));
        answer.reason = reason;
    } else {
        body = json_read(result->output, strlen(result->output), "az", NULL);
        answer.token = json_get_text(body, "accessToken");
        answer.tenant_id = json_get_text(body, "tenant");
        answer.lifetime_s = lifetime_of(body);
        answer.outcome =
            answer.token ? CREDENTIAL_GRANTED : CREDENTIAL_UNAVAILABLE;
        answer.reason = "az printed no accessToken";
    }
    ask->done(ask->arg, &answer);
    if (answer.token)
        secret_wipe((char *)answer.token, strlen(answer.token));
    json_decref(body);
    free(ask);
}

static int
ask_az(const struct credential_ask *ask, struct err *e)
{
    const char *tenant = environment_get(ask->env, "AZURE_TENANT_ID");
    struct credential_ask *copy;
    auto_buf resource = { 0 };
    const char *argv[] = { "az",       "account", "get-access-token",
                           "--output", "json",    "--resource",
                           NULL,       NULL,      NULL,
                           NULL };

    credential_resource(&resource, ask->scope);
    if (!buf_ok(&resource))
        return err_nomem(e);
    if (!is_plain_word(buf_str(&resource)) ||
        (tenant && !is_plain_word(tenant)))
        return err_set(e, ERR_AUTH,
                       "AZURE_TENANT_ID or the cloud's audience holds what "
                       "cannot be handed to az");
    copy = malloc(sizeof(*copy));
    if (!copy)
        return err_nomem(e);
    *copy = *ask;
    argv[6] = resource.data;
    if (tenant) {
        argv[7] = "--tenant";
        argv[8] = tenant;
    }
    if (az_process_start(ask->http, argv, az_done, copy, e) != 0) {
        free(copy);
        return -1;
    }
    return 0;
}

const struct credential_method credential_azure_cli = {
    .auth = "azure-cli",
    .label = "Azure CLI",
    .ask = ask_az,
};
