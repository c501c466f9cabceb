/* SPDX-License-Identifier: MIT */
/* http_transfer.c - one attempt of one request: a libcurl easy handle. */
#include "support/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"

/* Headers of one reply are kept up to this size; the rest is dropped. */
#define HEADERS_MAX ((size_t)64 * 1024)

/* One allocation for a body whose length is told. It need not be true: the
 * buffer grows where the body is longer, as it is when it came compressed. */
static void
reserve_body(struct http_transfer *t)
{
    curl_off_t told = -1;

    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &told);
    if (told <= 0 || (uint64_t)told > t->body.limit)
        return;
    t->body.data = malloc((size_t)told + 1);
    if (!t->body.data)
        return;
    t->body.data[0] = '\0';
    t->body.cap = (size_t)told + 1;
}

static size_t
write_body(char *data, size_t size, size_t n, void *arg)
{
    struct http_transfer *t = arg;

    if (!t->body.data && !t->body.secret)
        reserve_body(t);
    t->too_large = size * n > t->body.limit - t->body.len;
    buf_add(&t->body, data, size * n);
    return buf_ok(&t->body) ? size * n : CURL_WRITEFUNC_ERROR;
}

static size_t
write_header(char *data, size_t size, size_t n, void *arg)
{
    struct http_transfer *t = arg;
    size_t len = size * n;

    /* A new status line: what came before belonged to an interim reply. */
    if (len > 5 && memcmp(data, "HTTP/", 5) == 0)
        buf_reset(&t->reply_headers);
    else
        buf_add(&t->reply_headers, data, len);
    return len;
}

/* A link-local endpoint speaks plain HTTP/1.1 and is never behind a proxy. */
static void
set_plain(CURL *easy, bool plain)
{
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                     plain ? "http,https" : "https");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, plain ? "*" : NULL);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     plain ? (long)CURL_HTTP_VERSION_1_1
                           : (long)CURL_HTTP_VERSION_2TLS);
    /* Wait for a connection that may be shared, rather than open another. */
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, plain ? 0L : 1L);
}

/* What is the same for every request. */
static void
set_common(const struct http *h, struct http_transfer *t)
{
    CURL *easy = t->easy;

    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* A name that is still being resolved must not hold up the loop when its
     * request is given up. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, h->config.user_agent);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                     (curl_off_t)h->config.body_limit);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, write_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
    set_plain(easy, false);
    http_trust_apply(&h->trust, easy);
}

/* A text as libcurl takes it, not copied. */
static struct curl_blob
blob_of(const char *pem)
{
    return (struct curl_blob){
        .data = (void *)pem,
        .len = strlen(pem),
        .flags = CURL_BLOB_NOCOPY,
    };
}

static bool
set_tls(struct http_transfer *t, const struct http_tls *tls)
{
    struct curl_blob ca = blob_of(tls->ca), cert, key;
    CURL *easy = t->easy;

    /* The folder would be trusted beside the blob. */
    if (curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &ca) != CURLE_OK)
        return false;
    if (!tls->cert)
        return true;
    cert = blob_of(tls->cert);
    key = blob_of(tls->key);
    return curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &cert) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &key) == CURLE_OK;
}

static struct http_transfer *
take_transfer(struct http *h, bool for_one_use)
{
    struct http_transfer *t;

    if (h->idle.len > 0 && !for_one_use)
        return h->idle.items[--h->idle.len];
    t = calloc(1, sizeof(*t));
    if (!t)
        return NULL;
    t->easy = curl_easy_init();
    if (!t->easy) {
        free(t);
        return NULL;
    }
    t->for_one_use = for_one_use;
    t->body.limit = h->config.body_limit;
    t->reply_headers.limit = HEADERS_MAX;
    set_common(h, t);
    return t;
}

static bool
add_header(struct http_transfer *t, const char *line)
{
    struct curl_slist *list = curl_slist_append(t->headers, line);

    if (!list)
        return false;
    t->headers = list;
    return true;
}

static bool
build_headers(struct http_transfer *t, const struct http_request *r,
              const char *authorization)
{
    struct buf line = { 0 };
    bool ok = true;

    for (size_t i = 0; ok && r->headers && r->headers[i]; i++)
        ok = add_header(t, r->headers[i]);
    /* No "Expect: 100-continue": it costs a round trip. */
    if (ok && r->method && *r->method == 'P')
        ok = add_header(t, "Expect:");
    if (!ok || !authorization)
        return ok;
    buf_addf(&line, "Authorization: %s", authorization);
    ok = buf_ok(&line) && add_header(t, buf_str(&line));
    if (line.data)
        secret_wipe(line.data, line.cap);
    buf_free(&line);
    return ok;
}

static void
set_method(CURL *easy, const struct http_request *r)
{
    if (!str_eq(r->method, "POST")) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    /* Without a body too: the length 0 must be told (RFC 9110 8.6). */
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r->body ? r->body : "");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     r->body ? (curl_off_t)r->body_len : 0);
}

static void
set_request(const struct http *h, struct http_transfer *t, struct http_job *job)
{
    const struct http_request *r = &job->request;
    int64_t timeout = r->timeout_ms ? r->timeout_ms : h->config.timeout_ms;

    if (t->plain != r->plain_http) {
        set_plain(t->easy, r->plain_http);
        t->plain = r->plain_http;
    }
    curl_easy_setopt(t->easy, CURLOPT_URL, r->url);
    curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)timeout);
    curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)timeout);
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, job);
    set_method(t->easy, r);
}

int
http_transfer_start(struct http *h, struct http_job *job,
                    const char *authorization)
{
    const struct http_tls *tls = job->request.tls;
    bool secret = job->request.secret;
    struct http_transfer *t = take_transfer(h, tls != NULL || secret);

    if (!t)
        return -1;
    t->body.secret = secret;
    job->transfer = t;
    t->error[0] = '\0';
    t->too_large = false;
    if ((!tls || set_tls(t, tls)) &&
        build_headers(t, &job->request, authorization)) {
        set_request(h, t, job);
        if (curl_multi_add_handle(h->multi, t->easy) == CURLM_OK)
            return 0;
    }
    http_transfer_release(h, job);
    return -1;
}

/* The caller's headers too: some endpoints are given their secret in one. */
static void
wipe_headers(struct http_transfer *t)
{
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, NULL);
    for (struct curl_slist *l = t->headers; l; l = l->next)
        secret_wipe(l->data, strlen(l->data));
    curl_slist_free_all(t->headers);
    t->headers = NULL;
}

void
http_transfer_stop(struct http *h, struct http_job *job)
{
    curl_multi_remove_handle(h->multi, job->transfer->easy);
    wipe_headers(job->transfer);
}

void
http_transfer_free(struct http_transfer *t)
{
    wipe_headers(t);
    curl_easy_cleanup(t->easy);
    buf_free(&t->body);
    buf_free(&t->reply_headers);
    free(t);
}

void
http_transfer_release(struct http *h, struct http_job *job)
{
    struct http_transfer *t = job->transfer;

    job->transfer = NULL;
    wipe_headers(t);
    buf_free(&t->body);
    buf_reset(&t->reply_headers);
    if (t->for_one_use || vec_push(&h->idle, t) != 0)
        http_transfer_free(t);
}

static enum http_failure
classify(const struct http_transfer *t, CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return HTTP_OK;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return HTTP_UNRESOLVED;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return HTTP_REFUSED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        return HTTP_UNTRUSTED;
    case CURLE_OPERATION_TIMEDOUT:
        return HTTP_TIMEOUT;
    case CURLE_OUT_OF_MEMORY:
        return HTTP_OUT_OF_MEMORY;
    case CURLE_FILESIZE_EXCEEDED:
        return HTTP_TOO_LARGE;
    default:
        if (t->too_large)
            return HTTP_TOO_LARGE;
        return buf_ok(&t->body) ? HTTP_BROKEN : HTTP_OUT_OF_MEMORY;
    }
}

static void
say_what_failed(const struct http *h, const struct http_job *job, CURLcode code,
                struct http_reply *reply)
{
    const char *libcurl =
        *job->transfer->error ? job->transfer->error : curl_easy_strerror(code);
    char origin[URL_ORIGIN_MAX] = "", detail[CURL_ERROR_SIZE];

    url_origin(job->request.url, origin, NULL);
    str_sanitize(detail, sizeof(detail), libcurl);
    if (reply->failure == HTTP_TOO_LARGE)
        snprintf(reply->error, sizeof(reply->error),
                 "%s: the reply is larger than %zu bytes", origin,
                 h->config.body_limit);
    else if (code == CURLE_SSL_CONNECT_ERROR)
        snprintf(reply->error, sizeof(reply->error),
                 "%s: the TLS handshake failed: %s", origin, detail);
    else if (reply->failure == HTTP_UNTRUSTED)
        snprintf(reply->error, sizeof(reply->error),
                 "%s: the host's certificate is not trusted: %s (--ca-file "
                 "adds trust anchors)",
                 origin, detail);
    else
        snprintf(reply->error, sizeof(reply->error), "%s: %s: %s", origin,
                 http_failure_name(reply->failure), detail);
}

/* Turns each line into a text of its own, without white space at its end. */
static void
end_lines(struct buf *headers)
{
    for (size_t i = 0; i < headers->len; i++) {
        if (headers->data[i] != '\r' && headers->data[i] != '\n')
            continue;
        for (size_t j = i; j-- > 0 && strchr(" \t", headers->data[j]);)
            headers->data[j] = '\0';
        headers->data[i] = '\0';
    }
}

void
http_transfer_reply(const struct http *h, struct http_job *job, CURLcode code)
{
    struct http_transfer *t = job->transfer;
    struct http_reply *reply = &t->reply;
    long status = 0;

    end_lines(&t->reply_headers);
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    *reply = (struct http_reply){
        .failure = classify(t, code),
        .url = job->request.url,
        .body = buf_str(&t->body),
        .len = t->body.len,
        .attempts = job->attempts,
        .started_ms = job->started_ms,
        .headers = &t->reply_headers,
        .arg = job->request.arg,
    };
    if (reply->failure == HTTP_OK)
        reply->status = (int)status;
    else
        say_what_failed(h, job, code, reply);
}
