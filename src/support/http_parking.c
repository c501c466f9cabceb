/* SPDX-License-Identifier: MIT */
/* http_parking.c - requests whose gate said "wait". Each gate has a line of its
 * own, so that one token that is late holds up nobody else, and only the first
 * in a line is asked for again. */
#include "support/http_private.h"

#include <stdlib.h>

static struct http_parked *
find_line(const struct http *h, const struct http_job *job)
{
    struct http_parked *p = h->parked;

    while (p &&
           (p->gate != job->request.gate || p->urgent != job->request.urgent))
        p = p->next;
    return p;
}

bool
http_parking_join(struct http *h, struct http_job *job)
{
    struct http_parked *p = find_line(h, job);

    if (!p || !p->jobs.first)
        return false;
    http_list_add(&p->jobs, job);
    return true;
}

int
http_parking_open(struct http *h, struct http_job *job)
{
    struct http_parked *p = find_line(h, job);

    if (!p) {
        p = calloc(1, sizeof(*p));
        if (!p)
            return -1;
        p->gate = job->request.gate;
        p->urgent = job->request.urgent;
        p->next = h->parked;
        h->parked = p;
    }
    http_list_add(&p->jobs, job);
    return 0;
}

static bool
still_waits(const struct http_parked *p)
{
    const char *authorization = NULL;

    /* What it says besides counts when the job is taken from the queue. */
    return p->gate->enter(p->gate->arg, p->jobs.first->request.url,
                          &authorization, NULL) == HTTP_GATE_WAIT;
}

static void
put_in_front(struct http_list *list, struct http_list *front)
{
    front->last->next = list->first;
    if (!list->last)
        list->last = front->last;
    list->first = front->first;
    front->first = front->last = NULL;
}

void
http_parking_release(struct http *h)
{
    for (struct http_parked *p = h->parked; p; p = p->next) {
        if (p->jobs.first && !still_waits(p))
            put_in_front(p->urgent ? &h->urgent : &h->ready, &p->jobs);
    }
}

void
http_parking_free(struct http *h)
{
    while (h->parked) {
        struct http_parked *next = h->parked->next;

        free(h->parked);
        h->parked = next;
    }
}
