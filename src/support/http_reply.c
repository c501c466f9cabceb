/* SPDX-License-Identifier: MIT */
/* http_reply.c - what becomes of a reply: handed over, tried again later, asked
 * again with a new token, or followed to another place on the same host. */
#include "support/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/clock.h"
#include "support/str.h"
#include "support/url.h"

const char *
http_header(const struct http_reply *r, const char *name)
{
    const struct buf *headers = r->headers;
    size_t len = strlen(name);
    char *found = NULL;

    if (!headers)
        return NULL;
    /* Lines end in NUL once the reply is handed over; see end_lines(). */
    for (char *line = headers->data;
         line && line < headers->data + headers->len;
         line += strlen(line) + 1) {
        if (str_has_prefix_fold(line, name) && line[len] == ':')
            found = line + len + 1 + strspn(line + len + 1, " \t");
    }
    return found;
}

static void
end_lines(struct buf *headers)
{
    for (size_t i = 0; i < headers->len; i++) {
        if (headers->data[i] == '\r' || headers->data[i] == '\n')
            headers->data[i] = '\0';
    }
}

static uint32_t
next_random(struct http *h)
{
    /* xorshift32: jitter needs no better. */
    uint32_t x = h->random ? h->random : 1;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return h->random = x;
}

void
http_reply_hand_over(struct http *h, struct http_job *job,
                     const struct http_reply *reply)
{
    h->stats.finished++;
    job->request.done(h, reply);
    http_job_free(job);
}

/* Queues the job again, to start at the earliest after `wait_ms`. */
static bool
queue_again(struct http *h, struct http_job *job, int64_t wait_ms)
{
    buf_free(&job->body);
    buf_free(&job->reply_headers);
    job->start_ms = clock_monotonic_ms() + wait_ms;
    h->stats.queued++;
    if (wait_ms <= 0) {
        http_queue_ready(h, job);
        return true;
    }
    if (http_queue_delay(h, job) == 0)
        return true;
    h->stats.queued--;
    return false;
}

static void
rest_lane(struct http *h, struct http_job *job, int64_t ms)
{
    int64_t until = clock_monotonic_ms() + ms;

    (void)h;
    if (ms > 0 && until > job->lane->rest_until_ms)
        job->lane->rest_until_ms = until;
}

static int64_t
wish_of(struct http *h, const struct http_reply *reply)
{
    int64_t wish =
        retry_after_ms(http_header(reply, "Retry-After"), clock_wall_time());

    if (wish == RETRY_NO_WISH && h->config.hooks.wish_ms)
        wish = h->config.hooks.wish_ms(reply);
    return wish;
}

/* True: the job was queued again. */
static bool
try_again(struct http *h, struct http_job *job, struct http_reply *reply,
          bool transient)
{
    int64_t wish = RETRY_NO_WISH, wait;
    bool throttled =
        reply->status == 429 ||
        (reply->status == 503 && http_header(reply, "Retry-After"));

    if (reply->failure == HTTP_OK)
        wish = wish_of(h, reply);
    if (throttled)
        h->stats.throttled++;
    if (!transient || job->request.once)
        return false;
    wait = retry_wait_ms(&h->config.retry, reply->status, wish, job->attempt,
                         next_random(h));
    if (wait == RETRY_GIVE_UP) {
        reply->throttled_out = throttled;
        if (throttled && wish > h->config.retry.patience_ms)
            snprintf(reply->error, sizeof(reply->error),
                     "it asks to wait %lld s, which is too long",
                     (long long)(wish / 1000));
        else if (throttled)
            snprintf(reply->error, sizeof(reply->error),
                     "still throttled after %u attempts", job->attempt);
        return false;
    }
    if (throttled) {
        rest_lane(h, job, wait);
        h->stats.waited_ms += wait;
    }
    if (!queue_again(h, job, wait))
        return false;
    h->stats.retried++;
    return true;
}

static bool
is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 ||
           status == 308;
}

/* Follows a redirect on the same host; refuses any other. True: queued. */
static bool
redirect(struct http *h, struct http_job *job, struct http_reply *reply)
{
    const char *location = http_header(reply, "Location");
    char from[URL_ORIGIN_MAX] = "", to[URL_ORIGIN_MAX] = "nowhere";
    auto_buf absolute = { 0 };
    char *url;

    if (!is_redirect(reply->status) || job->request.body || !location)
        return false;
    url_origin(job->request.url, from, NULL);
    if (*location == '/' && location[1] != '/') {
        /* A path: the host stays. The scheme and host as they were asked. */
        buf_add(&absolute, job->request.url,
                strcspn(strstr(job->request.url, "://") + 3, "/?#") +
                    (size_t)(strstr(job->request.url, "://") + 3 -
                             job->request.url));
    }
    buf_adds(&absolute, location);
    if (!buf_ok(&absolute) ||
        !url_same_origin(job->request.url, buf_str(&absolute)) ||
        job->redirects >= HTTP_REDIRECTS_MAX) {
        url_origin(buf_str(&absolute), to, NULL);
        reply->failure = HTTP_FOREIGN;
        snprintf(reply->error, sizeof(reply->error),
                 job->redirects >= HTTP_REDIRECTS_MAX
                     ? "%s: more than five redirects, the last to %s"
                     : "%s: a redirect to %s is refused: the token does not "
                       "go there",
                 from, to);
        return false;
    }
    url = buf_take(&absolute);
    if (!url)
        return false;
    free((char *)job->request.url);
    job->request.url = url;
    job->redirects++;
    return queue_again(h, job, 0);
}

/* A 401 once: the gate may have a new token to come. */
static bool
reauthorize(struct http *h, struct http_job *job,
            const struct http_reply *reply)
{
    const struct http_gate *gate = job->request.gate;

    if (reply->status != 401 || !gate || !gate->unauthorized ||
        job->reauthorized || !gate->unauthorized(gate->arg, reply))
        return false;
    job->reauthorized = true;
    return queue_again(h, job, 0);
}

void
http_reply_settle(struct http *h, struct http_job *job, CURLcode code)
{
    struct http_reply reply = { 0 };
    bool transient;

    end_lines(&job->reply_headers);
    http_transfer_reply(h, job, code, &reply);
    http_transfer_end(h, job);
    h->stats.bytes += job->body.len;
    transient = reply.failure == HTTP_OK ? retry_is_transient(reply.status)
                                         : http_transfer_is_transient(code);
    if (reply.failure == HTTP_OK) {
        if (h->config.hooks.rest_ms)
            rest_lane(h, job, h->config.hooks.rest_ms(&reply));
        if (reauthorize(h, job, &reply) || redirect(h, job, &reply))
            return;
    }
    if (!try_again(h, job, &reply, transient))
        http_reply_hand_over(h, job, &reply);
}
