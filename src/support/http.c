/* SPDX-License-Identifier: MIT */
/* http.c - the HTTP engine: its beginning and end, and the loop. */
#include "support/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/clock.h"
#include "support/crypto.h"
#include "support/str.h"
#include "support/url.h"

#define TICK_MS 100

static const char *const failure_names[] = {
    [HTTP_OK] = "ok",
    [HTTP_UNRESOLVED] = "the host has no address",
    [HTTP_REFUSED] = "no connection",
    [HTTP_UNTRUSTED] = "untrusted",
    [HTTP_TIMEOUT] = "timeout",
    [HTTP_BROKEN] = "the connection broke",
    [HTTP_TOO_LARGE] = "too large",
    [HTTP_FOREIGN] = "redirect to another host",
    [HTTP_NO_TOKEN] = "no token",
    [HTTP_INTERRUPTED] = "interrupted",
    [HTTP_OUT_OF_MEMORY] = "out of memory",
};

const char *
http_failure_name(enum http_failure f)
{
    return failure_names[f];
}

/* ---- beginning and end ------------------------------------------------- */

int
http_new(struct http **ret, const struct http_config *config, struct err *e)
{
    struct http *h = calloc(1, sizeof(*h));

    if (!h)
        return err_nomem(e);
    h->config = *config;
    h->config.user_agent = strdup(config->user_agent);
    if (config->ca_file)
        h->config.ca_file = strdup(config->ca_file);
    if (http_trust_init(h, e) != 0) {
        http_free(h);
        return -1;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    h->multi = curl_multi_init();
    if (!h->multi || !h->config.user_agent ||
        (config->ca_file && !h->config.ca_file)) {
        http_free(h);
        return err_nomem(e);
    }
    crypto_random(&h->random, sizeof(h->random));
    curl_multi_setopt(h->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS,
                      (long)config->parallel + 4);
    *ret = h;
    return 0;
}

static void
free_jobs(struct http_job *job)
{
    while (job) {
        struct http_job *next = job->next;

        http_job_free(job);
        job = next;
    }
}

struct http *
http_free(struct http *h)
{
    if (!h)
        return NULL;
    for (size_t i = 0; i < h->running.len; i++) {
        http_transfer_end(h, h->running.items[i]);
        http_job_free(h->running.items[i]);
    }
    free_jobs(h->urgent);
    free_jobs(h->ready);
    for (size_t i = 0; i < h->delayed.len; i++)
        http_job_free(h->delayed.items[i]);
    for (size_t i = 0; i < h->idle.len; i++)
        curl_easy_cleanup(h->idle.items[i]);
    for (size_t i = 0; i < h->watches.len; i++)
        free(h->watches.items[i]);
    while (h->lanes) {
        struct http_lane *next = h->lanes->next;

        free(h->lanes->name);
        free(h->lanes);
        h->lanes = next;
    }
    vec_free(&h->running);
    vec_free(&h->delayed);
    vec_free(&h->idle);
    vec_free(&h->watches);
    map_free(&h->lane_by_name);
    if (h->multi) {
        curl_multi_cleanup(h->multi);
        curl_global_cleanup();
    }
    free((char *)h->config.user_agent);
    free((char *)h->config.ca_file);
    http_trust_free(h);
    free(h);
    return NULL;
}

int
http_submit(struct http *h, const struct http_request *r, struct err *e)
{
    struct http_job *job = http_job_new(r, e);
    char origin[URL_ORIGIN_MAX];

    if (!job)
        return -1;
    url_origin(r->url, origin, NULL);
    job->lane = http_queue_lane(h, r->lane ? r->lane : origin);
    if (!job->lane) {
        http_job_free(job);
        return err_nomem(e);
    }
    job->order = h->orders++;
    http_queue_ready(h, job);
    h->stats.queued++;
    return 0;
}

int
http_watch(struct http *h, int fd, bool (*ready)(struct http *h, void *arg),
           void *arg, struct err *e)
{
    struct http_watch_entry *w = calloc(1, sizeof(*w));

    if (!w || vec_push(&h->watches, w) != 0) {
        free(w);
        return err_nomem(e);
    }
    w->fd = fd;
    w->ready = ready;
    w->arg = arg;
    return 0;
}

void
http_stats(const struct http *h, struct http_stats *ret)
{
    *ret = h->stats;
    ret->in_flight = (unsigned)h->running.len;
}

/* ---- the loop ----------------------------------------------------------- */

static void
fail_job(struct http *h, struct http_job *job, enum http_failure failure,
         const char *why)
{
    struct http_reply reply = {
        .failure = failure,
        .url = job->request.url,
        .body = "",
        .attempts = job->attempt,
        .arg = job->request.arg,
    };

    snprintf(reply.error, sizeof(reply.error), "%s", why);
    http_reply_hand_over(h, job, &reply);
}

static struct http_job *
pop_ready(struct http *h)
{
    struct http_job **head = h->urgent ? &h->urgent : &h->ready;
    struct http_job **tail = h->urgent ? &h->urgent_tail : &h->ready_tail;
    struct http_job *job = *head;

    if (!job)
        return NULL;
    *head = job->next;
    if (!*head)
        *tail = NULL;
    job->next = NULL;
    return job;
}

static void
push_front(struct http *h, struct http_job *job)
{
    struct http_job **head = job->request.urgent ? &h->urgent : &h->ready;
    struct http_job **tail =
        job->request.urgent ? &h->urgent_tail : &h->ready_tail;

    job->next = *head;
    *head = job;
    if (!*tail)
        *tail = job;
}

static void
launch(struct http *h, struct http_job *job, const char *authorization)
{
    job->attempt++;
    h->stats.queued--;
    if (vec_push(&h->running, job) != 0 ||
        http_transfer_start(h, job, authorization) != 0) {
        if (h->running.len > 0 &&
            h->running.items[h->running.len - 1] == (void *)job)
            h->running.len--;
        http_transfer_end(h, job);
        fail_job(h, job, HTTP_OUT_OF_MEMORY, "out of memory");
        return;
    }
    job->in_flight_at = h->running.len - 1;
    h->stats.started++;
}

/* Starts what may start. A gate that says "wait" holds everything behind it;
 * token requests go in front, so that it opens again. */
static void
fill(struct http *h)
{
    int64_t now = clock_monotonic_ms();
    struct http_job *job;

    h->gate_waits = false;
    http_queue_wake(h, now);
    while (h->running.len < h->config.parallel && (job = pop_ready(h))) {
        const struct http_gate *gate = job->request.gate;
        const char *authorization = NULL;
        enum http_gate_answer answer = HTTP_GATE_OPEN;
        struct err why = { 0 };

        if (job->lane->rest_until_ms > now) {
            job->start_ms = job->lane->rest_until_ms;
            if (http_queue_delay(h, job) == 0)
                continue;
        }
        if (gate)
            answer =
                gate->enter(gate->arg, job->request.url, &authorization, &why);
        if (answer == HTTP_GATE_WAIT) {
            push_front(h, job);
            h->gate_waits = true;
            if (!h->urgent || job->request.urgent)
                return;
        } else if (answer == HTTP_GATE_REFUSED) {
            h->stats.queued--;
            fail_job(h, job, HTTP_NO_TOKEN, why.text);
        } else {
            launch(h, job, authorization);
        }
    }
}

static void
remove_running(struct http *h, struct http_job *job)
{
    struct http_job *last = h->running.items[h->running.len - 1];

    h->running.items[job->in_flight_at] = last;
    last->in_flight_at = job->in_flight_at;
    h->running.len--;
}

static bool
is_interrupted(const struct http *h)
{
    return h->config.interrupted && *h->config.interrupted;
}

/* Hands over what has ended. Handing over takes time (parsing, above all), so
 * that whatever can leave leaves before each of them: the network then works
 * while we do. */
static bool
drain_messages(struct http *h)
{
    bool any = false;
    CURLMsg *m;
    int left, still_running;

    while ((m = curl_multi_info_read(h->multi, &left))) {
        struct http_job *job;
        CURLcode code = m->data.result;

        if (m->msg != CURLMSG_DONE)
            continue;
        any = true;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &job);
        remove_running(h, job);
        if (h->ready && !is_interrupted(h)) {
            fill(h);
            curl_multi_perform(h->multi, &still_running);
        }
        http_reply_settle(h, job, code);
    }
    return any;
}

static void
interrupt_all(struct http *h)
{
    struct http_job *job;

    while (h->running.len > 0) {
        job = h->running.items[h->running.len - 1];
        remove_running(h, job);
        http_transfer_end(h, job);
        fail_job(h, job, HTTP_INTERRUPTED, "interrupted");
    }
    while ((job = pop_ready(h)) || (job = http_queue_pop_delayed(h))) {
        h->stats.queued--;
        fail_job(h, job, HTTP_INTERRUPTED, "interrupted");
    }
    for (size_t i = 0; i < h->watches.len; i++) {
        struct http_watch_entry *w = h->watches.items[i];

        w->ready(h, w->arg);
        free(w);
    }
    h->watches.len = 0;
}

static int
wait_for_events(struct http *h, struct err *e)
{
    struct curl_waitfd fds[8] = { 0 };
    unsigned n = 0;
    int64_t wait = TICK_MS, next = http_queue_wake(h, clock_monotonic_ms());

    if (next >= 0 && next < wait)
        wait = next;
    if (!h->gate_waits && h->running.len == 0 && (h->urgent || h->ready))
        wait = 0;
    for (; n < h->watches.len && n < 8; n++) {
        fds[n].fd = ((struct http_watch_entry *)h->watches.items[n])->fd;
        fds[n].events = CURL_WAIT_POLLIN;
    }
    if (curl_multi_poll(h->multi, fds, n, (int)wait, NULL) != CURLM_OK)
        return err_set(e, ERR_INTERNAL, "libcurl cannot wait for events");
    for (unsigned i = n; i-- > 0;) {
        struct http_watch_entry *w = h->watches.items[i];

        if (!fds[i].revents || w->ready(h, w->arg))
            continue;
        free(w);
        h->watches.items[i] = h->watches.items[--h->watches.len];
    }
    return 0;
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

static bool
is_busy(const struct http *h)
{
    return h->running.len > 0 || h->urgent || h->ready || h->delayed.len > 0 ||
           h->watches.len > 0;
}

int
http_run(struct http *h, struct err *e)
{
    int still_running;

    while (is_busy(h)) {
        if (is_interrupted(h)) {
            interrupt_all(h);
            return err_set(e, ERR_INTERRUPTED, "interrupted");
        }
        fill(h);
        if (curl_multi_perform(h->multi, &still_running) != CURLM_OK)
            return err_set(e, ERR_INTERNAL, "libcurl cannot go on");
        tick(h);
        if (drain_messages(h))
            continue;
        if (is_busy(h) && wait_for_events(h, e) != 0)
            return -1;
    }
    return is_interrupted(h) ? err_set(e, ERR_INTERRUPTED, "interrupted") : 0;
}
