/* SPDX-License-Identifier: MIT */
/* columns_plan.c - the columns of the migration plan. */
#include "report/columns.h"

#include "model/command.h"
#include "report/migration_words.h"
#include "report/next_step.h"
#include "support/str.h"

static const struct cluster *
cluster_of(const void *item)
{
    return ((const struct migration_step *)item)->cluster;
}

static void
get_wave(struct cell *cell, const struct overview *o, const void *item)
{
    cell_set_number(
        cell, o->waves.numbers[((const struct migration_step *)item)->wave]);
}

static void
get_title(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell,
                  wave_title(((const struct migration_step *)item)->wave));
}

static void
get_held_by(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster *other =
        ((const struct migration_step *)item)->held_by;

    (void)o;
    cell_set_text(cell, other ? other->name : NULL);
}

static void
get_name(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->name);
}

static void
get_resource_group(struct cell *cell, const struct overview *o,
                   const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->resource_group);
}

static void
get_subscription(struct cell *cell, const struct overview *o, const void *item)
{
    const struct subscription *s = cluster_of(item)->subscription;

    (void)o;
    cell_set_text(cell, str_or(s->name, s->id));
}

static void
get_environment(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->environment);
}

static void
get_production(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell->truth = cluster_of(item)->production;
    cell->empty = false;
}

static void
get_owner(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->owner);
}

static void
get_readiness(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, readiness_name(cluster_of(item)->readiness));
}

static void
get_group(struct cell *cell, const struct overview *o, const void *item)
{
    size_t group = cluster_of(item)->migration_group;

    (void)o;
    if (group)
        cell_set_number(cell, group);
}

static void
get_night(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell->truth = migration_at_night(cluster_of(item));
    cell->empty = false;
}

static void
get_window(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    migration_window(&cell->made, cluster_of(item));
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_first(struct cell *cell, const struct overview *o, const void *item)
{
    const struct cluster *c = cluster_of(item);

    cell_set_text(cell, next_step(c, overview_tally(o, c)->first));
}

static void
get_blockers(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_list(cell, &cluster_of(item)->blockers);
}

static void
get_command(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    migration_command(&cell->made, cluster_of(item));
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_verification(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    command_verify(&cell->made, cluster_of(item));
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_id(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->id);
}

/* What a person follows comes first, and fits on a printed page. */
static const struct column columns[] = {
    { "Wave", "wave", 6, COLUMN_NUMBER, .get = get_wave },
    { "What it is", "waveTitle", 28, COLUMN_TEXT, .get = get_title },
    { "Cluster", "name", 22, COLUMN_TEXT, .get = get_name },
    { "Subscription", "subscriptionName", 22, COLUMN_TEXT,
      .get = get_subscription },
    { "Environment", "environment", 13, COLUMN_TEXT, .get = get_environment },
    { "Owner", "owner", 25, COLUMN_TEXT, .get = get_owner },
    { "Readiness", "readiness", 15, COLUMN_TEXT, .get = get_readiness },
    { "At night", "atNight", 9, COLUMN_BOOL, .get = get_night },
    { "Window", "window", 38, COLUMN_TEXT, .get = get_window, .wraps = true },
    { "What first", "nextStep", 36, COLUMN_TEXT, .get = get_first,
      .wraps = true },
    { "Command", "command", 64, COLUMN_TEXT, .get = get_command,
      .wraps = true },
    { "Verification", "verification", 60, COLUMN_TEXT, .get = get_verification,
      .wraps = true },
    { "Blockers", "blockers", 20, COLUMN_TEXT, .get = get_blockers },
    { "Migration group", "migrationGroup", 15, COLUMN_NUMBER,
      .get = get_group },
    { "Kept with", "keptWith", 20, COLUMN_TEXT, .get = get_held_by },
    { "Production", "production", 11, COLUMN_BOOL, .get = get_production },
    { "Resource group", "resourceGroup", 22, COLUMN_TEXT,
      .get = get_resource_group },
    { "Resource id", "id", 60, COLUMN_TEXT, .get = get_id },
};

static const struct vec *
items(const struct overview *o)
{
    return &o->waves.steps;
}

const struct column_set plan_columns = {
    .title = "Migration plan",
    .columns = columns,
    .n = sizeof(columns) / sizeof(columns[0]),
    .items = items,
    .cluster_of = cluster_of,
    .cluster_key = "name",
};
