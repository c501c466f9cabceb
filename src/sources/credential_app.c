/* SPDX-License-Identifier: MIT */
/* credential_app.c - an app registration's own credentials: a client secret, a
 * client certificate, or the token of a federated workload. Sources: "OAuth 2.0
 * client credentials flow" and "certificate credentials" of the Microsoft
 * identity platform, azure-workload-identity. */
#include "sources/credential.h"

#include <string.h>

#include "sources/token_request.h"
#include "support/clock.h"
#include "support/crypto.h"
#include "support/files.h"
#include "support/guid.h"
#include "support/str.h"

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
/* Entra takes assertions of at most ten minutes. */
#define ASSERTION_LIFETIME_S 540
#define CREDENTIAL_FILE_LIMIT ((size_t)1 << 20)

/* The app that asks. -1: a variable is missing. */
struct app {
    const char *tenant;
    const char *client;
};

static int
read_app(const struct credential_ask *ask, struct app *app, struct err *e)
{
    app->tenant = environment_get(ask->env, "AZURE_TENANT_ID");
    app->client = environment_get(ask->env, "AZURE_CLIENT_ID");
    if (!app->tenant)
        return err_set(e, ERR_AUTH, "AZURE_TENANT_ID is not set");
    if (!app->client)
        return err_set(e, ERR_AUTH, "AZURE_CLIENT_ID is not set");
    return 0;
}

static void
start_form(struct buf *form, const struct credential_ask *ask,
           const struct app *app)
{
    token_request_field(form, "grant_type", "client_credentials");
    token_request_field(form, "client_id", app->client);
    token_request_field(form, "scope", ask->scope);
}

static int
send_form(const struct credential_ask *ask, const struct app *app,
          struct buf *form, const char *label, struct err *e)
{
    auto_buf url = { 0 };
    struct token_request request = { .form = form, .label = label };

    token_request_endpoint(&url, ask->cloud, app->tenant);
    if (!buf_ok(&url))
        return err_nomem(e);
    request.url = buf_str(&url);
    return token_request_send(ask, &request, e);
}

static int
ask_with_assertion(const struct credential_ask *ask, const struct app *app,
                   const char *assertion, const char *label, struct err *e)
{
    struct buf form = { 0 };
    int rc;

    start_form(&form, ask, app);
    token_request_field(&form, "client_assertion_type", ASSERTION_TYPE);
    token_request_field(&form, "client_assertion", assertion);
    rc = send_form(ask, app, &form, label, e);
    buf_wipe_free(&form);
    return rc;
}

/* ---- client secret ------------------------------------------------------ */

static int
ask_secret(const struct credential_ask *ask, struct err *e)
{
    const char *secret = environment_get(ask->env, "AZURE_CLIENT_SECRET");
    struct buf form = { 0 };
    struct app app;
    int rc;

    if (read_app(ask, &app, e) != 0)
        return -1;
    if (!secret)
        return err_set(e, ERR_AUTH, "AZURE_CLIENT_SECRET is not set");
    start_form(&form, ask, &app);
    token_request_field(&form, "client_secret", secret);
    rc = send_form(ask, &app, &form, credential_client_secret.label, e);
    buf_wipe_free(&form);
    return rc;
}

const struct credential_method credential_client_secret = {
    .auth = "environment",
    .label = "client secret (environment)",
    .ask = ask_secret,
};

/* ---- client certificate --------------------------------------------------
 */

static int
add_claims(struct buf *claims, const char *audience, const struct app *app,
           struct err *e)
{
    unsigned char bytes[16];
    char id[GUID_TEXT_SIZE];
    long long now = (long long)clock_wall_time();

    if (crypto_random(bytes, sizeof(bytes)) != 0)
        return err_set(e, ERR_INTERNAL, "no random numbers are to be had");
    guid_format(id, bytes);
    /* The tenant and client are checked by Entra; quotes and backslashes would
     * break the JSON. */
    if (strpbrk(app->client, "\"\\") || strpbrk(audience, "\"\\"))
        return err_set(e, ERR_AUTH,
                       "AZURE_CLIENT_ID or AZURE_TENANT_ID holds a quote");
    buf_addf(claims,
             "{\"aud\":\"%s\",\"iss\":\"%s\",\"sub\":\"%s\",\"jti\":\"%s\","
             "\"iat\":%lld,\"nbf\":%lld,\"exp\":%lld}",
             audience, app->client, app->client, id, now, now,
             now + ASSERTION_LIFETIME_S);
    return buf_ok(claims) ? 0 : err_nomem(e);
}

static int
read_identity(const struct credential_ask *ask,
              struct crypto_identity **identity, struct err *e)
{
    const char *path =
        environment_get(ask->env, "AZURE_CLIENT_CERTIFICATE_PATH");
    struct buf pem = { 0 };
    int rc;

    if (!path)
        return err_set(e, ERR_AUTH, "AZURE_CLIENT_CERTIFICATE_PATH is not set");
    rc = files_read(path, CREDENTIAL_FILE_LIMIT, &pem, e);
    if (rc == 0)
        rc = crypto_identity_new(
            identity, buf_str(&pem), pem.len,
            environment_get(ask->env, "AZURE_CLIENT_CERTIFICATE_PASSWORD"),
            path, e);
    buf_wipe_free(&pem);
    if (rc != 0)
        err_wrap(e, "AZURE_CLIENT_CERTIFICATE_PATH");
    return rc;
}

static int
sign_and_ask(const struct credential_ask *ask, const struct app *app,
             const struct crypto_identity *identity, struct err *e)
{
    auto_buf audience = { 0 }, claims = { 0 };
    struct buf assertion = { 0 };
    bool adfs = strstr(ask->cloud->authority, "/adfs") != NULL;
    int rc;

    token_request_endpoint(&audience, ask->cloud, app->tenant);
    if (!buf_ok(&audience) ||
        add_claims(&claims, buf_str(&audience), app, e) != 0)
        return err_nomem(e);
    rc = crypto_identity_sign(identity, adfs ? CRYPTO_RS256 : CRYPTO_PS256,
                              buf_str(&claims), &assertion, e);
    if (rc == 0)
        rc = ask_with_assertion(ask, app, buf_str(&assertion),
                                credential_client_certificate.label, e);
    buf_wipe_free(&assertion);
    return rc;
}

static int
ask_certificate(const struct credential_ask *ask, struct err *e)
{
    struct crypto_identity *identity = NULL;
    struct app app;
    int rc;

    if (read_app(ask, &app, e) != 0 || read_identity(ask, &identity, e) != 0)
        return -1;
    rc = sign_and_ask(ask, &app, identity, e);
    crypto_identity_free(identity);
    return rc;
}

const struct credential_method credential_client_certificate = {
    .auth = "environment",
    .label = "client certificate (environment)",
    .ask = ask_certificate,
};

/* ---- workload identity --------------------------------------------------- */

static int
ask_workload(const struct credential_ask *ask, struct err *e)
{
    const char *path = environment_get(ask->env, "AZURE_FEDERATED_TOKEN_FILE");
    struct buf token = { 0 };
    struct app app;
    int rc;

    if (!path)
        return err_set(e, ERR_AUTH, "AZURE_FEDERATED_TOKEN_FILE is not set");
    if (read_app(ask, &app, e) != 0)
        return -1;
    /* Read anew each time: the kubelet replaces it before it expires. */
    rc = files_read(path, CREDENTIAL_FILE_LIMIT, &token, e);
    if (rc != 0)
        err_wrap(e, "AZURE_FEDERATED_TOKEN_FILE");
    while (rc == 0 && token.len > 0 &&
           strchr(" \t\r\n", token.data[token.len - 1]))
        token.data[--token.len] = '\0';
    if (rc == 0 && token.len == 0)
        rc = err_set(e, ERR_AUTH, "AZURE_FEDERATED_TOKEN_FILE: %s is empty",
                     path);
    if (rc == 0)
        rc = ask_with_assertion(ask, &app, buf_str(&token),
                                credential_workload_identity.label, e);
    buf_wipe_free(&token);
    return rc;
}

const struct credential_method credential_workload_identity = {
    .auth = "workload-identity",
    .label = "workload identity federation",
    .ask = ask_workload,
};
