/* SPDX-License-Identifier: MIT */
/* entra.c - the token endpoint and the pages around it. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *
percent_decode(const char *text, size_t len)
{
    char *out = malloc(len + 1);
    size_t used = 0;

    if (!out)
        abort();
    for (size_t i = 0; i < len; i++) {
        unsigned code;

        if (text[i] == '%' && i + 2 < len + 0 &&
            sscanf(text + i + 1, "%2x", &code) == 1) {
            out[used++] = (char)code;
            i += 2;
        } else {
            out[used++] = (char)(text[i] == '+' ? ' ' : text[i]);
        }
    }
    out[used] = '\0';
    return out;
}

/* One field of a form; malloc'd; NULL: absent. */
static char *
form_field(const struct text *body, const char *name)
{
    const char *at = body->data ? body->data : "";
    size_t len = strlen(name);

    while (*at) {
        size_t size = strcspn(at, "&");

        if (size > len && strncmp(at, name, len) == 0 && at[len] == '=')
            return percent_decode(at + len + 1, size - len - 1);
        at += size;
        at += *at == '&';
    }
    return NULL;
}

static void
refuse(struct reply *reply, int status, const char *error, long code,
       const char *message)
{
    reply_json(
        reply, status,
        json_pack("{s:s, s:o, s:[I], s:s, s:s, s:s}", "error", error,
                  "error_description",
                  json_sprintf("AADSTS%ld: %s Trace ID: 00000000-0000-4000-"
                               "8000-0000000000b1 Correlation ID: 00000000-"
                               "0000-4000-8000-0000000000b2 Timestamp: "
                               "2026-11-23 00:00:00Z",
                               code, message),
                  "error_codes", (json_int_t)code, "timestamp",
                  "2026-11-23 00:00:00Z", "trace_id",
                  "00000000-0000-4000-8000-0000000000b1", "correlation_id",
                  "00000000-0000-4000-8000-0000000000b2"));
}

static json_t *
find_client(const struct fake *f, const char *id)
{
    json_t *client;
    size_t i;

    json_array_foreach(json_object_get(f->tenant, "clients"), i, client)
    {
        const char *own =
            json_string_value(json_object_get(client, "clientId"));

        if (own && id && strcasecmp(own, id) == 0)
            return client;
    }
    return NULL;
}

/* True when what the client shows is right; otherwise the reply is made. */
static bool
authenticate(const struct fake *f, const struct request *r,
             const json_t *client, struct reply *reply)
{
    char *secret = form_field(&r->body, "client_secret");
    char *assertion = form_field(&r->body, "client_assertion");
    const char *own = json_string_value(json_object_get(client, "secret"));
    const char *federated =
        json_string_value(json_object_get(client, "federatedToken"));
    const char *why = NULL;
    char *audience = text_format("%s%s", r->base, r->path);
    bool ok = false;

    if (secret) {
        ok = own && strcmp(secret, own) == 0;
        if (!ok)
            refuse(reply, 401, "invalid_client", 7000215,
                   "Invalid client secret provided. Ensure the secret being "
                   "sent in the request is the client secret value, not the "
                   "client secret ID.");
    } else if (assertion && federated && strcmp(assertion, federated) == 0) {
        ok = true;
    } else if (assertion) {
        ok = assertion_check(
            f, assertion,
            json_string_value(json_object_get(client, "clientId")), audience,
            &why);
        if (!ok) {
            refuse(reply, 401, "invalid_client", 700027, why);
            snprintf(reply->problem, sizeof(reply->problem), "assertion: %s",
                     why);
        }
    } else {
        refuse(reply, 401, "invalid_client", 7000218,
               "The request body must contain the following parameter: "
               "'client_assertion' or 'client_secret'.");
    }
    free(secret);
    free(assertion);
    free(audience);
    return ok;
}

/* What the token is for: the scope without /.default, or the resource. */
static char *
asked_audience(const struct request *r)
{
    char *audience = form_field(&r->body, "scope");
    char *end;

    if (!audience)
        audience = form_field(&r->body, "resource");
    if (!audience)
        return NULL;
    end = strstr(audience, "/.default");
    if (end)
        *end = '\0';
    /* Several scopes: the first one that is no OpenID word. */
    audience[strcspn(audience, " ")] = '\0';
    return audience;
}

static void
grant(const struct fake *f, const struct request *r, const json_t *client,
      struct reply *reply)
{
    char *audience = asked_audience(r);
    char *token = token_issue(f, client, audience ? audience : "", r->base);

    reply_json(reply, 200,
               json_pack("{s:s, s:I, s:I, s:s}", "token_type", "Bearer",
                         "expires_in", (json_int_t)f->options.token_lifetime_s,
                         "ext_expires_in",
                         (json_int_t)f->options.token_lifetime_s,
                         "access_token", token));
    free(token);
    free(audience);
}

void
entra_token(struct fake *f, const struct request *r, struct reply *reply)
{
    char *client_id = form_field(&r->body, "client_id");
    char *grant_type = form_field(&r->body, "grant_type");
    json_t *client = find_client(f, client_id);
    bool adfs = strncmp(r->path, "/adfs/", 6) == 0;
    size_t tenant_len = strcspn(r->path + 1, "/");
    const char *tenant = scenario_tenant_id(f);
    json_t *error = json_object_get(client, "error");

    if (!grant_type || strcmp(grant_type, "client_credentials") != 0)
        refuse(reply, 400, "unsupported_grant_type", 70003,
               "The app requested an unsupported grant type.");
    else if (!adfs && (tenant_len != strlen(tenant) ||
                       strncasecmp(r->path + 1, tenant, tenant_len) != 0))
        refuse(reply, 400, "invalid_request", 90002,
               "Tenant was not found. Check to make sure you have the correct "
               "tenant ID and are signing into the correct cloud.");
    else if (!client)
        refuse(reply, 400, "unauthorized_client", 700016,
               "Application with identifier was not found in the directory.");
    else if (error)
        refuse(reply, 401, "invalid_client", (long)json_integer_value(error),
               "The scenario refuses this client.");
    else if (authenticate(f, r, client, reply))
        grant(f, r, client, reply);
    free(client_id);
    free(grant_type);
}

void
entra_openid(struct fake *f, const struct request *r, struct reply *reply)
{
    (void)f;
    reply_json(reply, 200,
               json_pack("{s:o, s:o, s:o, s:o}", "issuer",
                         json_sprintf("%s/adfs", r->base), "token_endpoint",
                         json_sprintf("%s/adfs/oauth2/token", r->base),
                         "authorization_endpoint",
                         json_sprintf("%s/adfs/oauth2/authorize", r->base),
                         "device_authorization_endpoint",
                         json_sprintf("%s/adfs/oauth2/devicecode", r->base)));
}

/* As Azure answers api-version 2022-09-01: a list of clouds. */
void
cloud_metadata(struct fake *f, const struct request *r, struct reply *reply)
{
    (void)f;
    if (!request_query(r, "api-version")) {
        reply_error(reply, 400, "MissingApiVersionParameter",
                    "The api-version query parameter is required.");
        return;
    }
    reply_json(
        reply, 200,
        json_pack("[{s:s, s:s, s:{s:s, s:[s], s:s, s:s}, s:o, s:s, s:s, s:s, "
                  "s:{s:s, s:s}}]",
                  "name", "FakeAzure", "portal", "https://portal.azure.com",
                  "authentication", "loginEndpoint", r->base, "audiences",
                  r->base, "tenant", "common", "identityProvider", "AAD",
                  "resourceManager", json_sprintf("%s/", r->base),
                  "microsoftGraphResourceId", r->base, "graphAudience", r->base,
                  "graph", r->base, "suffixes", "keyVaultDns",
                  "vault.azure.net", "storage", "core.windows.net"));
}
