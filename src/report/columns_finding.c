/* SPDX-License-Identifier: MIT */
/* columns_finding.c - the columns of the list of findings. */
#include "report/columns.h"

#include "support/str.h"

static const struct cluster *
cluster_of(const void *item)
{
    return ((const struct finding *)item)->cluster;
}

static void
get_check(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct finding *)item)->rule->id);
}

static void
get_severity(struct cell *cell, const struct overview *o, const void *item)
{
    const struct finding *f = item;

    (void)o;
    cell_set_text(cell, severity_name(f->rule->severity));
}

static void
get_verdict(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, verdict_name(((const struct finding *)item)->verdict));
}

static void
get_title(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct finding *)item)->rule->title);
}

static void
get_message(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct finding *)item)->message);
}

static void
get_cluster(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    if (cluster_of(item))
        cell_set_text(cell, cluster_of(item)->name);
}

static void
get_resource_group(struct cell *cell, const struct overview *o,
                   const void *item)
{
    (void)o;
    if (cluster_of(item))
        cell_set_text(cell, cluster_of(item)->resource_group);
}

static void
get_subscription(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    if (cluster_of(item))
        cell_set_text(cell, str_or(cluster_of(item)->subscription->name,
                                   cluster_of(item)->subscription->id));
}

static void
get_owner(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    if (cluster_of(item))
        cell_set_text(cell, cluster_of(item)->owner);
}

/* "enableRBAC = false; sku.tier absent" */
static void
get_evidence(struct cell *cell, const struct overview *o, const void *item)
{
    const struct finding *f = item;

    (void)o;
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct evidence *e = &f->evidence[i];

        buf_addf(&cell->made, "%s%s%s%s", i ? "; " : "", e->field,
                 e->value ? " = " : " absent", e->value ? e->value : "");
    }
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_fix(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct finding *)item)->rule->fix);
}

static void
get_commands(struct cell *cell, const struct overview *o, const void *item)
{
    const struct text_list *commands =
        &((const struct finding *)item)->commands;

    (void)o;
    for (size_t i = 0; i < commands->len; i++)
        buf_addf(&cell->made, "%s%s", i ? "\n" : "", commands->items[i]);
    cell_set_text(cell, buf_str(&cell->made));
}

/* An expired waiver stands there too: the finding counts again. */
static void
get_waived(struct cell *cell, const struct overview *o, const void *item)
{
    const struct finding *f = item;
    const struct waiver *w = f->waiver ? f->waiver : f->lapsed;

    (void)o;
    if (!w)
        return;
    buf_addf(&cell->made, "%s %s, by %s: %s",
             f->waiver ? "until" : "no more: expired on",
             str_or(w->expires, "?"), str_or(w->owner, "?"),
             str_or(w->reason, "?"));
    cell_set_text(cell, buf_str(&cell->made));
}

/* Empty without --baseline, and where nothing fails. */
static void
get_new(struct cell *cell, const struct overview *o, const void *item)
{
    const struct finding *f = item;

    (void)o;
    cell->empty = f->is_new == TRI_UNSET;
    cell->truth = f->is_new == TRI_YES;
}

static void
get_reference(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct finding *)item)->rule->reference);
}

static void
get_resource(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, ((const struct finding *)item)->resource);
}

static const struct column columns[] = {
    { "Check", "check", 10, COLUMN_TEXT, .get = get_check },
    { "Severity", "severity", 11, COLUMN_TEXT, .get = get_severity },
    { "Verdict", "verdict", 11, COLUMN_TEXT, .get = get_verdict },
    { "Cluster", "clusterName", 26, COLUMN_TEXT, .get = get_cluster },
    { "Resource group", "resourceGroup", 24, COLUMN_TEXT,
      .get = get_resource_group },
    { "Subscription", "subscriptionName", 24, COLUMN_TEXT,
      .get = get_subscription },
    { "Owner", "owner", 18, COLUMN_TEXT, .get = get_owner },
    { "Title", "title", 48, COLUMN_TEXT, .get = get_title, .wraps = true },
    { "What was found", "message", 60, COLUMN_TEXT, .get = get_message,
      .wraps = true },
    { "Evidence", "evidence", 48, COLUMN_TEXT, .get = get_evidence,
      .wraps = true },
    { "How to fix it", "fix", 60, COLUMN_TEXT, .get = get_fix, .wraps = true },
    { "Commands", "commands", 60, COLUMN_TEXT, .get = get_commands },
    { "Waived", "waived", 30, COLUMN_TEXT, .get = get_waived },
    { "New", "isNew", 8, COLUMN_BOOL, .get = get_new },
    { "Reference", "reference", 40, COLUMN_TEXT, .get = get_reference },
    { "Resource", "resource", 60, COLUMN_TEXT, .get = get_resource },
};

static const struct vec *
items(const struct overview *o)
{
    return &o->results->findings;
}

static bool
shows(const void *item)
{
    return finding_needs_attention(item);
}

const struct column_set finding_columns = {
    .title = "Findings",
    .columns = columns,
    .n = sizeof(columns) / sizeof(columns[0]),
    .items = items,
    .shows = shows,
    .cluster_of = cluster_of,
    .cluster_key = "clusterName",
};
