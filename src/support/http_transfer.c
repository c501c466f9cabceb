/* SPDX-License-Identifier: MIT */
/* http_transfer.c - one attempt of one request: a libcurl easy handle. */
#include "support/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/clock.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"

/* Headers of one reply are kept up to this size; the rest is dropped. */
#define HEADERS_MAX ((size_t)64 * 1024)

static size_t
write_body(char *data, size_t size, size_t n, void *arg)
{
    struct http_job *job = arg;

    buf_add(&job->body, data, size * n);
    if (buf_ok(&job->body))
        return size * n;
    job->too_large = job->body.len + size * n > job->body.limit;
    return CURL_WRITEFUNC_ERROR;
}

static size_t
write_header(char *data, size_t size, size_t n, void *arg)
{
    struct http_job *job = arg;
    size_t len = size * n;

    /* A new status line: what came before belonged to an interim reply. */
    if (len > 5 && memcmp(data, "HTTP/", 5) == 0)
        buf_reset(&job->reply_headers);
    else
        buf_add(&job->reply_headers, data, len);
    return len;
}

static CURL *
take_handle(struct http *h)
{
    if (h->idle.len > 0)
        return h->idle.items[--h->idle.len];
    return curl_easy_init();
}

static bool
add_header(struct http_job *job, const char *line)
{
    struct curl_slist *list = curl_slist_append(job->headers, line);

    if (!list)
        return false;
    job->headers = list;
    return true;
}

static bool
build_headers(struct http_job *job, const char *authorization)
{
    auto_buf line = { 0 };
    bool ok;

    for (size_t i = 0; job->request.headers && job->request.headers[i]; i++) {
        if (!add_header(job, job->request.headers[i]))
            return false;
    }
    /* No "Expect: 100-continue": it costs a round trip. */
    if (job->request.body && !add_header(job, "Expect:"))
        return false;
    if (!authorization)
        return true;
    buf_addf(&line, "Authorization: %s", authorization);
    ok = buf_ok(&line) && add_header(job, buf_str(&line));
    buf_wipe_free(&line);
    return ok;
}

static void
set_method(CURL *easy, const struct http_request *r)
{
    if (r->body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r->body);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)r->body_len);
    } else {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, r->method);
}

/* What is the same for every request; handles are used many times. */
static void
set_common(struct http *h, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, h->config.user_agent);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write_body);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, write_header);
    http_trust_apply(h, easy);
}

static void
set_request(struct http *h, CURL *easy, struct http_job *job)
{
    const struct http_request *r = &job->request;
    int64_t timeout = r->timeout_ms ? r->timeout_ms : h->config.timeout_ms;

    curl_easy_setopt(easy, CURLOPT_URL, r->url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                     r->plain_http ? "http,https" : "https");
    /* A link-local endpoint is never behind a proxy. */
    curl_easy_setopt(easy, CURLOPT_NOPROXY, r->plain_http ? "*" : NULL);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)timeout);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->headers);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, job->curl_error);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
    set_method(easy, r);
}

int
http_transfer_start(struct http *h, struct http_job *job,
                    const char *authorization)
{
    CURL *easy = take_handle(h);

    job->easy = easy;
    job->started_ms = clock_monotonic_ms();
    job->too_large = false;
    job->curl_error[0] = '\0';
    job->body.limit = h->config.body_limit;
    job->reply_headers.limit = HEADERS_MAX;
    if (!easy || !build_headers(job, authorization))
        return -1;
    set_common(h, easy);
    set_request(h, easy, job);
    return curl_multi_add_handle(h->multi, easy) == CURLM_OK ? 0 : -1;
}

static void
wipe_headers(struct http_job *job)
{
    for (struct curl_slist *l = job->headers; l; l = l->next) {
        if (str_has_prefix_fold(l->data, "Authorization:"))
            secret_wipe(l->data, strlen(l->data));
    }
    curl_slist_free_all(job->headers);
    job->headers = NULL;
}

void
http_transfer_end(struct http *h, struct http_job *job)
{
    CURL *easy = job->easy;

    wipe_headers(job);
    if (!easy)
        return;
    job->easy = NULL;
    curl_multi_remove_handle(h->multi, easy);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
    if (vec_push(&h->idle, easy) != 0)
        curl_easy_cleanup(easy);
}

bool
http_transfer_is_transient(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_BAD_CONTENT_ENCODING:
        return true;
    default:
        return false;
    }
}

static enum http_failure
classify(const struct http_job *job, CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return HTTP_OK;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return HTTP_UNRESOLVED;
    case CURLE_COULDNT_CONNECT:
        return HTTP_REFUSED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
        return HTTP_UNTRUSTED;
    case CURLE_OPERATION_TIMEDOUT:
        return HTTP_TIMEOUT;
    case CURLE_OUT_OF_MEMORY:
        return HTTP_OUT_OF_MEMORY;
    case CURLE_WRITE_ERROR:
        return job->too_large ? HTTP_TOO_LARGE : HTTP_OUT_OF_MEMORY;
    default:
        return HTTP_BROKEN;
    }
}

static void
say_what_failed(const struct http *h, const struct http_job *job, CURLcode code,
                struct http_reply *reply)
{
    char origin[URL_ORIGIN_MAX] = "";
    const char *detail =
        *job->curl_error ? job->curl_error : curl_easy_strerror(code);

    url_origin(job->request.url, origin, NULL);
    switch (reply->failure) {
    case HTTP_UNTRUSTED:
        snprintf(reply->error, sizeof(reply->error),
                 "%s: the host's certificate is not trusted: %s (--ca-file "
                 "adds trust anchors)",
                 origin, detail);
        break;
    case HTTP_TOO_LARGE:
        snprintf(reply->error, sizeof(reply->error),
                 "%s: the reply is larger than %zu bytes", origin,
                 h->config.body_limit);
        break;
    default:
        snprintf(reply->error, sizeof(reply->error), "%s: %s: %s", origin,
                 http_failure_name(reply->failure), detail);
    }
}

void
http_transfer_reply(struct http *h, struct http_job *job, CURLcode code,
                    struct http_reply *reply)
{
    long status = 0;

    reply->failure = classify(job, code);
    if (job->easy)
        curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    reply->status = reply->failure == HTTP_OK ? (int)status : 0;
    reply->url = job->request.url;
    reply->body = buf_str(&job->body);
    reply->len = job->body.len;
    reply->attempts = job->attempt;
    reply->started_ms = job->started_ms;
    reply->headers = &job->reply_headers;
    reply->arg = job->request.arg;
    if (reply->failure != HTTP_OK)
        say_what_failed(h, job, code, reply);
}
