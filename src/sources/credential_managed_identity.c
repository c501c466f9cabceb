/* SPDX-License-Identifier: MIT */
/* credential_managed_identity.c - the identity of the machine itself: a
 * virtual machine's (IMDS) or an App Service's. Sources: "How to use managed
 * identities on a VM to acquire an access token", "App Service managed
 * identities REST endpoint reference". */
#include "sources/credential.h"

#include "sources/token_request.h"
#include "support/str.h"

#define IMDS "http://169.254.169.254"

/* One kind of endpoint: which variables name it, and how it is asked. */
struct endpoint {
    const char *url_variable;
    const char *secret_variable;
    const char *secret_header;
    const char *api_version;
    const char *client_id_field;
};

static const struct endpoint app_service[] = {
    { "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "X-IDENTITY-HEADER", "2019-08-01",
      "client_id" },
    { "MSI_ENDPOINT", "MSI_SECRET", "secret", "2017-09-01", "clientid" },
};

static void
add_query(struct buf *url, const char *api_version, const char *client_field,
          const struct credential_ask *ask)
{
    const char *client = environment_get(ask->env, "AZURE_CLIENT_ID");
    auto_buf resource = { 0 }, query = { 0 };

    credential_resource(&resource, ask->scope);
    token_request_field(&query, "api-version", api_version);
    token_request_field(&query, "resource", buf_str(&resource));
    if (client)
        token_request_field(&query, client_field, client);
    if (!buf_ok(&resource) || !buf_ok(&query))
        url->failed = true;
    buf_addf(url, "?%s", buf_str(&query));
}

static int
ask_app_service(const struct credential_ask *ask,
                const struct endpoint *endpoint, struct err *e)
{
    auto_buf url = { 0 };
    struct buf header = { 0 };
    const char *headers[2] = { NULL };
    struct token_request request = {
        .headers = headers,
        .plain_http = true,
        .label = credential_managed_identity.label,
    };
    int rc;

    buf_adds(&url, environment_get(ask->env, endpoint->url_variable));
    add_query(&url, endpoint->api_version, endpoint->client_id_field, ask);
    buf_addf(&header, "%s: %s", endpoint->secret_header,
             environment_get(ask->env, endpoint->secret_variable));
    headers[0] = buf_str(&header);
    request.url = buf_str(&url);
    rc = buf_ok(&url) && buf_ok(&header) ? token_request_send(ask, &request, e)
                                         : err_nomem(e);
    buf_wipe_free(&header);
    return rc;
}

/* Off Azure nothing answers at this address: one second, one attempt. */
static int
ask_imds(const struct credential_ask *ask, struct err *e)
{
    static const char *const headers[] = { "Metadata: true", NULL };
    const char *host =
        environment_get(ask->env, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
    auto_buf url = { 0 };
    struct token_request request = {
        .headers = headers,
        .plain_http = true,
        .probe = true,
        .label = credential_managed_identity.label,
    };

    buf_addf(&url, "%s/metadata/identity/oauth2/token", host ? host : IMDS);
    add_query(&url, "2018-02-01", "client_id", ask);
    request.url = buf_str(&url);
    return buf_ok(&url) ? token_request_send(ask, &request, e) : err_nomem(e);
}

static int
ask_managed(const struct credential_ask *ask, struct err *e)
{
    for (size_t i = 0; i < sizeof(app_service) / sizeof(*app_service); i++) {
        if (environment_get(ask->env, app_service[i].url_variable) &&
            environment_get(ask->env, app_service[i].secret_variable))
            return ask_app_service(ask, &app_service[i], e);
    }
    return ask_imds(ask, e);
}

const struct credential_method credential_managed_identity = {
    .auth = "managed-identity",
    .label = "managed identity",
    .ask = ask_managed,
};
