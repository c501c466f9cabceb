/* SPDX-License-Identifier: MIT */
/* credential_app.c - an app registration's own credentials: a client secret, a
 * client certificate, or the token of a federated workload. Sources: "OAuth 2.0
 * client credentials flow" and "certificate credentials" of the Microsoft
 * identity platform, azure-workload-identity. */
#include "sources/credential.h"

#include <stdlib.h>
#include <string.h>

#include "sources/token_request.h"
#include "support/clock.h"
#include "support/crypto.h"
#include "support/files.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
/* Entra takes assertions of at most ten minutes. */
#define ASSERTION_LIFETIME_S 540
#define CREDENTIAL_FILE_LIMIT ((size_t)1 << 20)

/* The app that asks. */
struct app {
    const char *tenant; /* "" where there is none: AD FS */
    const char *client;
};

/* The tenant becomes part of a URL: an id or a domain name. */
static bool
is_tenant(const char *text)
{
    return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "abcdefghijklmnopqrstuvwxyz"
                             "0123456789.-")] == '\0';
}

static int
read_app(const struct credential_ask *ask, struct app *app, struct err *e)
{
    app->tenant = environment_get(ask->env, "AZURE_TENANT_ID");
    app->client = environment_get(ask->env, "AZURE_CLIENT_ID");
    if (!app->tenant && ask->cloud->adfs)
        app->tenant = "";
    if (!app->tenant)
        return err_set(e, ERR_AUTH, "AZURE_TENANT_ID is not set");
    if (!app->client)
        return err_set(e, ERR_AUTH, "AZURE_CLIENT_ID is not set");
    return 0;
}

/* Sends the form with one more field or two: what proves who we are. */
static int
send_form(const struct credential_ask *ask, const struct app *app,
          const char *proof_field, const char *proof,
          const struct credential_method *method, struct err *e)
{
    auto_buf url = { 0 };
    auto_buf form = { .secret = true };
    struct token_request request = {
        .form = &form,
        .issuer = ask->cloud->adfs ? "AD FS" : "Microsoft Entra",
        .label = method->label,
    };

    if (!is_tenant(app->tenant))
        return err_set(e, ERR_USAGE,
                       "AZURE_TENANT_ID: expected a GUID or a domain name, "
                       "found '%.200s'",
                       app->tenant);
    token_request_field(&form, "grant_type", "client_credentials");
    token_request_field(&form, "client_id", app->client);
    token_request_field(&form, "scope", ask->scope);
    if (str_eq(proof_field, "client_assertion"))
        token_request_field(&form, "client_assertion_type", ASSERTION_TYPE);
    token_request_field(&form, proof_field, proof);
    token_request_endpoint(&url, ask->cloud, app->tenant);
    request.url = buf_str(&url);
    return buf_ok(&url) ? token_request_send(ask, &request, e) : err_nomem(e);
}

/* ---- client secret ------------------------------------------------------ */

static int
ask_secret(const struct credential_ask *ask, struct err *e)
{
    const char *secret = environment_get(ask->env, "AZURE_CLIENT_SECRET");
    struct app app;

    if (read_app(ask, &app, e) != 0)
        return -1;
    if (!secret)
        return err_set(e, ERR_AUTH, "AZURE_CLIENT_SECRET is not set");
    return send_form(ask, &app, "client_secret", secret,
                     &credential_client_secret, e);
}

const struct credential_method credential_client_secret = {
    .auth = "environment",
    .sdk = "EnvironmentCredential",
    .label = "client secret (environment)",
    .ask = ask_secret,
};

/* ---- client certificate ------------------------------------------------- */

/* JSON text, to be freed. NULL: *e says why. */
static char *
make_claims(const char *audience, const struct app *app, struct err *e)
{
    unsigned char bytes[16];
    char id[GUID_TEXT_SIZE], *text;
    json_int_t now = clock_wall_time();
    json_t *claims;

    if (crypto_random(bytes, sizeof(bytes)) != 0) {
        err_set(e, ERR_INTERNAL, "no random numbers are to be had");
        return NULL;
    }
    guid_format(id, bytes);
    claims = json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:I}", "aud", audience,
                       "iss", app->client, "sub", app->client, "jti", id, "iat",
                       now, "nbf", now, "exp", now + ASSERTION_LIFETIME_S);
    text = json_write(claims, JSON_COMPACT);
    json_decref(claims);
    if (!text)
        err_set(e, ERR_USAGE,
                "AZURE_CLIENT_ID cannot be put into an assertion: is it UTF-8 "
                "text?");
    return text;
}

static int
read_identity(const struct credential_ask *ask, const char *path,
              struct crypto_identity **identity, struct err *e)
{
    auto_buf pem = { .secret = true };
    int rc = files_read(path, CREDENTIAL_FILE_LIMIT, &pem, e);

    if (rc == 0)
        rc = crypto_identity_new(
            identity, buf_str(&pem), pem.len,
            environment_get(ask->env, "AZURE_CLIENT_CERTIFICATE_PASSWORD"),
            path, e);
    return rc == 0 ? 0 : err_wrap(e, "AZURE_CLIENT_CERTIFICATE_PATH");
}

/* The assertion is for the very endpoint that it is sent to. */
static int
sign(const struct credential_ask *ask, const struct app *app,
     const struct crypto_identity *identity, struct buf *assertion,
     struct err *e)
{
    auto_buf audience = { 0 };
    char *claims;
    int rc;

    token_request_endpoint(&audience, ask->cloud, app->tenant);
    if (!buf_ok(&audience))
        return err_nomem(e);
    claims = make_claims(buf_str(&audience), app, e);
    if (!claims)
        return -1;
    rc = crypto_identity_sign(identity,
                              ask->cloud->adfs ? CRYPTO_RS256 : CRYPTO_PS256,
                              claims, assertion, e);
    free(claims);
    return rc;
}

static int
ask_certificate(const struct credential_ask *ask, struct err *e)
{
    const char *path =
        environment_get(ask->env, "AZURE_CLIENT_CERTIFICATE_PATH");
    struct crypto_identity *identity = NULL;
    auto_buf assertion = { .secret = true };
    struct app app;
    int rc;

    if (read_app(ask, &app, e) != 0)
        return -1;
    if (!path)
        return err_set(e, ERR_AUTH, "AZURE_CLIENT_CERTIFICATE_PATH is not set");
    if (read_identity(ask, path, &identity, e) != 0)
        return -1;
    rc = sign(ask, &app, identity, &assertion, e);
    crypto_identity_free(identity);
    if (rc == 0)
        rc = send_form(ask, &app, "client_assertion", buf_str(&assertion),
                       &credential_client_certificate, e);
    return rc;
}

const struct credential_method credential_client_certificate = {
    .auth = "environment",
    .sdk = "EnvironmentCredential",
    .label = "client certificate (environment)",
    .ask = ask_certificate,
};

/* ---- workload identity --------------------------------------------------- */

/* Without the line's end that an editor or echo puts there. */
static int
read_federated(const char *path, struct buf *token, struct err *e)
{
    if (files_read(path, CREDENTIAL_FILE_LIMIT, token, e) != 0)
        return err_wrap(e, "AZURE_FEDERATED_TOKEN_FILE");
    while (token->len > 0 && strchr(" \t\r\n", token->data[token->len - 1]))
        token->data[--token->len] = '\0';
    if (token->len == 0)
        return err_set(e, ERR_INPUT, "AZURE_FEDERATED_TOKEN_FILE: %s is empty",
                       path);
    return 0;
}

static int
ask_workload(const struct credential_ask *ask, struct err *e)
{
    const char *path = environment_get(ask->env, "AZURE_FEDERATED_TOKEN_FILE");
    auto_buf token = { .secret = true };
    struct app app;
    int rc;

    if (!path)
        return err_set(e, ERR_AUTH, "AZURE_FEDERATED_TOKEN_FILE is not set");
    if (read_app(ask, &app, e) != 0)
        return -1;
    /* Read anew each time: the kubelet replaces it before it expires. */
    rc = read_federated(path, &token, e);
    if (rc == 0)
        rc = send_form(ask, &app, "client_assertion", buf_str(&token),
                       &credential_workload_identity, e);
    return rc;
}

const struct credential_method credential_workload_identity = {
    .auth = "workload-identity",
    .sdk = "WorkloadIdentityCredential",
    .label = "workload identity federation",
    .ask = ask_workload,
};
