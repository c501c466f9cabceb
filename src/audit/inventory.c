/* SPDX-License-Identifier: MIT */
/* inventory.c - which clusters there are. */
#include "audit/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "sources/resource_graph.h"
#include "support/log.h"
#include "support/str.h"

bool
inventory_asks(const struct subscription *sub)
{
    return sub->status != COVERAGE_SKIPPED && sub->status != COVERAGE_DENIED;
}

/* ---- Azure Resource Manager ------------------------------------------------------ */

static int
list_subscription(struct inventory *i, struct subscription *sub, struct err *e)
{
    const struct arm_cluster_list list = {
        .arm = i->arm,
        .snapshot = i->snapshot,
        .subscription = sub,
        .found = i->found,
        .ended = i->ended,
        .arg = i->arg,
    };

    return arm_clusters_start(&list, e);
}

static void
fail_subscription(struct inventory *i, struct subscription *sub,
                  const struct err *why)
{
    char *reason = arena_strdup(i->snapshot->arena, why->text);

    sub->status = COVERAGE_UNREACHABLE;
    sub->reason = reason ? reason : "out of memory";
}

/* From within a reply, where nobody can be told but the report. */
static void
list_later(struct inventory *i, struct subscription *sub)
{
    struct err why = { 0 };

    if (list_subscription(i, sub, &why) == 0)
        return;
    fail_subscription(i, sub, &why);
    i->ended(i->arg, sub);
}

/* ---- confirming ------------------------------------------------------------------- */

struct confirmation {
    struct inventory *inventory;
    struct cluster *row; /* as Resource Graph has it */
};

static void
keep(struct inventory *i, struct cluster *c)
{
    if (i->found(i->arg, c) != 0)
        i->out_of_memory = true;
}

/* What Resource Graph says is not taken for true, nor for nothing. */
static void
keep_unconfirmed(struct inventory *i, struct cluster *row, const char *why)
{
    row->aad.trouble = arena_printf(
        i->snapshot->arena,
        "Resource Graph says %s, and Azure Resource Manager could not confirm "
        "it: %s",
        integration_name(row->integration), why);
    if (!row->aad.trouble || cluster_classify(row, i->snapshot->arena) != 0)
        i->out_of_memory = true;
    else
        keep(i, row);
}

static void
confirmed(void *arg, struct cluster *c, const struct err *why)
{
    struct confirmation *x = arg;
    struct inventory *i = x->inventory;

    if (c) {
        keep(i, c);
    } else if (why->code == ERR_NOT_FOUND) {
        i->gone++;
        log_write(LOG_INFO,
                  "%s: Resource Graph still shows it, and it is there no more",
                  x->row->id);
    } else {
        keep_unconfirmed(i, x->row, why->text);
    }
    free(x);
}

static void
confirm(struct inventory *i, struct cluster *row)
{
    struct confirmation *x = malloc(sizeof(*x));
    struct arm_cluster_read read = {
        .arm = i->arm,
        .snapshot = i->snapshot,
        .id = row->id,
        .lane = row->subscription->id,
        .done = confirmed,
        .arg = x,
    };
    struct err why = { 0 };

    if (!x) {
        i->out_of_memory = true;
        return;
    }
    *x = (struct confirmation){ i, row };
    i->confirmed++;
    if (arm_cluster_read_start(&read, &why) == 0)
        return;
    free(x);
    keep_unconfirmed(i, row, why.text);
}

/* ---- Resource Graph ---------------------------------------------------------------- */

static bool
is_certain(const struct cluster *c)
{
    return c->problems.len == 0 && (c->integration == INTEGRATION_MANAGED ||
                                    c->integration == INTEGRATION_NONE);
}

/* What Resource Graph shows of one subscription. */
struct shown {
    struct inventory *inventory;
    struct vec rows;  /* struct cluster * */
    size_t uncertain; /* of these */
};

static int
add_row(struct map *shown, struct inventory *i, struct cluster *c)
{
    struct shown *x = map_get(shown, c->subscription->id);

    if (!x) {
        x = arena_alloc(i->snapshot->arena, sizeof(*x));
        if (!x || map_put(shown, c->subscription->id, x) != 0)
            return -1;
        x->inventory = i;
    }
    x->uncertain += !is_certain(c);
    return vec_push(&x->rows, c);
}

static int
listed_again(void *arg, struct cluster *c)
{
    struct shown *x = arg;

    return x->inventory->found(x->inventory->arg, c);
}

/* What the list does not hold because it broke off is not lost. */
static void
list_ended(void *arg, struct subscription *sub)
{
    struct shown *x = arg;
    struct inventory *i = x->inventory;

    for (size_t k = 0; k < x->rows.len && sub->status != COVERAGE_AUDITED;
         k++) {
        struct cluster *c = x->rows.items[k];

        if (map_get(&i->snapshot->cluster_by_id, c->id))
            continue;
        if (is_certain(c))
            keep(i, c);
        else
            keep_unconfirmed(i, c, str_or(sub->reason, "its list broke off"));
    }
    vec_free(&x->rows);
    i->ended(i->arg, sub);
}

/* One list costs less than several questions. */
static void
list_again(struct inventory *i, struct shown *x, struct subscription *sub)
{
    const struct arm_cluster_list list = {
        .arm = i->arm,
        .snapshot = i->snapshot,
        .subscription = sub,
        .found = listed_again,
        .ended = list_ended,
        .arg = x,
    };
    struct err why = { 0 };

    i->confirmed += x->uncertain;
    if (arm_clusters_start(&list, &why) == 0)
        return;
    fail_subscription(i, sub, &why);
    list_ended(x, sub);
}

static void
settle_shown(struct inventory *i, struct shown *x, struct subscription *sub)
{
    i->listed++;
    if (x->uncertain > 1) {
        list_again(i, x, sub);
        return;
    }
    for (size_t k = 0; k < x->rows.len; k++) {
        struct cluster *c = x->rows.items[k];

        if (is_certain(c))
            keep(i, c);
        else
            confirm(i, c);
    }
    vec_free(&x->rows);
    sub->status = COVERAGE_AUDITED;
    sub->reason = sub->remedy = NULL;
    subscription_mark_state(sub);
    i->ended(i->arg, sub);
}

static void
note_trouble(struct inventory *i, size_t n, const char *trouble)
{
    log_write(LOG_WARNING,
              "Resource Graph: %s; %zu subscriptions are listed through Azure "
              "Resource Manager instead",
              trouble, n);
    if (i->trouble)
        return;
    i->trouble = arena_strdup(i->snapshot->arena, trouble);
    if (!i->trouble)
        i->out_of_memory = true;
}

static void
batch_ended(void *arg, struct subscription **subscriptions, size_t n,
            const struct vec *clusters, const char *trouble)
{
    struct inventory *i = arg;
    struct map shown = { 0 };

    if (trouble)
        note_trouble(i, n, trouble);
    for (size_t k = 0; !trouble && k < clusters->len; k++) {
        if (add_row(&shown, i, clusters->items[k]) != 0)
            i->out_of_memory = true;
    }
    for (size_t k = 0; k < n; k++) {
        struct shown *x = map_get(&shown, subscriptions[k]->id);

        if (x)
            settle_shown(i, x, subscriptions[k]);
        else
            list_later(i, subscriptions[k]);
    }
    map_free(&shown);
}

static int
start_batch(struct inventory *i, struct subscription **subscriptions, size_t n,
            struct err *e)
{
    const struct resource_graph_query query = {
        .arm = i->arm,
        .snapshot = i->snapshot,
        .subscriptions = subscriptions,
        .n = n,
        .ended = batch_ended,
        .arg = i,
    };

    return n > 0 ? resource_graph_start(&query, e) : 0;
}

/* ---- all ----------------------------------------------------------------------------- */

static int
start_one(struct inventory *i, struct subscription *sub,
          struct subscription **batch, size_t *n, struct err *e)
{
    if (i->way == INVENTORY_ARM)
        return list_subscription(i, sub, e);
    i->asked++;
    batch[(*n)++] = sub;
    if (*n < RESOURCE_GRAPH_BATCH)
        return 0;
    if (start_batch(i, batch, *n, e) != 0)
        return -1;
    *n = 0;
    return 0;
}

int
inventory_start(struct inventory *i, struct err *e)
{
    const struct vec *all = &i->snapshot->subscriptions;
    struct subscription *batch[RESOURCE_GRAPH_BATCH];
    size_t n = 0;

    if (i->way == INVENTORY_AUTO)
        i->way = all->len >= INVENTORY_AUTO_SUBSCRIPTIONS
                     ? INVENTORY_RESOURCE_GRAPH
                     : INVENTORY_ARM;
    for (size_t k = 0; k < all->len; k++) {
        struct subscription *sub = all->items[k];

        if (inventory_asks(sub) && start_one(i, sub, batch, &n, e) != 0)
            return -1;
    }
    return start_batch(i, batch, n, e);
}

int
inventory_settle(struct inventory *i, struct err *e)
{
    struct snapshot *s = i->snapshot;
    const char *reason;

    if (i->out_of_memory)
        return err_nomem(e);
    if (i->way != INVENTORY_RESOURCE_GRAPH)
        return 0;
    reason = arena_printf(
        s->arena,
        "%zu of %zu subscriptions were listed by Resource Graph, which shows "
        "what the credential may read; the others, and %zu clusters that are "
        "legacy or not clear, were asked of Azure Resource Manager%s%s",
        i->listed, i->asked, i->confirmed,
        i->trouble ? "; an answer was not whole: " : "",
        str_or(i->trouble, ""));
    if (!reason || snapshot_add_coverage(s, "inventory", "resource-graph",
                                         COVERAGE_AUDITED, reason, NULL) != 0)
        return err_nomem(e);
    return 0;
}
