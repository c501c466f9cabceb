/* SPDX-License-Identifier: MIT */
/* server.c - libmicrohttpd: requests in, replies out, one thread each. */
#include "fake.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define HANG_S 600

/* One connection's current request. */
struct exchange {
    struct request request;
    bool started;
};

static void
sleep_ms(const struct fake *f, long ms)
{
    struct timespec step = { .tv_nsec = 20 * 1000 * 1000 };

    for (; ms > 20 && !f->stopping; ms -= 20)
        nanosleep(&step, NULL);
    step.tv_nsec = ms * 1000 * 1000;
    if (ms > 0 && ms <= 20)
        nanosleep(&step, NULL);
}

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

static enum MHD_Result
keep_query(void *cls, enum MHD_ValueKind kind, const char *key,
           const char *value)
{
    struct request *r = cls;

    (void)kind;
    json_object_set_new(r->query, key, json_string(value ? value : ""));
    return MHD_YES;
}

static enum MHD_Result
keep_header(void *cls, enum MHD_ValueKind kind, const char *key,
            const char *value)
{
    struct request *r = cls;
    char *name = strdup(key);

    (void)kind;
    for (char *c = name; c && *c; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
    json_object_set_new(r->headers, name ? name : "",
                        json_string(value ? value : ""));
    free(name);
    return MHD_YES;
}

/* The URI as it came; MHD hands it to this callback before parsing. */
static void *
remember_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
    struct exchange *x = calloc(1, sizeof(*x));

    (void)cls;
    (void)c;
    if (!x)
        abort();
    x->request.raw = strdup(uri);
    return x;
}

static void
free_exchange(void *cls, struct MHD_Connection *c, void **con_cls,
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

static void
count_connection(void *cls, struct MHD_Connection *c, void **socket_context,
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
    r->path = strdup(url);
    r->query = json_object();
    r->headers = json_object();
    r->tls = tls && tls->protocol;
    if (context)
        r->connection = (unsigned)(uintptr_t)context->socket_context;
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, keep_query, r);
    MHD_get_connection_values(c, MHD_HEADER_KIND, keep_header, r);
    host = request_header(r, "host");
    r->base = text_format("https://%s", host ? host : "localhost");
}

/* ---- sending --------------------------------------------------------------- */

struct trickle {
    struct fake *fake;
    char *data;
    size_t len;
    enum misdeed misdeed;
};

static ssize_t
read_trickle(void *cls, uint64_t pos, char *buf, size_t max)
{
    struct trickle *t = cls;
    size_t left = t->len > pos ? t->len - (size_t)pos : 0;

    if (t->fake->stopping)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (t->misdeed == MISDEED_ENDLESS) {
        memset(buf, ' ', max);
        return (ssize_t)max;
    }
    if (t->misdeed == MISDEED_CUT && pos >= t->len / 2)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (t->misdeed == MISDEED_SLOW) {
        sleep_ms(t->fake, 200);
        max = max < 8 ? max : 8;
    }
    if (t->misdeed == MISDEED_CUT && left > t->len / 2)
        left = t->len / 2 ? t->len / 2 : 1;
    if (left > max)
        left = max;
    memcpy(buf, t->data + pos, left);
    return left ? (ssize_t)left : MHD_CONTENT_READER_END_OF_STREAM;
}

static void
free_trickle(void *cls)
{
    struct trickle *t = cls;

    free(t->data);
    free(t);
}

static struct MHD_Response *
misbehaving_response(struct fake *f, struct reply *reply)
{
    struct trickle *t = calloc(1, sizeof(*t));

    if (!t)
        abort();
    t->fake = f;
    t->data = reply->body.data ? reply->body.data : strdup("");
    t->len = reply->body.len;
    t->misdeed = reply->misdeed;
    memset(&reply->body, 0, sizeof(reply->body));
    return MHD_create_response_from_callback(
        t->misdeed == MISDEED_ENDLESS ? MHD_SIZE_UNKNOWN : t->len, 1024,
        read_trickle, t, free_trickle);
}

static bool
compress_body(const struct request *r, struct reply *reply)
{
    const char *accept = request_header(r, "accept-encoding");
    z_stream z = { 0 };
    struct text out = { 0 };

    if (!accept || !strstr(accept, "gzip") || reply->body.len < 1024)
        return false;
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    out.cap = deflateBound(&z, reply->body.len) + 1;
    out.data = malloc(out.cap);
    if (!out.data)
        abort();
    z.next_in = (unsigned char *)reply->body.data;
    z.avail_in = (unsigned)reply->body.len;
    z.next_out = (unsigned char *)out.data;
    z.avail_out = (unsigned)out.cap;
    deflate(&z, Z_FINISH);
    out.len = z.total_out;
    deflateEnd(&z);
    text_free(&reply->body);
    reply->body = out;
    return true;
}

static void
add_headers(struct MHD_Response *response, const struct reply *reply)
{
    char *lines = strdup(reply->headers.data ? reply->headers.data : "");
    char *save = NULL;

    for (char *line = strtok_r(lines, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        char *colon = strstr(line, ": ");

        if (!colon)
            continue;
        *colon = '\0';
        MHD_add_response_header(response, line, colon + 2);
    }
    free(lines);
    MHD_add_response_header(response, "Content-Type",
                            reply->content_type
                                ? reply->content_type
                                : "application/json; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-cache");
}

static enum MHD_Result
send_reply(struct fake *f, struct MHD_Connection *c, const struct request *r,
           struct reply *reply)
{
    struct MHD_Response *response;
    enum MHD_Result result;
    size_t len;

    if (reply->misdeed == MISDEED_RESET)
        return MHD_NO;
    if (reply->misdeed == MISDEED_HANG)
        sleep_ms(f, HANG_S * 1000L);
    if (reply->misdeed >= MISDEED_CUT && reply->misdeed != MISDEED_HANG) {
        response = misbehaving_response(f, reply);
    } else {
        bool gzip = compress_body(r, reply);

        len = reply->body.len;
        response = MHD_create_response_from_buffer(
            len, reply->body.data ? reply->body.data : strdup(""),
            MHD_RESPMEM_MUST_FREE);
        memset(&reply->body, 0, sizeof(reply->body));
        if (gzip)
            MHD_add_response_header(response, "Content-Encoding", "gzip");
    }
    add_headers(response, reply);
    result = MHD_queue_response(c, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- one request ------------------------------------------------------------ */

static enum MHD_Result
answer(struct fake *f, struct MHD_Connection *c, const struct request *r)
{
    struct reply reply = { 0 };
    struct fault taken = { 0 };
    enum MHD_Result result;

    if (!fault_apply(f, r, &reply, &taken)) {
        if (!f->replay || !replay_answer(f, r, &reply))
            route(f, r, &reply);
        fault_change(&taken, r, &reply);
    }
    sleep_ms(f, f->options.latency_ms + taken.delay_ms);
    journal_write(f, r, &reply, reply.body.len);
    result = send_reply(f, c, r, &reply);
    text_free(&reply.body);
    text_free(&reply.headers);
    return result;
}

static enum MHD_Result
handle(void *cls, struct MHD_Connection *c, const char *url, const char *method,
       const char *version, const char *upload, size_t *upload_size,
       void **con_cls)
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

/* ---- the daemon -------------------------------------------------------------- */

static struct MHD_Daemon *
start_daemon(struct fake *f, unsigned port, const char *cert, const char *key)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;

    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (cert)
        return MHD_start_daemon(
            flags | MHD_USE_TLS, 0, NULL, NULL, handle, f, MHD_OPTION_SOCK_ADDR,
            &address, MHD_OPTION_HTTPS_MEM_CERT, cert, MHD_OPTION_HTTPS_MEM_KEY,
            key, MHD_OPTION_URI_LOG_CALLBACK, remember_uri, NULL,
            MHD_OPTION_NOTIFY_COMPLETED, free_exchange, NULL,
            MHD_OPTION_NOTIFY_CONNECTION, count_connection, f,
            MHD_OPTION_CONNECTION_LIMIT, 512u, MHD_OPTION_END);
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handle, f, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_URI_LOG_CALLBACK, remember_uri, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, free_exchange, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, count_connection, f, MHD_OPTION_END);
}

static unsigned
port_of(struct MHD_Daemon *d)
{
    return d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
}

/* Written beside and renamed: whoever waits for it never sees half of it. */
static void
tell_ready(const struct fake *f, unsigned port, unsigned http_port)
{
    char *temporary;
    FILE *file;

    if (!f->options.ready_file) {
        printf("url=https://localhost:%u\n", port);
        fflush(stdout);
        return;
    }
    temporary = text_format("%s.new", f->options.ready_file);
    file = fopen(temporary, "w");
    if (file) {
        fprintf(file, "url=https://localhost:%u\n", port);
        if (http_port)
            fprintf(file, "http_url=http://127.0.0.1:%u\n", http_port);
        fprintf(file, "pid=%ld\n", (long)getpid());
        fclose(file);
        rename(temporary, f->options.ready_file);
    }
    free(temporary);
}

static void
wait_for_signal(void)
{
    sigset_t set;
    int number;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigwait(&set, &number);
}

static void
block_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int
server_run(struct fake *f)
{
    char *cert = text_read_file(f->options.cert, NULL);
    char *key = text_read_file(f->options.key, NULL);
    struct MHD_Daemon *tls = NULL, *plain = NULL;
    int status = 1;

    block_signals();
    if (cert && key)
        tls = start_daemon(f, f->options.port, cert, key);
    if (f->options.with_http)
        plain = start_daemon(f, f->options.http_port, NULL, NULL);
    if (!tls || (f->options.with_http && !plain)) {
        fprintf(stderr, "fakeazure: the server does not start: %s\n",
                strerror(errno));
    } else {
        tell_ready(f, port_of(tls), port_of(plain));
        wait_for_signal();
        status = 0;
    }
    f->stopping = true;
    if (tls)
        MHD_stop_daemon(tls);
    if (plain)
        MHD_stop_daemon(plain);
    free(cert);
    free(key);
    return status;
}
