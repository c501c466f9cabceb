/* SPDX-License-Identifier: MIT */
/* kube_auth.c - who asks an API server. */
#include "kube.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
kube_status(struct reply *reply, int status, const char *reason,
            const char *fmt, ...)
{
    char message[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    reply->content_type = "application/json";
    reply_json(reply, status,
               json_pack("{s:s, s:s, s:{}, s:s, s:s, s:s, s:i}", "kind",
                         "Status", "apiVersion", "v1", "metadata", "status",
                         "Failure", "message", message, "reason", reason,
                         "code", status));
}

/* ---- certificates -------------------------------------------------------- */

/* The anchor of the clusters; the caller frees. */
static X509 *
read_ca(const struct fake *f)
{
    char *path = text_format("%s/kube-ca.pem", f->options.kube_dir);
    FILE *file = fopen(path, "r");
    X509 *ca = file ? PEM_read_X509(file, NULL, NULL, NULL) : NULL;

    if (file)
        fclose(file);
    free(path);
    return ca;
}

static bool
is_trusted(const struct fake *f, X509 *certificate)
{
    X509 *ca = read_ca(f);
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool ok = false;

    if (ca && store && context && X509_STORE_add_cert(store, ca) == 1 &&
        X509_STORE_CTX_init(context, store, certificate, NULL) == 1)
        ok = X509_verify_cert(context) == 1;
    ERR_clear_error();
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    X509_free(ca);
    return ok;
}

/* The common name; the caller frees. NULL: the certificate is not ours, or it
 * has ended. */
static char *
user_of_certificate(const struct fake *f, const struct request *r)
{
    const unsigned char *der = r->peer;
    X509 *certificate = d2i_X509(NULL, &der, (long)r->peer_len);
    char name[128] = "";

    if (certificate && is_trusted(f, certificate))
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate),
                                  NID_commonName, name, sizeof(name));
    X509_free(certificate);
    return *name ? text_copy(name) : NULL;
}

/* ---- tokens -------------------------------------------------------------- */

/* Managed clusters take tokens for the app of AKS alone. */
static bool
takes_tokens(const json_t *cluster)
{
    const json_t *p = json_object_get(cluster, "properties");

    return json_is_true(
        json_object_get(json_object_get(p, "aadProfile"), "managed"));
}

static char *
user_of_token(const struct fake *f, const char *token, const json_t *cluster,
              struct reply *reply)
{
    json_t *claims = token_claims(f, token);
    const char *audience = json_string_value(json_object_get(claims, "aud"));
    const char *oid = json_string_value(json_object_get(claims, "oid"));
    char *user = NULL;

    snprintf(reply->audience, sizeof(reply->audience), "%.255s",
             audience ? audience : "");
    if (audience && strcmp(audience, KUBE_SERVER_APP) == 0 &&
        takes_tokens(cluster))
        user = text_copy(oid);
    else if (audience && strcmp(audience, KUBE_SERVER_APP) != 0)
        reply_problem(reply, "a token for %.100s shown to a cluster", audience);
    json_decref(claims);
    return user;
}

char *
kube_user(const struct fake *f, const struct request *r, const json_t *cluster,
          struct reply *reply)
{
    const char *header = request_header(r, "authorization");
    bool bearer = header && strncasecmp(header, "Bearer ", 7) == 0 && header[7];
    char *user = NULL;

    if (r->peer && bearer)
        reply_problem(reply, "a certificate and a token at once");
    if (r->peer)
        user = user_of_certificate(f, r);
    else if (bearer)
        user = user_of_token(f, header + 7, cluster, reply);
    else
        return text_copy("system:anonymous");
    if (!user)
        kube_status(reply, 401, "Unauthorized", "Unauthorized");
    return user;
}
