/* SPDX-License-Identifier: MIT */
/* http_job.c - the engine's own copy of a request. */
#include "support/http_private.h"

#include <stdlib.h>
#include <string.h>

#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"

static void
free_text(const char *text, bool secret)
{
    if (secret)
        secret_free((char *)text);
    else
        free((char *)text);
}

static void
free_headers(const char *const *headers, bool secret)
{
    for (size_t i = 0; headers && headers[i]; i++)
        free_text(headers[i], secret);
    free((void *)headers);
}

void
http_job_free(struct http_job *job)
{
    struct http_request *r = &job->request;

    free((char *)r->url);
    free((char *)r->method);
    free_headers(r->headers, r->secret);
    free_text(r->body, r->secret);
    free(job);
}

static bool
copy_text(const char **to, const char *from)
{
    if (!from)
        return true;
    *to = strdup(from);
    return *to != NULL;
}

static bool
copy_headers(struct http_request *own, const char *const *headers)
{
    const char **copy;
    size_t n = 0;

    if (!headers)
        return true;
    while (headers[n])
        n++;
    copy = calloc(n + 1, sizeof(*copy));
    if (!copy)
        return false;
    own->headers = copy;
    for (size_t i = 0; i < n; i++) {
        copy[i] = own->secret ? secret_strdup(headers[i]) : strdup(headers[i]);
        if (!copy[i])
            return false;
    }
    return true;
}

static bool
copy_body(struct http_request *own, const struct http_request *r)
{
    char *copy;

    if (!r->body)
        return true;
    /* One more, so that an empty body is no NULL. */
    copy = r->secret ? secret_alloc(r->body_len + 1) : malloc(r->body_len + 1);
    if (!copy)
        return false;
    memcpy(copy, r->body, r->body_len);
    own->body = copy;
    return true;
}

static bool
copy_request(struct http_request *own, const struct http_request *r)
{
    *own = *r;
    own->url = own->method = own->body = NULL;
    own->headers = NULL;
    own->lane = NULL; /* the job's lane has the name */
    return copy_text(&own->url, r->url) && copy_text(&own->method, r->method) &&
           copy_headers(own, r->headers) && copy_body(own, r);
}

static int
check_headers(const struct http_request *r, struct err *e)
{
    /* The value may be a secret, so only the name is told. */
    for (size_t i = 0; r->headers && r->headers[i]; i++) {
        const char *h = r->headers[i];

        if (strpbrk(h, "\r\n"))
            return err_set(e, ERR_INPUT, "a line break in the header '%.*s'",
                           (int)strcspn(h, ":\r\n"), h);
    }
    return 0;
}

static int
check_request(const struct http_request *r, struct err *e)
{
    char origin[URL_ORIGIN_MAX];

    if (url_origin(r->url, origin, e) != 0 || check_headers(r, e) != 0)
        return -1;
    if (!r->plain_http && strncmp(origin, "https:", 6) != 0)
        return err_set(e, ERR_INPUT, "%s: only https is asked", origin);
    if (str_eq(r->method, "POST"))
        return 0;
    if ((!r->method || str_eq(r->method, "GET")) && !r->body)
        return 0;
    return err_set(e, ERR_INPUT,
                   "%s: a request is a GET without a body, or a POST", origin);
}

struct http_job *
http_job_new(const struct http_request *r, struct err *e)
{
    struct http_job *job;

    if (check_request(r, e) != 0)
        return NULL;
    job = calloc(1, sizeof(*job));
    if (!job || !copy_request(&job->request, r)) {
        if (job)
            http_job_free(job);
        err_nomem(e);
        return NULL;
    }
    return job;
}
