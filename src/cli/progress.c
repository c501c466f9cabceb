/* SPDX-License-Identifier: MIT */
/* progress.c - one line on the terminal that says how far the audit is. */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>

#define REDRAW_MS 100

static bool active;
static bool drawn;
static int64_t last_ms;

void
progress_start(bool shown)
{
    active = shown;
    drawn = false;
    last_ms = -REDRAW_MS;
}

void
progress_update(void *arg, const struct audit_progress *p)
{
    (void)arg;
    if (!active || p->elapsed_ms - last_ms < REDRAW_MS)
        return;
    last_ms = p->elapsed_ms;
    drawn = true;
    /* Fits 80 columns up to seven digits each; CSI K clears the rest. */
    fprintf(stderr,
            "\r%zu/%zu subscriptions, %zu clusters, %" PRIu64
            " requests, %" PRIu64 " throttled, %" PRId64 " s\033[K",
            p->subscriptions_done, p->subscriptions, p->clusters,
            p->http.started, p->http.throttled, p->elapsed_ms / 1000);
    fflush(stderr);
}

void
progress_clear(void)
{
    if (!active || !drawn)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    drawn = false;
}
