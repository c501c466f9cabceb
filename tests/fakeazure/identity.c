/* SPDX-License-Identifier: MIT */
/* identity.c - the managed identity endpoints. All numbers are strings there. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
grant(const struct fake *f, const struct request *r, struct reply *reply)
{
    const char *resource = request_query(r, "resource");
    json_t *client = json_array_get(json_object_get(f->tenant, "clients"), 0);
    char *token = token_issue(f, client, resource, r->base);
    long life = f->options.token_lifetime_s, now = (long)time(NULL);

    reply_json(reply, 200,
               json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:s}",
                         "access_token", token, "client_id",
                         json_string_value(json_object_get(client, "clientId")),
                         "expires_in", json_sprintf("%ld", life), "expires_on",
                         json_sprintf("%ld", now + life), "ext_expires_in",
                         json_sprintf("%ld", life), "not_before",
                         json_sprintf("%ld", now), "resource", resource,
                         "token_type", "Bearer"));
    free(token);
}

static void
refuse(struct reply *reply, const char *what)
{
    reply_json(reply, 400,
               json_pack("{s:s, s:s}", "error", "invalid_request",
                         "error_description", what));
    snprintf(reply->problem, sizeof(reply->problem), "managed identity: %s",
             what);
}

void
identity_imds(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *metadata = request_header(r, "metadata");
    const char *version = request_query(r, "api-version");

    if (!metadata || strcmp(metadata, "true") != 0)
        refuse(reply, "Required metadata header not specified");
    else if (!version || strcmp(version, "2018-02-01") != 0)
        refuse(reply, "api-version is missing or not known");
    else if (!request_query(r, "resource"))
        refuse(reply, "resource is missing");
    else
        grant(f, r, reply);
}

void
identity_app_service(struct fake *f, const struct request *r,
                     struct reply *reply)
{
    const char *version = request_query(r, "api-version");
    bool old = version && strcmp(version, "2017-09-01") == 0;
    const char *secret =
        request_header(r, old ? "secret" : "x-identity-header");
    const char *expected =
        json_string_value(json_object_get(f->tenant, "identityHeader"));

    if (!version || (!old && strcmp(version, "2019-08-01") != 0))
        refuse(reply, "api-version is missing or not known");
    else if (!secret ||
             strcmp(secret, expected ? expected : "identity-header") != 0)
        refuse(reply, "the secret header is missing or wrong");
    else if (!request_query(r, "resource"))
        refuse(reply, "resource is missing");
    else
        grant(f, r, reply);
}
