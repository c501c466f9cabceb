/* SPDX-License-Identifier: MIT */
/* credential_azure_cli.c - whoever is signed in with `az login`. Source: "az
 * account get-access-token"; the Azure SDKs' AzureCliCredential. */
#include "sources/credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sources/az_process.h"
#include "sources/azure_error.h"
#include "support/buf.h"
#include "support/clock.h"
#include "support/json.h"
#include "support/str.h"

/* Where `az` does not say when the token ends. */
#define LIFETIME_UNSAID_S 300

/* Handed to a program as arguments: nothing but what such a word may hold. */
static bool
is_plain_word(const char *text)
{
    return *text && *text != '-' &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz"
                             "0123456789.:/_-")] == '\0';
}

/* ---- the answer ---------------------------------------------------------- */

/* `expires_on` is POSIX time. Before version 2.54 there is only `expiresOn`, a
 * local time without zone: "2026-08-21 23:06:27.000000". */
static int64_t
lifetime_of(const json_t *body)
{
    const json_t *expires = json_get_fold(body, "expires_on", NULL);
    const char *local;
    struct tm tm = { .tm_isdst = -1 };

    if (json_is_integer(expires))
        return json_integer_value(expires) > 0
                   ? json_integer_value(expires) - clock_wall_time()
                   : 0;
    /* The two names differ in more than case, by the underscore. */
    local = json_get_text(body, "expiresOn");
    if (!local || !strptime(local, "%Y-%m-%d %H:%M:%S", &tm))
        return LIFETIME_UNSAID_S;
    return (int64_t)mktime(&tm) - clock_wall_time();
}

static void
give_no_token(const struct credential_ask *ask, enum credential_outcome outcome,
              enum err_code code, const char *reason)
{
    struct credential_answer answer = {
        .outcome = outcome,
        .code = code,
        .reason = reason,
    };

    ask->done(ask->arg, &answer);
}

/* Not being signed in is "not set up"; a sign-in that Entra no longer takes is
 * refused. */
static void
give_complaint(const struct credential_ask *ask, const struct az_result *result)
{
    long code = azure_error_entra_code(result->error);
    const char *hint = azure_error_hint(code);
    char reason[ERR_TEXT_MAX];

    snprintf(reason, sizeof(reason),
             "az account get-access-token (exit code %d): %.600s%s%s",
             result->exit_status,
             str_or(result->error, "it failed without a message"),
             hint ? " Hint: " : "", hint ? hint : "");
    give_no_token(ask, code ? CREDENTIAL_REFUSED : CREDENTIAL_UNAVAILABLE,
                  ERR_AUTH, reason);
}

static void
give_token(const struct credential_ask *ask, const struct az_result *result)
{
    struct err e = { 0 };
    json_t *body = json_read_secret(result->output, result->len, "az", &e);
    struct credential_answer answer = {
        .outcome = CREDENTIAL_GRANTED,
        .token = json_get_text(body, "accessToken"),
        .tenant_id = json_get_text(body, "tenant"),
        .lifetime_s = lifetime_of(body),
    };

    if (e.code == ERR_NOMEM)
        give_no_token(ask, CREDENTIAL_REFUSED, e.code, e.text);
    else if (str_empty(answer.token))
        give_no_token(ask, CREDENTIAL_UNAVAILABLE, ERR_AUTH,
                      "az account get-access-token printed no accessToken");
    else
        ask->done(ask->arg, &answer);
    json_free_secret(body);
}

static void
az_done(void *arg, const struct az_result *result)
{
    struct credential_ask *ask = arg;
    char reason[128];

    switch (result->end) {
    case AZ_INTERRUPTED:
        give_no_token(ask, CREDENTIAL_REFUSED, ERR_INTERRUPTED, "interrupted");
        break;
    case AZ_TIMED_OUT:
        snprintf(reason, sizeof(reason), "az gave no answer within %d s",
                 AZ_DEADLINE_S);
        give_no_token(ask, CREDENTIAL_UNAVAILABLE, ERR_NETWORK, reason);
        break;
    case AZ_TOO_MUCH:
        give_no_token(ask, CREDENTIAL_UNAVAILABLE, ERR_AUTH,
                      "az printed far more than a token");
        break;
    case AZ_OUT_OF_MEMORY:
        give_no_token(ask, CREDENTIAL_REFUSED, ERR_NOMEM, "out of memory");
        break;
    case AZ_EXITED:
        if (result->exit_status == 0)
            give_token(ask, result);
        else
            give_complaint(ask, result);
    }
    free(ask);
}

/* ---- the question -------------------------------------------------------- */

static int
run_az(const struct credential_ask *ask, const char *resource,
       const char *tenant, struct err *e)
{
    struct credential_ask *copy = malloc(sizeof(*copy));
    const char *argv[11] = { "az",       "account", "get-access-token",
                             "--output", "json",    "--resource",
                             resource };
    size_t n = 7;

    if (!copy)
        return err_nomem(e);
    *copy = *ask;
    if (tenant) {
        argv[n++] = "--tenant";
        argv[n++] = tenant;
    }
    argv[n] = "--only-show-errors";
    if (az_process_start(ask->http, ask->env, argv, az_done, copy, e) == 0)
        return 0;
    free(copy);
    return -1;
}

static int
ask_az(const struct credential_ask *ask, struct err *e)
{
    const char *tenant = environment_get(ask->env, "AZURE_TENANT_ID");
    auto_buf resource = { 0 };

    credential_resource(&resource, ask->scope);
    if (!buf_ok(&resource))
        return err_nomem(e);
    if (tenant && !is_plain_word(tenant))
        return err_set(e, ERR_USAGE,
                       "AZURE_TENANT_ID: expected a GUID or a domain name, "
                       "found '%.200s'",
                       tenant);
    if (!is_plain_word(buf_str(&resource)))
        return err_set(e, ERR_INPUT,
                       "the cloud's audience '%.200s' cannot be handed to az",
                       buf_str(&resource));
    return run_az(ask, buf_str(&resource), tenant, e);
}

const struct credential_method credential_azure_cli = {
    .auth = "azure-cli",
    .sdk = "AzureCliCredential",
    .label = "Azure CLI",
    .ask = ask_az,
};
