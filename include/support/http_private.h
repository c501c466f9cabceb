/* SPDX-License-Identifier: MIT */
/* http_private.h - what the files of the HTTP engine share.
 *
 * The way of a request: http_submit() copies it into a job and queues it; the
 * loop takes it from the queue, past the rest of its lane and its gate, and
 * gives it a transfer; the outcome queues it again or hands the reply over. */
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

/* An easy handle and what it writes to; used for many attempts, one after
 * another. */
struct http_transfer {
    CURL *easy;
    bool plain;       /* set up for a link-local endpoint */
    bool for_one_use; /* not kept for the next request */
    struct curl_slist *headers;
    struct buf body;
    struct buf reply_headers; /* "name: value" lines, of the last reply */
    bool too_large;
    struct http_reply reply; /* once it has ended */
    char error[CURL_ERROR_SIZE];
};

/* One request, from http_submit() to its `done`. */
struct http_job {
    struct http_job *next;       /* in a list */
    struct http_request request; /* texts are the job's own */
    struct http_lane *lane;
    int64_t start_ms; /* not before */
    uint64_t order;   /* of submission */
    unsigned attempts;
    int64_t started_ms; /* the last attempt */
    unsigned failures;  /* transient ones, which the retry policy counts */
    unsigned redirects;
    bool reauthorized;
    struct http_transfer *transfer; /* NULL: not in flight */
    size_t place;                   /* in http.running, while in flight */
};

/* First in, first out. */
struct http_list {
    struct http_job *first, *last;
};

/* Requests whose gate said "wait", in their order. */
struct http_parked {
    struct http_parked *next;
    const struct http_gate *gate;
    bool urgent;
    struct http_list jobs;
};

struct http_watch_entry {
    int fd;
    bool (*ready)(struct http *h, void *arg);
    void *arg;
};

/* Where trust anchors come from; all NULL and -1: libcurl's own default. */
struct http_trust {
    char *file;
    char *folder;
    bool only_file; /* leave libcurl's default folder out */
    int merged_fd;  /* both in one file without a name; -1: none */
};

struct http {
    struct http_config config;
    CURLM *multi;
    struct http_trust trust;
    struct vec idle;                /* struct http_transfer * */
    struct vec running;             /* struct http_job * */
    struct http_list ended;         /* to be handed over */
    struct http_list urgent, ready; /* may start at once */
    struct vec delayed;             /* a heap by start_ms, then order */
    struct http_parked *parked;
    struct http_lane *lanes;
    struct map lane_by_name;
    struct vec watches;           /* struct http_watch_entry * */
    struct curl_waitfd *wait_fds; /* as many as there are watches */
    struct http_stats stats;
    uint64_t orders;
    uint32_t random;
    int64_t last_tick_ms;
    bool ending;
};

/* http_job.c */

/* A copy of the request. NULL and *e: ERR_INPUT, ERR_NOMEM. */
struct http_job *http_job_new(const struct http_request *r, struct err *e);
void http_job_free(struct http_job *job); /* secrets are overwritten first */

/* http_queue.c: jobs that wait. */

void http_list_add(struct http_list *list, struct http_job *job);
struct http_job *http_list_take(struct http_list *list); /* NULL: empty */

/* To the end of the ready jobs, or of the urgent ones. */
void http_queue_add(struct http *h, struct http_job *job);
/* Until start_ms. -1: out of memory, the job is nowhere. */
int http_queue_delay(struct http *h, struct http_job *job, int64_t start_ms);
/* The next one that may start, urgent ones first; NULL: none. */
struct http_job *http_queue_take(struct http *h);
/* Any one that waits, whatever for; NULL: none is left. */
struct http_job *http_queue_take_any(struct http *h);
/* Makes the delayed jobs whose time has come ready. */
void http_queue_wake(struct http *h, int64_t now_ms);
/* When the first delayed job may start; -1: none is delayed. */
int64_t http_queue_next_start(const struct http *h);
bool http_queue_is_empty(const struct http *h);

/* http_parking.c: jobs that wait for their gate. */

/* True: others of this gate wait already, and this one stands behind them. */
bool http_parking_join(struct http *h, struct http_job *job);
/* Starts a line for the job's gate. -1: out of memory. */
int http_parking_open(struct http *h, struct http_job *job);
/* Asks each gate for the first in its line. Those that no longer say "wait" get
 * their line back into the queue, before everything of its kind. */
void http_parking_release(struct http *h);
void http_parking_free(struct http *h);

/* http_lane.c: pacing. */

/* NULL: out of memory. */
struct http_lane *http_lane_get(struct http *h, const char *name);
/* Nothing of the lane starts for `ms` from now; a longer rest stands. */
void http_lane_rest(struct http_lane *lane, int64_t ms);
void http_lane_free_all(struct http *h);

/* http_trust.c */

/* `bundle` and `folder` are libcurl's defaults, NULL if it has none. ERR_USAGE
 * when `ca_file` (NULL: no extra anchors) is no PEM file of certificates. */
int http_trust_init(struct http_trust *t, const char *ca_file,
                    const char *bundle, const char *folder, struct err *e);
void http_trust_apply(const struct http_trust *t, CURL *easy);
void http_trust_free(struct http_trust *t);

/* http_transfer.c: one attempt. */

/* -1: out of memory; the job is as before. */
int http_transfer_start(struct http *h, struct http_job *job,
                        const char *authorization);
/* Takes the transfer from libcurl, so that its connection is free again. The
 * reply can still be read. */
void http_transfer_stop(struct http *h, struct http_job *job);
/* Forgets the reply and keeps the handle for the next. */
void http_transfer_release(struct http *h, struct http_job *job);
void http_transfer_free(struct http_transfer *t);
/* Fills in the transfer's reply, which borrows from transfer and job. */
void http_transfer_reply(const struct http *h, struct http_job *job,
                         CURLcode code);

/* http_outcome.c: what becomes of a job. */

/* After an attempt. True: the job is queued again. False: its reply is to be
 * handed over. Quick, unlike what `done` may do. */
bool http_outcome_judge(struct http *h, struct http_job *job, CURLcode code);
void http_outcome_hand_over(struct http *h, struct http_job *job);
/* Ends a job that is not in flight, without a reply. */
void http_outcome_fail(struct http *h, struct http_job *job,
                       enum http_failure failure, const char *why);

/* http_redirect.c */

enum http_redirect {
    HTTP_REDIRECT_NONE,   /* no redirect, or not one to follow */
    HTTP_REDIRECT_FOLLOW, /* the job's URL is the new one */
    HTTP_REDIRECT_REFUSED /* reply->failure and its error say why */
};

enum http_redirect http_redirect(struct http_job *job,
                                 struct http_reply *reply);

/* http_loop.c */

/* Ends every job and every watch. */
void http_loop_end_all(struct http *h, enum http_failure failure,
                       const char *why);

#endif
