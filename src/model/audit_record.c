/* SPDX-License-Identifier: MIT */
/* audit_record.c - one audit as it is remembered. */
#include "model/audit_record.h"

#include <stdlib.h>
#include <string.h>

#include "support/buf.h"
#include "support/str.h"

struct audit_record *
audit_record_new(void)
{
    struct audit_record *r = calloc(1, sizeof(*r));

    if (r && !(r->arena = arena_new()))
        r = audit_record_free(r);
    return r;
}

struct audit_record *
audit_record_free(struct audit_record *r)
{
    if (!r)
        return NULL;
    vec_free(&r->clusters);
    map_free(&r->cluster_by_id);
    vec_free(&r->subscriptions);
    map_free(&r->subscription_by_id);
    map_free(&r->app_by_id);
    map_free(&r->check_ran);
    map_free(&r->thing_read);
    vec_free(&r->findings);
    arena_free(r->arena);
    free(r);
    return NULL;
}

struct record_subscription *
audit_record_subscription(struct audit_record *r, const char *id)
{
    struct record_subscription *sub = map_get(&r->subscription_by_id, id);

    if (sub)
        return sub;
    sub = arena_alloc(r->arena, sizeof(*sub));
    if (!sub || !(sub->id = arena_strdup(r->arena, id)) ||
        vec_push(&r->subscriptions, sub) != 0 ||
        map_put(&r->subscription_by_id, sub->id, sub) != 0)
        return NULL;
    /* Until the coverage says more. */
    sub->status = COVERAGE_UNREACHABLE;
    return sub;
}

struct record_cluster *
audit_record_cluster(struct audit_record *r, const char *id)
{
    struct record_cluster *c = map_get(&r->cluster_by_id, id);

    if (c)
        return c;
    c = arena_alloc(r->arena, sizeof(*c));
    if (!c || !(c->id = arena_strdup(r->arena, id)) ||
        vec_push(&r->clusters, c) != 0 ||
        map_put(&r->cluster_by_id, c->id, c) != 0)
        return NULL;
    return c;
}

/* The part before '#' without case, since it is an id of Azure; what follows is
 * a name in Kubernetes. */
static int
compare_resources(const char *a, const char *b)
{
    size_t base = strcspn(a, "#"), other = strcspn(b, "#");
    size_t len = base < other ? base : other;

    for (size_t i = 0; i < len; i++) {
        unsigned char x = (unsigned char)a[i], y = (unsigned char)b[i];

        if (x >= 'A' && x <= 'Z')
            x = (unsigned char)(x + ('a' - 'A'));
        if (y >= 'A' && y <= 'Z')
            y = (unsigned char)(y + ('a' - 'A'));
        if (x != y)
            return x < y ? -1 : 1;
    }
    return strcmp(a + len, b + len);
}

int
record_finding_compare(const void *a, const void *b)
{
    const struct record_finding *x = a, *y = b;
    int order = str_cmp_fold(x->check, y->check);

    if (order == 0)
        order = compare_resources(x->resource, y->resource);
    if (order == 0)
        order = str_cmp_fold(x->in_cluster, y->in_cluster);
    if (order == 0)
        order =
            strcmp(x->subject ? x->subject : "", y->subject ? y->subject : "");
    return order;
}

static int
compare_clusters(const void *a, const void *b)
{
    return str_cmp_fold(((const struct record_cluster *)a)->id,
                        ((const struct record_cluster *)b)->id);
}

static int
compare_subscriptions(const void *a, const void *b)
{
    return str_cmp_fold(((const struct record_subscription *)a)->id,
                        ((const struct record_subscription *)b)->id);
}

/* The cluster that the finding is about: its resource, what stands before '#'
 * there, or the one in the evidence. */
static int
find_cluster(const struct audit_record *r, struct record_finding *f,
             struct buf *base)
{
    size_t len = strcspn(f->resource, "#");

    f->cluster = map_get(&r->cluster_by_id, f->resource);
    f->in_bindings = false;
    if (!f->cluster && f->resource[len]) {
        buf_reset(base);
        buf_add(base, f->resource, len);
        if (!buf_ok(base))
            return -1;
        f->cluster = map_get(&r->cluster_by_id, buf_str(base));
        f->in_bindings = f->cluster != NULL;
    }
    if (!f->cluster && f->in_cluster)
        f->cluster = map_get(&r->cluster_by_id, f->in_cluster);
    return 0;
}

int
audit_record_settle(struct audit_record *r)
{
    auto_buf base = { 0 };

    for (size_t i = 0; i < r->subscriptions.len; i++)
        ((struct record_subscription *)r->subscriptions.items[i])->clusters = 0;
    for (size_t i = 0; i < r->clusters.len; i++) {
        const struct record_cluster *c = r->clusters.items[i];
        struct record_subscription *sub =
            audit_record_subscription(r, c->subscription_id);

        if (!sub)
            return -1;
        sub->clusters++;
    }
    for (size_t i = 0; i < r->findings.len; i++) {
        if (find_cluster(r, r->findings.items[i], &base) != 0)
            return -1;
    }
    if (vec_sort(&r->clusters, compare_clusters) != 0 ||
        vec_sort(&r->subscriptions, compare_subscriptions) != 0)
        return -1;
    return vec_sort(&r->findings, record_finding_compare);
}

/* Whether a finding stands before every one of this check with this resource. */
static bool
is_before(const struct record_finding *f, const char *check,
          const char *resource)
{
    int order = str_cmp_fold(f->check, check);

    return order < 0 ||
           (order == 0 && compare_resources(f->resource, resource) < 0);
}

size_t
audit_record_find(const struct audit_record *r, const char *check,
                  const char *resource, bool whole)
{
    size_t low = 0, high = r->findings.len;
    const struct record_finding *f;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (is_before(r->findings.items[middle], check, resource))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == r->findings.len)
        return low;
    f = r->findings.items[low];
    if (str_eq_fold(f->check, check) &&
        (whole ? compare_resources(f->resource, resource) == 0
               : str_has_prefix_fold(f->resource, resource)))
        return low;
    return r->findings.len;
}
