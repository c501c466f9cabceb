/* SPDX-License-Identifier: MIT */
/* by_subscription.c - how many clusters of which kind each subscription has. */
#include "report/by_subscription.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/str.h"

static int
compare(const void *a, const void *b)
{
    const struct subscription_count *x = a, *y = b;
    size_t p = x->by_integration[INTEGRATION_LEGACY];
    size_t q = y->by_integration[INTEGRATION_LEGACY];

    if (p != q)
        return p < q ? 1 : -1;
    if (x->clusters != y->clusters)
        return x->clusters < y->clusters ? 1 : -1;
    return str_cmp_fold(x->name, y->name);
}

static void
add(struct subscription_count *sum, const struct subscription_count *count)
{
    for (int i = 0; i < INTEGRATION_COUNT; i++)
        sum->by_integration[i] += count->by_integration[i];
    sum->clusters += count->clusters;
}

static int
index_subscriptions(struct map *by_id, struct subscription_count *counts,
                    const struct vec *subscriptions)
{
    for (size_t i = 0; i < subscriptions->len; i++) {
        const struct subscription *s = subscriptions->items[i];

        counts[i].name = str_or(s->name, s->id);
        if (map_put(by_id, s->id, &counts[i]) != 0)
            return -1;
    }
    return 0;
}

static void
count_clusters(const struct map *by_id, const struct vec *clusters)
{
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];
        struct subscription_count *count = map_get(by_id, c->subscription->id);

        if (!count)
            continue;
        count->by_integration[c->integration]++;
        count->clusters++;
    }
}

/* Subscriptions without clusters come last and are left out. */
static void
take_top(struct by_subscription *ret, const struct subscription_count *counts,
         size_t n)
{
    size_t with_clusters = 0;

    while (with_clusters < n && counts[with_clusters].clusters > 0)
        with_clusters++;
    ret->n = with_clusters < BY_SUBSCRIPTION_MAX ? with_clusters
                                                 : BY_SUBSCRIPTION_MAX;
    memcpy(ret->rows, counts, ret->n * sizeof(*counts));
    if (with_clusters == ret->n)
        return;
    snprintf(ret->other, sizeof(ret->other), "Other (%zu)",
             with_clusters - ret->n);
    ret->rows[ret->n].name = ret->other;
    for (size_t i = ret->n; i < with_clusters; i++)
        add(&ret->rows[ret->n], &counts[i]);
    ret->n++;
}

int
by_subscription(struct by_subscription *ret, const struct overview *o)
{
    const struct snapshot *s = &o->results->snapshot;
    size_t n = s->subscriptions.len;
    struct subscription_count *counts = calloc(n + 1, sizeof(*counts));
    struct map by_id = { 0 };
    int status = -1;

    memset(ret, 0, sizeof(*ret));
    if (counts && index_subscriptions(&by_id, counts, &s->subscriptions) == 0) {
        count_clusters(&by_id, &s->clusters);
        qsort(counts, n, sizeof(*counts), compare);
        take_top(ret, counts, n);
        status = 0;
    }
    map_free(&by_id);
    free(counts);
    return status;
}
