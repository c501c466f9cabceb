/* SPDX-License-Identifier: MIT */
/* columns_since.c - the columns of what became of the clusters since the
 * baseline; the item is a struct cluster_change. */
#include "report/columns.h"

#include "model/audit_diff.h"
#include "report/since_words.h"
#include "support/str.h"

static const struct record_cluster *
any_of(const void *item)
{
    const struct cluster_change *c = item;

    return c->is ? c->is : c->was;
}

static void
get_change(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell,
                  change_name(((const struct cluster_change *)item)->change));
}

static void
get_newly_legacy(struct cell *cell, const struct overview *o, const void *item)
{
    static const char *const words[] = {
        [TRI_UNSET] = "not known", [TRI_NO] = "no", [TRI_YES] = "yes"
    };

    (void)o;
    cell_set_text(cell,
                  words[((const struct cluster_change *)item)->newly_legacy]);
}

static void
get_name(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, any_of(item)->name);
}

static void
get_subscription(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, any_of(item)->subscription_name);
}

static void
get_subscription_id(struct cell *cell, const struct overview *o,
                    const void *item)
{
    (void)o;
    cell_set_text(cell, any_of(item)->subscription_id);
}

static void
get_id(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, any_of(item)->id);
}

static void
set_state(struct cell *cell, const struct record_cluster *c, bool readiness)
{
    if (c)
        cell_set_text(cell, readiness ? readiness_name(c->readiness)
                                      : integration_name(c->integration));
}

static void
get_was(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_state(cell, ((const struct cluster_change *)item)->was, false);
}

static void
get_is(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_state(cell, ((const struct cluster_change *)item)->is, false);
}

static void
get_readiness_was(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_state(cell, ((const struct cluster_change *)item)->was, true);
}

static void
get_readiness_is(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_state(cell, ((const struct cluster_change *)item)->is, true);
}

static void
get_why(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct cluster_change *)item)->why);
}

static const struct column columns[] = {
    { "Since baseline", "change", 14, COLUMN_TEXT, .get = get_change },
    { "Cluster", "name", 26, COLUMN_TEXT, .get = get_name },
    { "Subscription", "subscriptionName", 24, COLUMN_TEXT,
      .get = get_subscription },
    { "Integration then", "was", 16, COLUMN_TEXT, .get = get_was },
    { "Integration now", "is", 16, COLUMN_TEXT, .get = get_is },
    { "Readiness then", "readinessWas", 16, COLUMN_TEXT,
      .get = get_readiness_was },
    { "Readiness now", "readinessIs", 16, COLUMN_TEXT,
      .get = get_readiness_is },
    { "Newly legacy", "newlyLegacy", 13, COLUMN_TEXT, .get = get_newly_legacy },
    { "Why it could not be compared", "reason", 50, COLUMN_TEXT, .get = get_why,
      .wraps = true },
    { "Subscription id", "subscriptionId", 38, COLUMN_TEXT,
      .get = get_subscription_id },
    { "Resource id", "id", 60, COLUMN_TEXT, .get = get_id },
};

static const struct vec *
items(const struct overview *o)
{
    return &o->changes;
}

const struct column_set since_columns = {
    .title = "Since baseline",
    .columns = columns,
    .n = sizeof(columns) / sizeof(columns[0]),
    .items = items,
};
