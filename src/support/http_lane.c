/* SPDX-License-Identifier: MIT */
/* http_lane.c - pacing: when the server asks one request of a lane to wait, all
 * of the lane wait. */
#include "support/http_private.h"

#include <stdlib.h>
#include <string.h>

#include "support/clock.h"

struct http_lane *
http_lane_get(struct http *h, const char *name)
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

void
http_lane_rest(struct http_lane *lane, int64_t ms)
{
    int64_t until = clock_monotonic_ms() + ms;

    if (ms > 0 && until > lane->rest_until_ms)
        lane->rest_until_ms = until;
}

void
http_lane_free_all(struct http *h)
{
    while (h->lanes) {
        struct http_lane *next = h->lanes->next;

        free(h->lanes->name);
        free(h->lanes);
        h->lanes = next;
    }
    map_free(&h->lane_by_name);
}
