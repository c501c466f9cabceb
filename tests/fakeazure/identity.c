/* SPDX-License-Identifier: MIT */
/* identity.c - the managed identity endpoints ("How to use managed identities
 * on a virtual machine to get a token"; "REST endpoint reference" of App
 * Service). All numbers are texts there. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
refuse(struct reply *reply, const char *what)
{
    reply_json(reply, 400,
               json_pack("{s:s, s:s}", "error", "invalid_request",
                         "error_description", what));
    reply_problem(reply, "managed identity: %s", what);
}

/* The identity that is asked for by its client id, or else the first. */
static const json_t *
asked_identity(const struct fake *f, const struct request *r)
{
    const char *id = request_query(r, "client_id");

    if (!id)
        id = request_query(r, "clientid");
    return id ? scenario_client(f, id)
              : json_array_get(json_object_get(f->tenant, "clients"), 0);
}

static void
grant(const struct fake *f, const struct request *r, bool vm,
      struct reply *reply)
{
    const char *resource = request_query(r, "resource");
    const json_t *client = asked_identity(f, r);
    long life = f->options.token_lifetime_s, now = (long)time(NULL);
    json_t *body;
    char *token;

    if (!client) {
        refuse(reply, "Identity not found");
        return;
    }
    token = token_issue(f, client, resource, r->base);
    body = json_pack("{s:s, s:O, s:o, s:s, s:s}", "access_token", token,
                     "client_id", json_object_get(client, "clientId"),
                     "expires_on", json_sprintf("%ld", now + life), "resource",
                     resource, "token_type", "Bearer");
    if (vm) {
        json_object_set_new(body, "expires_in", json_sprintf("%ld", life));
        json_object_set_new(body, "ext_expires_in", json_sprintf("%ld", life));
        json_object_set_new(body, "not_before", json_sprintf("%ld", now));
    }
    reply_json(reply, 200, body);
    free(token);
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
    else if (request_header(r, "x-forwarded-for"))
        refuse(reply, "the request came through a proxy");
    else if (!request_query(r, "resource"))
        refuse(reply, "resource is missing");
    else
        grant(f, r, true, reply);
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
        grant(f, r, false, reply);
}
