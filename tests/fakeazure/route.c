/* SPDX-License-Identifier: MIT */
/* route.c - which handler answers what. */
#include "fake.h"

#include <regex.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define S "/subscriptions/[^/]+"
#define RG "/resource[Gg]roups/[^/]+"
#define AKS "/providers/Microsoft.ContainerService/managedClusters"
#define MG "/providers/Microsoft.Management/managementGroups/[^/]+"

static const struct {
    const char *method;
    const char *pattern; /* POSIX ERE on the whole path, case ignored */
    handler *handle;
} routes[] = {
    { "GET", "/metadata/endpoints", cloud_metadata },
    { "POST", "/[^/]+/oauth2/v2.0/token", entra_token },
    { "POST", "/adfs/oauth2/token", entra_token },
    { "GET", "/(adfs|[^/]+/v2.0)/.well-known/openid-configuration",
      entra_openid },
    { "GET", "/metadata/identity/oauth2/token", identity_imds },
    { "GET", "/msi/token/?", identity_app_service },
    { "GET", "/tenants", arm_tenants },
    { "GET", "/subscriptions", arm_subscriptions },
    { "GET", S, arm_subscription },
    { "GET", S "(" RG ")?" AKS, arm_clusters },
    { "GET", S RG AKS "/[^/]+", arm_cluster },
    { "POST", S RG AKS "/[^/]+/listClusterUserCredential",
      arm_user_credential },
    { "POST", S RG AKS "/[^/]+/listClusterAdminCredential",
      arm_admin_credential },
    { "GET", MG, arm_group },
    { "GET", MG "/descendants", arm_descendants },
};

static bool
matches(const char *pattern, const char *path)
{
    char *whole = text_format("^%s$", pattern);
    regex_t regex;
    bool found = false;

    if (regcomp(&regex, whole, REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0) {
        found = regexec(&regex, path, 0, NULL, 0) == 0;
        regfree(&regex);
    }
    free(whole);
    return found;
}

void
route(struct fake *f, const struct request *r, struct reply *reply)
{
    for (size_t i = 0; i < sizeof(routes) / sizeof(*routes); i++) {
        if (strcmp(r->method, routes[i].method) == 0 &&
            matches(routes[i].pattern, r->path)) {
            routes[i].handle(f, r, reply);
            return;
        }
    }
    reply_error(reply, 404, "InvalidResourceType",
                "The fake does not play %s %s.", r->method, r->path);
    snprintf(reply->problem, sizeof(reply->problem), "not played: %s %.200s",
             r->method, r->path);
}

/* ---- making replies -------------------------------------------------------- */

void
reply_header(struct reply *reply, const char *name, const char *value)
{
    text_addf(&reply->headers, "%s: %s\n", name, value);
}

void
reply_json(struct reply *reply, int status, json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT);

    if (!text)
        abort();
    text_free(&reply->body);
    text_add(&reply->body, text, strlen(text));
    reply->status = status;
    free(text);
    json_decref(body);
}

void
reply_error(struct reply *reply, int status, const char *code, const char *fmt,
            ...)
{
    va_list args;
    char *message;

    va_start(args, fmt);
    if (vasprintf(&message, fmt, args) < 0)
        abort();
    va_end(args);
    reply_json(
        reply, status,
        json_pack("{s:{s:s, s:s}}", "error", "code", code, "message", message));
    free(message);
}

void
reply_status(struct reply *reply, int status)
{
    static const struct {
        int status;
        const char *code;
        const char *message;
    } rows[] = {
        { 400, "BadRequest", "The request is invalid." },
        { 401, "InvalidAuthenticationToken", "The access token is invalid." },
        { 403, "AuthorizationFailed",
          "The client 'auditor' with object id "
          "'00000000-0000-4000-8000-0000000000a1' does not have authorization "
          "to perform action "
          "'Microsoft.ContainerService/managedClusters/read' over this scope "
          "or the scope is invalid." },
        { 404, "SubscriptionNotFound", "The subscription could not be found." },
        { 409, "MissingSubscriptionRegistration",
          "The subscription is not registered to use namespace "
          "'Microsoft.ContainerService'." },
        { 429, "SubscriptionRequestsThrottled",
          "Number of requests for subscription exceeded the backend storage "
          "limit. Please try again after '1' seconds." },
        { 500, "InternalServerError", "An internal error occurred." },
        { 503, "ServiceUnavailable", "The service is unavailable." },
        { 504, "GatewayTimeout",
          "The gateway did not receive a response in time." },
    };

    if (status == 502) {
        text_addf(&reply->body, "<html><head><title>502 Bad Gateway</title>"
                                "</head><body>Bad Gateway</body></html>");
        reply->content_type = "text/html";
        reply->status = status;
        return;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].status == status) {
            reply_error(reply, status, rows[i].code, "%s", rows[i].message);
            return;
        }
    }
    reply_error(reply, status, "Fault", "The fake was asked for this status.");
}
