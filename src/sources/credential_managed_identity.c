/* SPDX-License-Identifier: MIT */
/* credential_managed_identity.c - the identity of the machine itself: a
 * virtual machine's (IMDS), an App Service's, the user's of a Cloud Shell.
 * Sources: "How to use managed identities on a VM to acquire an access token",
 * "App Service managed identities REST endpoint reference", the Azure SDKs'
 * ManagedIdentityCredential. */
#include "sources/credential.h"

#include <stdlib.h>
#include <string.h>

#include "sources/token_request.h"
#include "support/str.h"

#define IMDS_HOST "http://169.254.169.254"
#define IMDS_PATH "/metadata/identity/oauth2/token"
#define IMDS_VERSION "2018-02-01"
/* Off Azure nothing answers at that address. */
#define PROBE_MS 1000
/* A token of a machine that is just starting takes a while. */
#define IMDS_MS 10000

/* Where the environment names the endpoint. */
struct endpoint {
    const char *issuer;
    const char *url_variable;
    const char *secret_variable; /* NULL: none is needed */
    const char *secret_header;
    const char *api_version; /* NULL: the resource is posted */
    const char *client_id_field;
};

static const struct endpoint endpoints[] = {
    { "the App Service", "IDENTITY_ENDPOINT", "IDENTITY_HEADER",
      "X-IDENTITY-HEADER", "2019-08-01", "client_id" },
    { "the App Service", "MSI_ENDPOINT", "MSI_SECRET", "secret", "2017-09-01",
      "clientid" },
    { "the Cloud Shell", "MSI_ENDPOINT", NULL, NULL, NULL, NULL },
};

static void
add_resource(struct buf *form, const struct credential_ask *ask)
{
    auto_buf resource = { 0 };

    credential_resource(&resource, ask->scope);
    token_request_field(form, "resource", buf_str(&resource));
    form->failed |= !buf_ok(&resource);
}

/* A user-assigned identity is named by AZURE_CLIENT_ID. */
static void
add_query(struct buf *url, const char *api_version, const char *client_field,
          const struct credential_ask *ask)
{
    const char *client = environment_get(ask->env, "AZURE_CLIENT_ID");
    auto_buf query = { 0 };

    token_request_field(&query, "api-version", api_version);
    add_resource(&query, ask);
    if (client)
        token_request_field(&query, client_field, client);
    buf_addf(url, "%s%s", strchr(buf_str(url), '?') ? "&" : "?",
             buf_str(&query));
    url->failed |= !buf_ok(&query);
}

/* ---- endpoints that the environment names -------------------------------- */

static int
send_to(const struct credential_ask *ask, const struct endpoint *endpoint,
        const char *const *headers, struct err *e)
{
    auto_buf url = { 0 }, form = { 0 };
    struct token_request request = {
        .headers = headers,
        .plain_http = true,
        .may_be_absent = !ask->insist,
        .issuer = endpoint->issuer,
        .label = credential_managed_identity.label,
    };

    buf_adds(&url, environment_get(ask->env, endpoint->url_variable));
    if (endpoint->api_version) {
        add_query(&url, endpoint->api_version, endpoint->client_id_field, ask);
    } else {
        add_resource(&form, ask);
        request.form = &form;
    }
    request.url = buf_str(&url);
    return buf_ok(&url) ? token_request_send(ask, &request, e) : err_nomem(e);
}

static int
ask_endpoint(const struct credential_ask *ask, const struct endpoint *endpoint,
             struct err *e)
{
    static const char *const metadata[] = { "Metadata: true", NULL };
    const char *headers[2] = { NULL };
    const char *secret;
    auto_buf header = { .secret = true };

    if (!endpoint->secret_variable)
        return send_to(ask, endpoint, metadata, e);
    secret = environment_get(ask->env, endpoint->secret_variable);
    if (strpbrk(secret, "\r\n"))
        return err_set(e, ERR_USAGE, "%s: expected one line",
                       endpoint->secret_variable);
    buf_addf(&header, "%s: %s", endpoint->secret_header, secret);
    headers[0] = buf_str(&header);
    return buf_ok(&header) ? send_to(ask, endpoint, headers, e) : err_nomem(e);
}

/* ---- a virtual machine --------------------------------------------------- */

struct imds {
    struct credential_ask ask;
};

static void
imds_url(struct buf *url, const struct credential_ask *ask)
{
    const char *host =
        environment_get(ask->env, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
    size_t len;

    host = host ? host : IMDS_HOST;
    len = strlen(host);
    while (len > 0 && host[len - 1] == '/')
        len--;
    buf_add(url, host, len);
    buf_adds(url, IMDS_PATH);
}

/* `once`: this request also finds out whether anybody is there. */
static int
imds_request(const struct credential_ask *ask, bool once, struct err *e)
{
    static const char *const headers[] = { "Metadata: true", NULL };
    auto_buf url = { 0 };
    struct token_request request = {
        .headers = headers,
        .plain_http = true,
        .once = once,
        .timeout_ms = IMDS_MS,
        .may_be_absent = true,
        .issuer = "the instance metadata service",
        .label = credential_managed_identity.label,
    };

    imds_url(&url, ask);
    add_query(&url, IMDS_VERSION, "client_id", ask);
    request.url = buf_str(&url);
    return buf_ok(&url) ? token_request_send(ask, &request, e) : err_nomem(e);
}

/* Goes on with retries, or says that it cannot. Frees the state. */
static void
imds_go_on(struct imds *m)
{
    struct err why = { 0 };
    struct credential_answer answer = { .outcome = CREDENTIAL_REFUSED };

    if (imds_request(&m->ask, false, &why) != 0) {
        answer.code = why.code;
        answer.reason = why.text;
        m->ask.done(m->ask.arg, &answer);
    }
    free(m);
}

static void
imds_first_answer(void *arg, const struct credential_answer *answer)
{
    struct imds *m = arg;

    /* Somebody is there, and busy. */
    if (answer->outcome == CREDENTIAL_REFUSED && answer->code == ERR_NETWORK) {
        imds_go_on(m);
        return;
    }
    m->ask.done(m->ask.arg, answer);
    free(m);
}

static void
imds_probed(struct http *h, const struct http_reply *reply)
{
    struct imds *m = reply->arg;
    struct credential_answer answer = {
        .outcome = CREDENTIAL_UNAVAILABLE,
        .code = ERR_NETWORK,
        .reason = "no instance metadata service answers here",
    };

    (void)h;
    if (reply->failure == HTTP_OK) {
        imds_go_on(m);
        return;
    }
    if (reply->failure == HTTP_INTERRUPTED) {
        answer.outcome = CREDENTIAL_REFUSED;
        answer.code = ERR_INTERRUPTED;
        answer.reason = reply->error;
    }
    m->ask.done(m->ask.arg, &answer);
    free(m);
}

/* Without the header "Metadata" the service says no, and at once. */
static int
imds_probe(struct imds *m, struct err *e)
{
    auto_buf url = { 0 };
    struct http_request request = {
        .urgent = true,
        .plain_http = true,
        .once = true,
        .timeout_ms = PROBE_MS,
        .done = imds_probed,
        .arg = m,
    };

    imds_url(&url, &m->ask);
    buf_adds(&url, "?api-version=" IMDS_VERSION);
    request.url = buf_str(&url);
    return buf_ok(&url) ? http_submit(m->ask.http, &request, e) : err_nomem(e);
}

static int
ask_imds(const struct credential_ask *ask, struct err *e)
{
    bool expected =
        ask->insist ||
        environment_get(ask->env, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
    struct imds *m = malloc(sizeof(*m));
    struct credential_ask first = *ask;
    int rc;

    if (!m)
        return err_nomem(e);
    m->ask = *ask;
    first.done = imds_first_answer;
    first.arg = m;
    rc = expected ? imds_request(&first, true, e) : imds_probe(m, e);
    if (rc == 0)
        /* The request has it now, and its end frees it. */
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    free(m);
    return -1;
}

/* ---- which of them ------------------------------------------------------- */

/* Hosts whose own protocol is not spoken here; IMDS would be the wrong one. */
static const char *
unsupported_host(const struct environment *env)
{
    if (!environment_get(env, "IDENTITY_ENDPOINT"))
        return NULL;
    if (environment_get(env, "IDENTITY_SERVER_THUMBPRINT"))
        return "Service Fabric";
    return environment_get(env, "IMDS_ENDPOINT") &&
                   !environment_get(env, "IDENTITY_HEADER")
               ? "Azure Arc"
               : NULL;
}

static int
ask_managed(const struct credential_ask *ask, struct err *e)
{
    const char *host = unsupported_host(ask->env);

    if (host)
        return err_set(e, ERR_AUTH,
                       "the managed identity of %s is not supported; use "
                       "another --auth",
                       host);
    for (size_t i = 0; i < sizeof(endpoints) / sizeof(*endpoints); i++) {
        const struct endpoint *p = &endpoints[i];

        if (environment_get(ask->env, p->url_variable) &&
            (!p->secret_variable ||
             environment_get(ask->env, p->secret_variable)))
            return ask_endpoint(ask, p, e);
    }
    return ask_imds(ask, e);
}

const struct credential_method credential_managed_identity = {
    .auth = "managed-identity",
    .sdk = "ManagedIdentityCredential",
    .label = "managed identity",
    .ask = ask_managed,
};
