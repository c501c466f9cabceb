/* SPDX-License-Identifier: MIT */
/* http_outcome.c - what becomes of a request after an attempt: it is tried
 * again, or its reply is handed over. */
#include "support/http_private.h"

#include <stdio.h>

#include "support/clock.h"

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

static void
hand_over(struct http *h, struct http_job *job, const struct http_reply *reply)
{
    h->stats.finished++;
    job->request.done(h, reply);
    if (job->transfer)
        http_transfer_release(h, job);
    http_job_free(job);
}

void
http_outcome_fail(struct http *h, struct http_job *job,
                  enum http_failure failure, const char *why)
{
    struct http_reply reply = {
        .failure = failure,
        .url = job->request.url,
        .body = "",
        .attempts = job->attempts,
        .started_ms = job->started_ms,
        .arg = job->request.arg,
    };

    snprintf(reply.error, sizeof(reply.error), "%s", why);
    hand_over(h, job, &reply);
}

/* Queues the job again. False: out of memory, the job is as before. */
static bool
queue_again(struct http *h, struct http_job *job, int64_t wait_ms)
{
    if (wait_ms > 0) {
        if (http_queue_delay(h, job, clock_monotonic_ms() + wait_ms) != 0)
            return false;
    } else {
        http_queue_add(h, job);
    }
    http_transfer_release(h, job);
    h->stats.queued++;
    return true;
}

/* A 401 once: the gate may have a new token to come. */
static bool
is_worth_a_new_token(struct http_job *job, const struct http_reply *reply)
{
    const struct http_gate *gate = job->request.gate;

    if (reply->status != 401 || !gate || !gate->unauthorized ||
        job->reauthorized)
        return false;
    job->reauthorized = true;
    return gate->unauthorized(gate->arg, reply);
}

static bool
is_transient(const struct http_reply *reply, CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return reply->failure == HTTP_OK && retry_is_transient(reply->status);
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
    /* The handshake broke off; a certificate that is not trusted is
     * CURLE_PEER_FAILED_VERIFICATION. */
    case CURLE_SSL_CONNECT_ERROR:
    /* A compressed body that was cut. */
    case CURLE_BAD_CONTENT_ENCODING:
        return true;
    default:
        return false;
    }
}

static int64_t
wish_of(const struct http *h, const struct http_reply *reply)
{
    const char *value = http_header(reply, "Retry-After");
    int64_t wish = retry_after_ms(value, clock_wall_time());

    if (wish == RETRY_NO_WISH && h->config.hooks.wish_ms)
        wish = h->config.hooks.wish_ms(reply);
    return wish;
}

static void
say_why_given_up(const struct http *h, struct http_reply *reply, int64_t wish)
{
    int64_t patience = h->config.retry.patience_ms;

    reply->throttled_out = true;
    if (wish > patience)
        snprintf(reply->error, sizeof(reply->error),
                 "it asks to wait %lld s, longer than the %lld s that are "
                 "waited at most",
                 (long long)(wish / 1000), (long long)(patience / 1000));
    else
        snprintf(reply->error, sizeof(reply->error),
                 "still throttled after %u attempt%s", reply->attempts,
                 reply->attempts == 1 ? "" : "s");
}

/* After a 429 or 503: `wait` is how long this job waits, or RETRY_GIVE_UP. The
 * whole lane rests, whatever becomes of this job. */
static void
slow_down(struct http *h, const struct http_job *job,
          const struct http_reply *reply, int64_t wish, int64_t wait)
{
    if (wish >= 0 && wish <= h->config.retry.patience_ms)
        http_lane_rest(job->lane, wish);
    else if (wish == RETRY_NO_WISH && reply->status == 429)
        http_lane_rest(job->lane, wait);
    if (wish >= 0 || reply->status == 429)
        h->stats.throttled++;
    if (wish >= 0 && wait > 0)
        h->stats.waited_ms += wait;
}

/* True: the job was queued again. */
static bool
try_again(struct http *h, struct http_job *job, struct http_reply *reply)
{
    bool throttled = reply->status == 429 || reply->status == 503;
    int64_t wish = reply->status ? wish_of(h, reply) : RETRY_NO_WISH;
    int64_t wait = RETRY_GIVE_UP;

    job->failures++;
    if (!job->request.once)
        wait = retry_wait_ms(&h->config.retry, reply->status, wish,
                             job->failures, next_random(h));
    if (throttled)
        slow_down(h, job, reply, wish, wait);
    if (wait != RETRY_GIVE_UP && queue_again(h, job, wait)) {
        h->stats.retried++;
        return true;
    }
    if (throttled)
        say_why_given_up(h, reply, wish);
    return false;
}

bool
http_outcome_judge(struct http *h, struct http_job *job, CURLcode code)
{
    struct http_reply *reply = &job->transfer->reply;

    http_transfer_reply(h, job, code);
    http_transfer_stop(h, job);
    h->stats.bytes += reply->len;
    if (reply->failure == HTTP_OK) {
        if (h->config.hooks.rest_ms)
            http_lane_rest(job->lane, h->config.hooks.rest_ms(reply));
        if (is_worth_a_new_token(job, reply) ||
            http_redirect(job, reply) == HTTP_REDIRECT_FOLLOW)
            return queue_again(h, job, 0);
    }
    return is_transient(reply, code) && try_again(h, job, reply);
}

void
http_outcome_hand_over(struct http *h, struct http_job *job)
{
    hand_over(h, job, &job->transfer->reply);
}
