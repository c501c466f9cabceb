/* SPDX-License-Identifier: MIT */
/* http_job.c - the engine's own copy of a request. */
#include "support/http_private.h"

#include <stdlib.h>
#include <string.h>

#include "support/secret.h"
#include "support/url.h"

static void
free_headers(const char *const *headers)
{
    for (size_t i = 0; headers && headers[i]; i++)
        free((char *)headers[i]);
    free((void *)headers);
}

void
http_job_free(struct http_job *job)
{
    struct http_request *r = &job->request;

    free((char *)r->url);
    free((char *)r->method);
    free_headers(r->headers);
    if (r->body && r->body_secret)
        secret_wipe((char *)r->body, r->body_len);
    free((char *)r->body);
    curl_slist_free_all(job->headers);
    buf_free(&job->body);
    buf_free(&job->reply_headers);
    free(job);
}

static bool
copy_text(const char **field)
{
    if (!*field)
        return true;
    *field = strdup(*field);
    return *field != NULL;
}

static bool
copy_headers(struct http_request *r, const char *const *headers)
{
    const char **copy;
    size_t n = 0;

    r->headers = NULL;
    if (!headers)
        return true;
    while (headers[n])
        n++;
    copy = calloc(n + 1, sizeof(*copy));
    if (!copy)
        return false;
    r->headers = copy;
    for (size_t i = 0; i < n; i++) {
        copy[i] = strdup(headers[i]);
        if (!copy[i])
            return false;
    }
    return true;
}

static bool
copy_body(struct http_request *r, const char *body)
{
    char *copy;

    r->body = NULL;
    if (!body)
        return true;
    copy = malloc(r->body_len + 1);
    if (!copy)
        return false;
    memcpy(copy, body, r->body_len);
    r->body = copy;
    return true;
}

static bool
copy_request(struct http_job *job, const struct http_request *r)
{
    struct http_request *own = &job->request;

    *own = *r;
    own->url = own->method = own->body = NULL;
    own->headers = NULL;
    own->lane = NULL; /* the job's lane has the name */
    own->url = r->url;
    if (!copy_text(&own->url)) {
        own->url = NULL;
        return false;
    }
    own->method = r->method;
    if (!copy_text(&own->method)) {
        own->method = NULL;
        return false;
    }
    return copy_headers(own, r->headers) && copy_body(own, r->body);
}

struct http_job *
http_job_new(const struct http_request *r, struct err *e)
{
    char origin[URL_ORIGIN_MAX];
    struct http_job *job;

    if (url_origin(r->url, origin, e) != 0)
        return NULL;
    if (!r->plain_http && strncmp(origin, "https:", 6) != 0) {
        err_set(e, ERR_INPUT, "%s: only https is asked", origin);
        return NULL;
    }
    job = calloc(1, sizeof(*job));
    if (!job || !copy_request(job, r)) {
        if (job)
            http_job_free(job);
        err_nomem(e);
        return NULL;
    }
    return job;
}
