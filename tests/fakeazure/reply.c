/* SPDX-License-Identifier: MIT */
/* reply.c - making replies, and the genuine words for a bare status. */
#include "graph.h"
#include "kube.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define AKS "/providers/Microsoft.ContainerService/managedClusters"

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
    if (status >= 400)
        reply_header(reply, "x-ms-failure-cause", "gateway");
    free(message);
}

/* ---- what the words of ARM name --------------------------------------------- */

/* The scope of a request: the path without the list or action at its end. */
static char *
scope_of(const struct request *r)
{
    size_t len = strlen(r->path), aks = strlen(AKS);
    const char *action = strcasestr(r->path, "/listCluster");

    if (action)
        len = (size_t)(action - r->path);
    else if (len > aks && strcasecmp(r->path + len - aks, AKS) == 0)
        len -= aks;
    return text_format("%.*s", (int)len, r->path);
}

static char *
action_of(const struct request *r)
{
    const char *action = strcasestr(r->path, "/listCluster");

    if (action)
        return text_format("Microsoft.ContainerService/managedClusters%s/"
                           "action",
                           action);
    if (strcasestr(r->path, "managedClusters"))
        return text_copy("Microsoft.ContainerService/managedClusters/read");
    if (strcasestr(r->path, "managementGroups"))
        return text_format("Microsoft.Management/managementGroups%s/read",
                           strcasestr(r->path, "/descendants") ? "/descendants"
                                                               : "");
    return text_copy("Microsoft.Resources/subscriptions/read");
}

static void
say_denied(struct fake *f, const struct request *r, struct reply *reply)
{
    char *scope = scope_of(r), *action = action_of(r);
    const char *who = scenario_object_id(f);

    reply_error(reply, 403, "AuthorizationFailed",
                "The client '%s' with object id '%s' does not have "
                "authorization to perform action '%s' over scope '%s' or the "
                "scope is invalid. If access was recently granted, please "
                "refresh your credentials.",
                who, who, action, scope);
    free(scope);
    free(action);
}

static void
say_not_registered(struct reply *reply)
{
    static const char code[] = "MissingSubscriptionRegistration";
    static const char message[] =
        "The subscription is not registered to use namespace "
        "'Microsoft.ContainerService'. See https://aka.ms/rps-not-found for "
        "how to register subscriptions.";

    reply_json(reply, 409,
               json_pack("{s:{s:s, s:s, s:[{s:s, s:s, s:s}]}}", "error", "code",
                         code, "message", message, "details", "code", code,
                         "target", "Microsoft.ContainerService", "message",
                         message));
    reply_header(reply, "x-ms-failure-cause", "gateway");
}

/* The operation is the path in capitals without the names in it. */
static void
say_throttled(const struct request *r, struct reply *reply, long wait)
{
    char *sub = request_segment(r, "subscriptions");
    struct text operation = { 0 };
    size_t n = 0;

    for (const char *c = r->path; *c; n++) {
        size_t len = strcspn(c + 1, "/") + 1;

        /* Every second one names something; the provider's namespace stays. */
        if (n % 2 == 0 || strncasecmp(c, "/Microsoft.", 11) == 0)
            text_add(&operation, c, len);
        if (strncasecmp(c, "/Microsoft.", 11) == 0)
            n++;
        c += len;
    }
    for (size_t i = 0; i < operation.len; i++)
        operation.data[i] = (char)toupper((unsigned char)operation.data[i]);
    reply_error(reply, 429, "SubscriptionRequestsThrottled",
                "Number of requests for subscription '%s' and operation "
                "'%s%s' exceeded the backend storage limit. Please try again "
                "after '%ld' seconds.",
                sub ? sub : "", r->method, operation.data ? operation.data : "",
                wait);
    text_free(&operation);
    free(sub);
}

static void
say_not_found(const struct request *r, struct reply *reply)
{
    char *sub = request_segment(r, "subscriptions");

    reply_error(reply, 404, "SubscriptionNotFound",
                "The subscription '%s' could not be found.", sub ? sub : "");
    free(sub);
}

static void
say_html(struct reply *reply)
{
    text_free(&reply->body);
    text_addf(&reply->body,
              "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
              "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
              "</body>\r\n</html>\r\n");
    reply->content_type = "text/html";
    reply->status = 502;
}

/* ---- statuses ----------------------------------------------------------------- */

static void
arm_status(struct fake *f, const struct request *r, struct reply *reply,
           int status, long wait)
{
    static const struct {
        int status;
        const char *code;
        const char *message;
    } rows[] = {
        { 400, "BadRequest", "The request is invalid." },
        { 401, "InvalidAuthenticationToken", "The access token is invalid." },
        { 500, "InternalServerError",
          "Encountered internal server error. Diagnostic information: "
          "timestamp '20261101T000000Z', tracking id "
          "'00000000-fa4e-4000-8000-0000000000e5'." },
        { 503, "ServerBusy",
          "The server is busy. Please retry after some time." },
        { 504, "GatewayTimeout",
          "The gateway did not receive a response from "
          "'Microsoft.ContainerService' within the specified time period." },
    };

    if (status == 403)
        say_denied(f, r, reply);
    else if (status == 404)
        say_not_found(r, reply);
    else if (status == 409)
        say_not_registered(reply);
    else if (status == 429)
        say_throttled(r, reply, wait);
    else if (status == 401)
        reply_header(reply, "WWW-Authenticate",
                     "Bearer error=\"invalid_token\", error_description=\"The "
                     "access token is invalid.\"");
    if (reply->body.len > 0)
        return;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].status == status) {
            reply_error(reply, status, rows[i].code, "%s", rows[i].message);
            return;
        }
    }
    reply_error(reply, status, "Fault", "The fake was asked for this status.");
}

/* As the managed identity endpoints put it. */
static void
identity_status(struct reply *reply, int status)
{
    reply_json(reply, status,
               json_pack("{s:s, s:s}", "error",
                         status < 500 ? "invalid_request" : "unknown",
                         "error_description",
                         status == 429 ? "Too many requests"
                         : status < 500
                             ? "Identity not found"
                             : "Failed to retrieve token from the Active "
                               "directory. For details see logs in the "
                               "service."));
}

/* Codes of Entra's error reference that come with the status. */
static long
entra_code(int status)
{
    return status == 401   ? 7000215
           : status == 403 ? 53003
           : status == 429 ? 90055
           : status < 500  ? 900144
                           : 90033;
}

void
reply_status(struct fake *f, const struct request *r, struct reply *reply,
             int status, long wait)
{
    text_free(&reply->body);
    if (status == 502) {
        say_html(reply);
        return;
    }
    switch (route_service(r)) {
    case SERVICE_ENTRA:
        entra_refuse(f, r, reply, entra_code(status), NULL);
        break;
    case SERVICE_IDENTITY:
        identity_status(reply, status);
        break;
    case SERVICE_GRAPH:
        graph_status(f, reply, status);
        break;
    case SERVICE_KUBE:
        kube_status(reply, status,
                    status == 403 ? "Forbidden" : "InternalError",
                    "the fake was asked for this status");
        break;
    default:
        arm_status(f, r, reply, status, wait);
    }
    reply->status = status;
}
