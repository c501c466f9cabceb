/* SPDX-License-Identifier: MIT */
/* http_queue.c - requests that wait: their order, and the rest of their lane. */
#include "support/http_private.h"

#include <stdlib.h>
#include <string.h>

#include "support/clock.h"

void
http_queue_ready(struct http *h, struct http_job *job)
{
    bool urgent = job->request.urgent;
    struct http_job **tail = urgent ? &h->urgent_tail : &h->ready_tail;
    struct http_job **head = urgent ? &h->urgent : &h->ready;

    job->next = NULL;
    if (*tail)
        (*tail)->next = job;
    else
        *head = job;
    *tail = job;
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
http_queue_delay(struct http *h, struct http_job *job)
{
    void **items;

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

struct http_job *
http_queue_pop_delayed(struct http *h)
{
    void **items = h->delayed.items;
    struct http_job *first;
    size_t i = 0, len;

    if (h->delayed.len == 0)
        return NULL;
    first = items[0];
    len = --h->delayed.len;
    items[0] = items[len];
    for (;;) {
        size_t least = i, child = 2 * i + 1;

        if (child < len && is_before(items[child], items[least]))
            least = child;
        if (child + 1 < len && is_before(items[child + 1], items[least]))
            least = child + 1;
        if (least == i)
            return first;
        swap(items, i, least);
        i = least;
    }
}

int64_t
http_queue_wake(struct http *h, int64_t now_ms)
{
    while (h->delayed.len > 0) {
        const struct http_job *first = h->delayed.items[0];

        if (first->start_ms > now_ms)
            return first->start_ms - now_ms;
        http_queue_ready(h, http_queue_pop_delayed(h));
    }
    return -1;
}

struct http_lane *
http_queue_lane(struct http *h, const char *name)
{
    struct http_lane *lane = map_get(&h->lane_by_name, name);

    if (lane)
        return lane;
    lane = calloc(1, sizeof(*lane));
    if (!lane)
        return NULL;
    lane->name = strdup(name);
    if (!lane->name || map_put(&h->lane_by_name, lane->name, lane) != 0) {
        free(lane->name);
        free(lane);
        return NULL;
    }
    lane->next = h->lanes;
    h->lanes = lane;
    return lane;
}
