/* SPDX-License-Identifier: MIT */
/* http_private.h - what the files of the HTTP engine share. */
#ifndef AKSENTRA_SUPPORT_HTTP_PRIVATE_H
#define AKSENTRA_SUPPORT_HTTP_PRIVATE_H

#include <curl/curl.h>

#include "support/buf.h"
#include "support/http.h"
#include "support/map.h"
#include "support/vec.h"

#define HTTP_REDIRECTS_MAX 5

/* Requests of one lane wait for one another's rests. */
struct http_lane {
    struct http_lane *next;
    char *name;
    int64_t rest_until_ms;
};

/* One request, from http_submit() to its `done`. */
struct http_job {
    struct http_job *next;       /* in the ready queue */
    struct http_request request; /* texts are the job's own */
    struct http_lane *lane;
    int64_t start_ms;   /* not before */
    int64_t started_ms; /* the attempt in flight */
    uint64_t order;
    unsigned attempt;
    unsigned redirects;
    bool reauthorized;
    /* While in flight: */
    CURL *easy;
    struct curl_slist *headers;
    struct buf body;
    struct buf reply_headers; /* "name: value" lines, of the last reply */
    bool too_large;
    char curl_error[CURL_ERROR_SIZE];
    size_t in_flight_at; /* its place in http.running */
};

struct http_watch_entry {
    int fd;
    bool (*ready)(struct http *h, void *arg);
    void *arg;
};

struct http {
    struct http_config config;
    CURLM *multi;
    struct vec idle;    /* CURL *, ready to be used again */
    struct vec running; /* struct http_job * */
    struct http_job *urgent, *urgent_tail;
    struct http_job *ready, *ready_tail;
    struct vec delayed; /* a heap by start_ms, then order */
    struct http_lane *lanes;
    struct map lane_by_name;
    struct vec watches; /* struct http_watch_entry * */
    struct http_stats stats;
    uint64_t orders;
    uint32_t random;
    char *ca_path; /* libcurl's folder of anchors; NULL: it has none */
    int ca_fd;     /* then: both files merged into one; -1: not needed */
    int64_t last_tick_ms;
    bool gate_waits; /* the first in the queue waits for its token */
};

/* http_transfer.c */
int http_transfer_start(struct http *h, struct http_job *job,
                        const char *authorization);
/* Takes the easy handle back; the body and headers stay with the job. */
void http_transfer_end(struct http *h, struct http_job *job);
/* Fills everything of a reply that the transfer knows. */
void http_transfer_reply(struct http *h, struct http_job *job, CURLcode code,
                         struct http_reply *reply);
bool http_transfer_is_transient(CURLcode code);

/* http_reply.c */
/* A transfer has ended: queues the job again, or hands its reply over. */
void http_reply_settle(struct http *h, struct http_job *job, CURLcode code);
/* Calls `done` and frees the job. */
void http_reply_hand_over(struct http *h, struct http_job *job,
                          const struct http_reply *reply);

/* http_trust.c */
/* Checks config.ca_file and finds out how to trust it beside the system's
 * anchors. */
int http_trust_init(struct http *h, struct err *e);
void http_trust_free(struct http *h);
void http_trust_apply(const struct http *h, CURL *easy);

/* http_job.c */
struct http_job *http_job_new(const struct http_request *r, struct err *e);
void http_job_free(struct http_job *job);

/* http_queue.c */
void http_queue_ready(struct http *h, struct http_job *job);
int http_queue_delay(struct http *h, struct http_job *job);
/* Moves the delayed jobs whose time has come to the ready queue; returns the
 * milliseconds until the next one, -1: none. */
int64_t http_queue_wake(struct http *h, int64_t now_ms);
struct http_job *http_queue_pop_delayed(struct http *h);
struct http_lane *http_queue_lane(struct http *h, const char *name);

#endif
