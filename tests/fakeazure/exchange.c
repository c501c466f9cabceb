/* SPDX-License-Identifier: MIT */
/* exchange.c - one request on its way in, and its reply on the way out. */
#include "server.h"

#include <gnutls/gnutls.h>

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct exchange {
    struct request request;
    bool started;
};

const char *
request_query(const struct request *r, const char *name)
{
    return json_string_value(json_object_get(r->query, name));
}

const char *
request_header(const struct request *r, const char *name)
{
    return json_string_value(json_object_get(r->headers, name));
}

char *
request_segment(const struct request *r, const char *name)
{
    const char *place = r->path;
    size_t len = strlen(name);

    while ((place = strchr(place, '/'))) {
        place++;
        if (strncasecmp(place, name, len) == 0 && place[len] == '/') {
            place += len + 1;
            return text_format("%.*s", (int)strcspn(place, "/"), place);
        }
    }
    return NULL;
}

void
reply_problem(struct reply *reply, const char *fmt, ...)
{
    va_list args;

    if (reply->problem[0])
        return;
    va_start(args, fmt);
    vsnprintf(reply->problem, sizeof(reply->problem), fmt, args);
    va_end(args);
}

/* Keeps a name in lower case with its value. */
static void
keep(json_t *object, const char *key, const char *value)
{
    char *name = text_copy(key);

    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    /* Text that is not UTF-8 is no value to us. */
    json_object_set_new(object, name, json_string(value ? value : ""));
    free(name);
}

static enum MHD_Result
keep_value(void *cls, enum MHD_ValueKind kind, const char *key,
           const char *value)
{
    struct request *r = cls;

    keep(kind == MHD_HEADER_KIND ? r->headers : r->query, key, value);
    return MHD_YES;
}

/* The URI as it came; MHD hands it over before it is parsed. */
void *
exchange_begin(void *cls, const char *uri, struct MHD_Connection *c)
{
    struct exchange *x = calloc(1, sizeof(*x));

    (void)cls;
    (void)c;
    if (!x)
        abort();
    x->request.raw = text_copy(uri);
    return x;
}

void
exchange_end(void *cls, struct MHD_Connection *c, void **con_cls,
             enum MHD_RequestTerminationCode why)
{
    struct exchange *x = *con_cls;

    (void)cls;
    (void)c;
    (void)why;
    if (!x)
        return;
    free(x->request.path);
    free(x->request.raw);
    free(x->request.base);
    json_decref(x->request.query);
    json_decref(x->request.headers);
    text_free(&x->request.body);
    free(x);
    *con_cls = NULL;
}

void
exchange_count(void *cls, struct MHD_Connection *c, void **socket_context,
               enum MHD_ConnectionNotificationCode why)
{
    struct fake *f = cls;

    (void)c;
    if (why != MHD_CONNECTION_NOTIFY_STARTED)
        return;
    pthread_mutex_lock(&f->lock);
    *socket_context = (void *)(uintptr_t)++f->connections;
    pthread_mutex_unlock(&f->lock);
}

/* The certificate that came with the handshake, trusted or not. */
static void
read_peer(struct request *r, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    const gnutls_datum_t *list;
    unsigned n = 0;

    if (!r->tls || !info || !info->tls_session)
        return;
    list = gnutls_certificate_get_peers(info->tls_session, &n);
    if (!list || n == 0)
        return;
    r->peer = list[0].data;
    r->peer_len = list[0].size;
}

static void
start_request(struct request *r, struct MHD_Connection *c, const char *method,
              const char *url)
{
    const union MHD_ConnectionInfo *tls =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_PROTOCOL);
    const union MHD_ConnectionInfo *context =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const char *host;

    r->method = method;
    r->path = text_copy(url);
    r->query = json_object();
    r->headers = json_object();
    r->tls = tls && tls->protocol;
    if (context)
        r->connection = (unsigned)(uintptr_t)context->socket_context;
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, keep_value, r);
    MHD_get_connection_values(c, MHD_HEADER_KIND, keep_value, r);
    read_peer(r, c);
    host = request_header(r, "host");
    r->base = text_format("%s://%s", r->tls ? "https" : "http",
                          host ? host : "localhost");
}

/* Only managed identities are asked without TLS; anything else that comes there
 * comes by mistake. */
static bool
refuse_plain(const struct request *r, struct reply *reply)
{
    if (r->tls || route_service(r) == SERVICE_IDENTITY)
        return false;
    reply_error(reply, 404, "NotFound", "Only managed identities are here.");
    reply_problem(reply, "asked without TLS");
    return true;
}

static void
make_reply(struct fake *f, const struct request *r, const struct fault *taken,
           struct reply *reply)
{
    if (strcmp(r->method, "PUT") == 0 && strcmp(r->path, "/fake/faults") == 0) {
        fault_handle(f, r, reply);
        return;
    }
    if (taken && fault_reply(taken, f, r, reply))
        return;
    if (!refuse_plain(r, reply) && (!f->replay || !replay_answer(f, r, reply)))
        route(f, r, reply);
    if (taken)
        fault_change(taken, f, r, reply);
}

static enum MHD_Result
answer(struct fake *f, struct MHD_Connection *c, const struct request *r)
{
    const struct fault *taken = fault_take(f, r);
    struct reply reply = { 0 };
    enum MHD_Result result;

    make_reply(f, r, taken, &reply);
    send_compress(f, r, &reply);
    send_sleep(f, f->options.latency_ms + (taken ? taken->delay_ms : 0));
    /* Before the reply is out: who has it finds it in the journal. */
    journal_write(f, r, &reply);
    result = send_reply(f, c, &reply);
    text_free(&reply.body);
    text_free(&reply.headers);
    return result;
}

enum MHD_Result
exchange_handle(void *cls, struct MHD_Connection *c, const char *url,
                const char *method, const char *version, const char *upload,
                size_t *upload_size, void **con_cls)
{
    struct exchange *x = *con_cls;

    (void)version;
    if (!x->started) {
        x->started = true;
        start_request(&x->request, c, method, url);
        return MHD_YES;
    }
    if (*upload_size > 0) {
        text_add(&x->request.body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    return answer(cls, c, &x->request);
}
