/* SPDX-License-Identifier: MIT */
/* graph_error.c - how Microsoft Graph says no. */
#include "graph.h"

#include <stdlib.h>

void
graph_refuse(struct fake *f, struct reply *reply, int status, const char *code,
             const char *message)
{
    struct fake_id id = fake_id(f);

    reply_json(reply, status,
               json_pack("{s:{s:s, s:s, s:{s:s, s:s, s:s}}}", "error", "code",
                         code, "message", message, "innerError", "date",
                         "2026-11-01T00:00:00", "request-id", id.text,
                         "client-request-id", id.text));
}

void
graph_not_found(struct fake *f, struct reply *reply, const char *id)
{
    char *text = text_format("Resource '%s' does not exist or one of its "
                             "queried reference-property objects are not "
                             "present.",
                             id);

    graph_refuse(f, reply, 404, "Request_ResourceNotFound", text);
    free(text);
}

void
graph_status(struct fake *f, struct reply *reply, int status)
{
    static const struct {
        int status;
        const char *code;
        const char *message;
    } rows[] = {
        { 400, "Request_BadRequest", "Invalid request." },
        { 401, "InvalidAuthenticationToken", "Access token is invalid." },
        { 403, "Authorization_RequestDenied",
          "Insufficient privileges to complete the operation." },
        { 404, "Request_ResourceNotFound", "The resource does not exist." },
        { 429, "TooManyRequests", "Too many requests." },
        { 503, "ServiceUnavailable", "The service is unavailable." },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].status == status) {
            graph_refuse(f, reply, status, rows[i].code, rows[i].message);
            return;
        }
    }
    graph_refuse(f, reply, status, "UnknownError", "");
}
