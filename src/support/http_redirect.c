/* SPDX-License-Identifier: MIT */
/* http_redirect.c - redirects: followed on the same host, refused to any
 * other. libcurl follows none itself. */
#include "support/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/str.h"
#include "support/url.h"

static bool
is_redirect(const struct http_job *job, const struct http_reply *reply)
{
    static const int followed[] = { 301, 302, 303, 307, 308 };

    /* A POST is not repeated elsewhere: its redirect is its reply. */
    if (str_eq(job->request.method, "POST"))
        return false;
    for (size_t i = 0; i < sizeof(followed) / sizeof(*followed); i++) {
        if (reply->status == followed[i])
            return http_header(reply, "Location") != NULL;
    }
    return false;
}

/* Where the reply leads, as an absolute URL (RFC 3986 5.2); free() it. NULL: no
 * URL, or out of memory. */
static char *
resolve(const char *base, const char *location)
{
    CURLU *url = curl_url();
    char *text = NULL, *copy = NULL;

    if (!url)
        return NULL;
    if (curl_url_set(url, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_URL, location, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_URL, &text, 0) == CURLUE_OK)
        copy = strdup(text);
    curl_free(text);
    curl_url_cleanup(url);
    return copy;
}

static enum http_redirect
refuse(struct http_reply *reply, enum http_failure failure, const char *target)
{
    char from[URL_ORIGIN_MAX] = "", to[URL_ORIGIN_MAX] = "what is no URL";

    url_origin(reply->url, from, NULL);
    if (target)
        url_origin(target, to, NULL);
    reply->failure = failure;
    if (failure == HTTP_FOREIGN)
        snprintf(reply->error, sizeof(reply->error),
                 "%s: a redirect to %s is refused: the token does not go there",
                 from, to);
    else
        snprintf(reply->error, sizeof(reply->error),
                 "%s: more than %d redirects", from, HTTP_REDIRECTS_MAX);
    return HTTP_REDIRECT_REFUSED;
}

enum http_redirect
http_redirect(struct http_job *job, struct http_reply *reply)
{
    enum http_redirect answer;
    char *target;

    if (!is_redirect(job, reply))
        return HTTP_REDIRECT_NONE;
    target = resolve(job->request.url, http_header(reply, "Location"));
    if (!target || !url_same_origin(job->request.url, target)) {
        answer = refuse(reply, HTTP_FOREIGN, target);
    } else if (job->redirects >= HTTP_REDIRECTS_MAX) {
        answer = refuse(reply, HTTP_BROKEN, target);
    } else {
        free((char *)job->request.url);
        job->request.url = target;
        job->redirects++;
        return HTTP_REDIRECT_FOLLOW;
    }
    free(target);
    return answer;
}
