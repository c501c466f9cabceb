/* SPDX-License-Identifier: MIT */
/* http_loop.c - the loop: starts what may start, drives libcurl, waits. */
#include "support/http_private.h"

#include <stdlib.h>
#include <string.h>

#include "support/clock.h"

/* The longest wait for events: how soon an interruption is seen. */
#define TICK_MS 100

static bool
is_interrupted(const struct http *h)
{
    return h->config.interrupted && *h->config.interrupted;
}

static void
launch(struct http *h, struct http_job *job, const char *authorization)
{
    h->stats.queued--;
    if (authorization && strpbrk(authorization, "\r\n")) {
        http_outcome_fail(h, job, HTTP_NO_TOKEN,
                          "the token holds a line break");
        return;
    }
    if (vec_push(&h->running, job) != 0) {
        http_outcome_fail(h, job, HTTP_OUT_OF_MEMORY, "out of memory");
        return;
    }
    job->place = h->running.len - 1;
    job->attempts++;
    job->started_ms = clock_monotonic_ms();
    if (http_transfer_start(h, job, authorization) != 0) {
        h->running.len--;
        http_outcome_fail(h, job, HTTP_OUT_OF_MEMORY, "out of memory");
        return;
    }
    h->stats.started++;
}

static void
refuse(struct http *h, struct http_job *job, enum http_failure failure,
       const char *why)
{
    h->stats.queued--;
    http_outcome_fail(h, job, failure, why);
}

/* Past its gate, if it has one. */
static void
pass_gate(struct http *h, struct http_job *job)
{
    const struct http_gate *gate = job->request.gate;
    const char *authorization = NULL;
    struct err why = { 0 };

    if (!gate) {
        launch(h, job, NULL);
        return;
    }
    if (http_parking_join(h, job))
        return;
    switch (gate->enter(gate->arg, job->request.url, &authorization, &why)) {
    case HTTP_GATE_OPEN:
        launch(h, job, authorization);
        break;
    case HTTP_GATE_WAIT:
        if (http_parking_open(h, job) != 0)
            refuse(h, job, HTTP_OUT_OF_MEMORY, "out of memory");
        break;
    case HTTP_GATE_REFUSED:
        refuse(h, job, HTTP_NO_TOKEN, why.text);
        break;
    }
}

/* Starts what may start. */
static void
fill(struct http *h)
{
    int64_t now = clock_monotonic_ms();
    struct http_job *job;

    http_queue_wake(h, now);
    if (h->running.len < h->config.parallel)
        http_parking_release(h);
    while (h->running.len < h->config.parallel && (job = http_queue_take(h))) {
        int64_t rest = job->lane->rest_until_ms;

        if (rest > now && http_queue_delay(h, job, rest) == 0)
            continue;
        pass_gate(h, job);
    }
}

static void
leave_running(struct http *h, struct http_job *job)
{
    struct http_job *last = h->running.items[h->running.len - 1];

    h->running.items[job->place] = last;
    last->place = job->place;
    h->running.len--;
}

/* False: nothing had ended. */
static bool
judge_ended(struct http *h)
{
    bool any = false;
    CURLMsg *m;
    int left;

    while ((m = curl_multi_info_read(h->multi, &left))) {
        CURLcode code = m->data.result;
        struct http_job *job = NULL;

        if (m->msg != CURLMSG_DONE)
            continue;
        any = true;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&job);
        leave_running(h, job);
        if (!http_outcome_judge(h, job, code))
            http_list_add(&h->ended, job);
    }
    return any;
}

/* `done` takes time, for parsing above all. So whatever can leave leaves before
 * each of them, and the network works meanwhile. */
static void
hand_over_ended(struct http *h)
{
    struct http_job *job;
    int still_running;

    while ((job = http_list_take(&h->ended))) {
        uint64_t before = h->stats.started;

        if (!is_interrupted(h))
            fill(h);
        /* A failure shows again in the loop. */
        if (h->stats.started != before)
            curl_multi_perform(h->multi, &still_running);
        http_outcome_hand_over(h, job);
    }
}

static void
end_watch(struct http *h, size_t i)
{
    free(h->watches.items[i]);
    h->watches.items[i] = h->watches.items[--h->watches.len];
}

void
http_loop_end_all(struct http *h, enum http_failure failure, const char *why)
{
    struct http_job *job;

    h->ending = true;
    /* `done` may submit and watch more: that ends here as well. */
    for (;;) {
        while (h->running.len > 0) {
            job = h->running.items[h->running.len - 1];
            leave_running(h, job);
            http_transfer_stop(h, job);
            http_outcome_fail(h, job, failure, why);
        }
        if ((job = http_queue_take_any(h))) {
            refuse(h, job, failure, why);
        } else if (h->watches.len > 0) {
            struct http_watch_entry w =
                *(struct http_watch_entry *)h->watches.items[0];

            end_watch(h, 0);
            w.ready(h, w.arg);
        } else {
            break;
        }
    }
    h->ending = false;
}

static void
tick(struct http *h)
{
    int64_t now = clock_monotonic_ms();

    if (!h->config.hooks.tick || now - h->last_tick_ms < TICK_MS)
        return;
    h->last_tick_ms = now;
    h->config.hooks.tick(h->config.hooks.tick_arg);
}

static int64_t
time_to_wait(const struct http *h)
{
    int64_t next = http_queue_next_start(h);
    int64_t wait = next < 0 ? TICK_MS : next - clock_monotonic_ms();

    if (wait < 0)
        return 0;
    return wait < TICK_MS ? wait : TICK_MS;
}

static int
wait_for_events(struct http *h)
{
    size_t n = h->watches.len;

    for (size_t i = 0; i < n; i++) {
        const struct http_watch_entry *w = h->watches.items[i];

        h->wait_fds[i] =
            (struct curl_waitfd){ .fd = w->fd, .events = CURL_WAIT_POLLIN };
    }
    if (curl_multi_poll(h->multi, h->wait_fds, (unsigned)n,
                        (int)time_to_wait(h), NULL) != CURLM_OK)
        return -1;
    /* From the end, because an ended one gives its place to the last. */
    for (size_t i = n; i-- > 0;) {
        struct http_watch_entry *w = h->watches.items[i];

        if (h->wait_fds[i].revents && !w->ready(h, w->arg))
            end_watch(h, i);
    }
    return 0;
}

static bool
is_busy(const struct http *h)
{
    return h->running.len > 0 || h->watches.len > 0 || !http_queue_is_empty(h);
}

/* libcurl says no more than that it cannot. */
static int
give_up(struct http *h, struct err *e)
{
    http_loop_end_all(h, HTTP_BROKEN, "libcurl cannot go on");
    return err_set(e, ERR_INTERNAL, "libcurl cannot go on");
}

int
http_run(struct http *h, struct err *e)
{
    int still_running;

    while (is_busy(h) && !is_interrupted(h)) {
        fill(h);
        if (curl_multi_perform(h->multi, &still_running) != CURLM_OK)
            return give_up(h, e);
        tick(h);
        /* What has ended made room: start the next before waiting. */
        if (judge_ended(h))
            hand_over_ended(h);
        else if (is_busy(h) && wait_for_events(h) != 0)
            return give_up(h, e);
    }
    if (!is_interrupted(h))
        return 0;
    http_loop_end_all(h, HTTP_INTERRUPTED, "interrupted");
    return err_set(e, ERR_INTERRUPTED, "interrupted");
}
