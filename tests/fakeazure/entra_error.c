/* SPDX-License-Identifier: MIT */
/* entra_error.c - how Entra says no ("Microsoft Entra authentication and
 * authorization error codes"). */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The words hold at most one %s: what the detail names. */
static const struct row {
    long code;
    int status;
    const char *error;
    const char *words;
} rows[] = {
    { 7000215, 401, "invalid_client",
      "Invalid client secret provided. Ensure the secret being sent in the "
      "request is the client secret value, not the client secret ID, for a "
      "secret added to app '%s'." },
    { 7000222, 401, "invalid_client",
      "The provided client secret keys for app '%s' are expired. Visit the "
      "Azure portal to create new keys for your app: "
      "https://aka.ms/NewClientSecret, or consider using certificate "
      "credentials for added security: https://aka.ms/certCreds." },
    { 7000218, 401, "invalid_client",
      "The request body must contain the following parameter: "
      "'client_assertion' or 'client_secret'." },
    { 7000112, 400, "unauthorized_client", "Application '%s' is disabled." },
    { 700016, 400, "unauthorized_client",
      "Application with identifier '%s' was not found in the directory "
      "'Contoso'. This can happen if the application has not been installed by "
      "the administrator of the tenant or consented to by any user in the "
      "tenant. You may have sent your authentication request to the wrong "
      "tenant." },
    { 700024, 401, "invalid_client",
      "Client assertion is not within its valid time range. %s." },
    { 700027, 401, "invalid_client",
      "The certificate with identifier used to sign the client assertion is "
      "not registered on application. [Reason - %s.]" },
    { 700211, 401, "invalid_client",
      "No matching federated identity record found for presented assertion." },
    { 50012, 401, "invalid_client", "Authentication failed. %s." },
    { 50027, 401, "invalid_client", "JWT token is invalid or malformed. %s." },
    { 90002, 400, "invalid_request",
      "Tenant '%s' not found. Check to make sure you have the correct tenant "
      "ID and are signing into the correct cloud. Check with your subscription "
      "administrator, this may happen if there are no active subscriptions for "
      "the tenant." },
    { 900144, 400, "invalid_request",
      "The request body must contain the following parameter: '%s'." },
    { 1002012, 400, "invalid_scope",
      "The provided value for scope %s is not valid. Client credential flows "
      "must have a scope value with /.default suffixed to the resource "
      "identifier (application ID URI)." },
    { 70003, 400, "unsupported_grant_type",
      "The app requested an unsupported grant type '%s'." },
    { 500011, 400, "invalid_resource",
      "The resource principal named %s was not found in the tenant named "
      "Contoso. This can happen if the application has not been installed by "
      "the administrator of the tenant or consented to by any user in the "
      "tenant. You might have sent your authentication request to the wrong "
      "tenant." },
    { 53003, 400, "access_denied",
      "Access has been blocked by Conditional Access policies. The access "
      "policy does not allow token issuance." },
    { 90055, 429, "temporarily_unavailable",
      "TenantThrottlingError: there are too many incoming requests." },
    { 90033, 503, "temporarily_unavailable",
      "A transient error has occurred. Please try again." },
};

static const struct row *
find(long code)
{
    static const struct row other = { 0, 401, "invalid_client",
                                      "The sign-in of '%s' was refused." };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].code == code)
            return &rows[i];
    }
    return &other;
}

/* Puts the detail where the words have %s. */
static char *
fill(const char *words, const char *detail)
{
    const char *place = strstr(words, "%s");

    if (!place)
        return text_copy(words);
    return text_format("%.*s%s%s", (int)(place - words), words,
                       detail ? detail : "", place + 2);
}

void
entra_refuse(struct fake *f, const struct request *r, struct reply *reply,
             long code, const char *detail)
{
    const struct row *row = find(code);
    char *message = fill(row->words, detail);
    struct fake_id trace = fake_id(f), correlation = fake_id(f);
    time_t now = time(NULL);
    char stamp[32];
    struct tm tm;

    gmtime_r(&now, &tm);
    strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%SZ", &tm);
    reply_json(
        reply, row->status,
        json_pack(
            "{s:s, s:o, s:[I], s:s, s:s, s:s, s:o}", "error", row->error,
            "error_description",
            json_sprintf("AADSTS%ld: %s Trace ID: %s Correlation ID: %s "
                         "Timestamp: %s",
                         code, message, trace.text, correlation.text, stamp),
            "error_codes", (json_int_t)code, "timestamp", stamp, "trace_id",
            trace.text, "correlation_id", correlation.text, "error_uri",
            json_sprintf("%s/error?code=%ld", r->base, code)));
    free(message);
}
