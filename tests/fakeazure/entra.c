/* SPDX-License-Identifier: MIT */
/* entra.c - Entra's token endpoint, for client credentials ("OAuth 2.0 client
 * credentials flow on the Microsoft identity platform"). */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "form.h"

#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

struct form {
    char *client_id;
    char *grant_type;
    char *secret;
    char *assertion;
    char *assertion_type;
    char *scope;
    char *resource;
};

static void
form_read(struct form *form, const struct text *body)
{
    form->client_id = form_field(body, "client_id");
    form->grant_type = form_field(body, "grant_type");
    form->secret = form_field(body, "client_secret");
    form->assertion = form_field(body, "client_assertion");
    form->assertion_type = form_field(body, "client_assertion_type");
    form->scope = form_field(body, "scope");
    form->resource = form_field(body, "resource");
}

static void
form_free(struct form *form)
{
    free(form->client_id);
    free(form->grant_type);
    free(form->secret);
    free(form->assertion);
    free(form->assertion_type);
    free(form->scope);
    free(form->resource);
}

static bool
check_assertion(struct fake *f, const struct request *r,
                const struct form *form, const json_t *client,
                struct reply *reply)
{
    const char *federated =
        json_string_value(json_object_get(client, "federatedToken"));
    const char *why = NULL;
    char *audience;
    long code = 0;
    bool ok;

    if (!form->assertion_type ||
        strcmp(form->assertion_type, ASSERTION_TYPE) != 0) {
        entra_refuse(f, r, reply, 900144, "client_assertion_type");
        reply_problem(reply, "client_assertion_type is missing or wrong");
        return false;
    }
    if (federated && strcmp(form->assertion, federated) == 0)
        return true;
    audience = text_format("%s%s", r->base, r->path);
    ok = assertion_check(f, form->assertion,
                         json_string_value(json_object_get(client, "clientId")),
                         audience, &why, &code);
    free(audience);
    if (!ok) {
        entra_refuse(f, r, reply, code, why);
        reply_problem(reply, "assertion: %s", why);
    }
    return ok;
}

/* True when what the client shows is right; otherwise the reply is made. */
static bool
authenticate(struct fake *f, const struct request *r, const struct form *form,
             const json_t *client, struct reply *reply)
{
    const char *own = json_string_value(json_object_get(client, "secret"));

    if (form->secret) {
        if (own && strcmp(form->secret, own) == 0)
            return true;
        entra_refuse(f, r, reply, 7000215, form->client_id);
        return false;
    }
    if (form->assertion)
        return check_assertion(f, r, form, client, reply);
    entra_refuse(f, r, reply, 7000218, NULL);
    return false;
}

/* What the token is for: the scope without /.default, or, with AD FS, the
 * resource. The caller frees it; NULL: the reply is made. */
static char *
asked_audience(struct fake *f, const struct request *r, const struct form *form,
               struct reply *reply)
{
    static const char suffix[] = "/.default";
    size_t len;

    if (!form->scope && form->resource)
        return text_copy(form->resource);
    if (!form->scope) {
        entra_refuse(f, r, reply, 900144, "scope");
        return NULL;
    }
    /* Clients may ask for openid and its like besides. */
    len = strcspn(form->scope, " ");
    if (len < sizeof(suffix) || strncmp(form->scope + len - strlen(suffix),
                                        suffix, strlen(suffix)) != 0) {
        entra_refuse(f, r, reply, 1002012, form->scope);
        return NULL;
    }
    return text_format("%.*s", (int)(len - strlen(suffix)), form->scope);
}

static void
grant(struct fake *f, const struct request *r, const struct form *form,
      const json_t *client, struct reply *reply)
{
    char *audience = asked_audience(f, r, form, reply), *token;
    json_int_t life = f->options.token_lifetime_s;

    if (!audience)
        return;
    token = token_issue(f, client, audience, r->base);
    reply_json(reply, 200,
               json_pack("{s:s, s:I, s:I, s:s}", "token_type", "Bearer",
                         "expires_in", life, "ext_expires_in", life,
                         "access_token", token));
    free(token);
    free(audience);
}

/* The tenant of the path, or AD FS, which has none. The caller frees it. */
static char *
asked_tenant(const struct request *r)
{
    return text_format("%.*s", (int)strcspn(r->path + 1, "/"), r->path + 1);
}

static bool
knows_tenant(struct fake *f, const struct request *r, struct reply *reply)
{
    char *tenant = asked_tenant(r);
    bool known = strcasecmp(tenant, "adfs") == 0 ||
                 strcasecmp(tenant, scenario_tenant_id(f)) == 0;

    if (!known)
        entra_refuse(f, r, reply, 90002, tenant);
    free(tenant);
    return known;
}

static void
check_media_type(const struct request *r, struct reply *reply)
{
    const char *type = request_header(r, "content-type");

    if (!type ||
        strncasecmp(type, "application/x-www-form-urlencoded", 33) != 0)
        reply_problem(reply, "token request: the body must be a form");
}

void
entra_token(struct fake *f, const struct request *r, struct reply *reply)
{
    struct form form;
    const json_t *client, *error;

    check_media_type(r, reply);
    if (!knows_tenant(f, r, reply))
        return;
    form_read(&form, &r->body);
    client = scenario_client(f, form.client_id);
    error = json_object_get(client, "error");
    if (!form.grant_type)
        entra_refuse(f, r, reply, 900144, "grant_type");
    else if (strcmp(form.grant_type, "client_credentials") != 0)
        entra_refuse(f, r, reply, 70003, form.grant_type);
    else if (!client)
        entra_refuse(f, r, reply, 700016, form.client_id);
    else if (error)
        entra_refuse(f, r, reply, (long)json_integer_value(error),
                     form.client_id);
    else if (authenticate(f, r, &form, client, reply))
        grant(f, r, &form, client, reply);
    form_free(&form);
}

void
entra_openid(struct fake *f, const struct request *r, struct reply *reply)
{
    char *tenant = asked_tenant(r);
    bool adfs = strcasecmp(tenant, "adfs") == 0;
    char *issuer, *front;

    if (!knows_tenant(f, r, reply)) {
        free(tenant);
        return;
    }
    issuer = text_format("%s/%s%s", r->base, tenant, adfs ? "" : "/v2.0");
    front = text_format("%s/%s/oauth2%s", r->base, tenant, adfs ? "" : "/v2.0");
    reply_json(
        reply, 200,
        json_pack(
            "{s:s, s:o, s:o, s:o, s:[s,s,s], s:[s], s:[s], s:[s]}", "issuer",
            issuer, "token_endpoint", json_sprintf("%s/token", front),
            "authorization_endpoint", json_sprintf("%s/authorize", front),
            "device_authorization_endpoint",
            json_sprintf("%s/devicecode", front),
            "token_endpoint_auth_methods_supported", "client_secret_post",
            "private_key_jwt", "client_secret_basic",
            "response_types_supported", "code", "subject_types_supported",
            "pairwise", "id_token_signing_alg_values_supported", "RS256"));
    free(issuer);
    free(front);
    free(tenant);
}
