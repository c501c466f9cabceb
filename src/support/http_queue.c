/* SPDX-License-Identifier: MIT */
/* http_queue.c - requests that wait, and their order. */
#include "support/http_private.h"

void
http_list_add(struct http_list *list, struct http_job *job)
{
    job->next = NULL;
    if (list->last)
        list->last->next = job;
    else
        list->first = job;
    list->last = job;
}

struct http_job *
http_list_take(struct http_list *list)
{
    struct http_job *job = list->first;

    if (!job)
        return NULL;
    list->first = job->next;
    if (!list->first)
        list->last = NULL;
    job->next = NULL;
    return job;
}

void
http_queue_add(struct http *h, struct http_job *job)
{
    http_list_add(job->request.urgent ? &h->urgent : &h->ready, job);
}

struct http_job *
http_queue_take(struct http *h)
{
    return http_list_take(h->urgent.first ? &h->urgent : &h->ready);
}

static bool
is_before(const struct http_job *a, const struct http_job *b)
{
    if (a->start_ms != b->start_ms)
        return a->start_ms < b->start_ms;
    return a->order < b->order;
}

static void
swap(void **items, size_t a, size_t b)
{
    void *item = items[a];

    items[a] = items[b];
    items[b] = item;
}

int
http_queue_delay(struct http *h, struct http_job *job, int64_t start_ms)
{
    void **items;

    job->start_ms = start_ms;
    if (vec_push(&h->delayed, job) != 0)
        return -1;
    items = h->delayed.items;
    for (size_t i = h->delayed.len - 1; i > 0; i = (i - 1) / 2) {
        if (!is_before(items[i], items[(i - 1) / 2]))
            break;
        swap(items, i, (i - 1) / 2);
    }
    return 0;
}

/* The heap is not empty. */
static struct http_job *
take_earliest(struct vec *heap)
{
    struct http_job *earliest = heap->items[0];
    size_t len = --heap->len, i = 0;

    heap->items[0] = heap->items[len];
    for (;;) {
        size_t least = i;

        for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++) {
            if (child < len &&
                is_before(heap->items[child], heap->items[least]))
                least = child;
        }
        if (least == i)
            return earliest;
        swap(heap->items, i, least);
        i = least;
    }
}

int64_t
http_queue_next_start(const struct http *h)
{
    const struct http_job *first;

    if (h->delayed.len == 0)
        return -1;
    first = h->delayed.items[0];
    return first->start_ms;
}

void
http_queue_wake(struct http *h, int64_t now_ms)
{
    while (h->delayed.len > 0 && http_queue_next_start(h) <= now_ms)
        http_queue_add(h, take_earliest(&h->delayed));
}

struct http_job *
http_queue_take_any(struct http *h)
{
    struct http_job *job = http_queue_take(h);

    for (struct http_parked *p = h->parked; p && !job; p = p->next)
        job = http_list_take(&p->jobs);
    if (!job && h->delayed.len > 0)
        job = take_earliest(&h->delayed);
    return job;
}

bool
http_queue_is_empty(const struct http *h)
{
    for (const struct http_parked *p = h->parked; p; p = p->next) {
        if (p->jobs.first)
            return false;
    }
    return !h->urgent.first && !h->ready.first && h->delayed.len == 0;
}
