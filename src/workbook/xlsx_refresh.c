/* SPDX-License-Identifier: MIT */
/* xlsx_refresh.c - the sheet "Kubeconfig refresh". */
#include "workbook/xlsx_sheets.h"

#include "report/instructions.h"
#include "support/str.h"
#include "workbook/xlsx_table.h"

struct row {
    const struct cluster *cluster;
    enum audience audience;
};

static const struct cluster *
cluster_of(const void *item)
{
    return ((const struct row *)item)->cluster;
}

static void
get_cluster(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->name);
}

static void
get_group(struct cell *cell, const struct overview *o, const void *item)
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
get_owner(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->owner);
}

static void
get_audience(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, audience_name(((const struct row *)item)->audience));
}

/* The commands of one phase, under their titles, as comments of a shell. */
static void
set_phase(struct cell *cell, const struct row *row, enum phase phase)
{
    for (size_t i = 0; i < n_instructions; i++) {
        const struct instruction *in = &instructions[i];

        if (in->audience != row->audience || in->phase != phase ||
            !instruction_applies(in, row->cluster))
            continue;
        if (cell->made.len > 0)
            buf_adds(&cell->made, "\n");
        buf_addf(&cell->made, "# %s", in->title);
        for (size_t n = 0; n < INSTRUCTION_COMMANDS_MAX; n++) {
            auto_buf line = { 0 };

            if (!instruction_command(&line, in, n, row->cluster))
                continue;
            if (!buf_ok(&line))
                cell->made.failed = true;
            buf_addf(&cell->made, "\n%s", buf_str(&line));
        }
    }
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_before(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_phase(cell, item, PHASE_BEFORE);
}

static void
get_after(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    set_phase(cell, item, PHASE_AFTER);
}

static void
get_id(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, cluster_of(item)->id);
}

static const struct column columns[] = {
    { "Cluster", "name", 26, COLUMN_TEXT, .get = get_cluster },
    { "Resource group", "resourceGroup", 22, COLUMN_TEXT, .get = get_group },
    { "Subscription", "subscriptionName", 24, COLUMN_TEXT,
      .get = get_subscription },
    { "Owner", "owner", 18, COLUMN_TEXT, .get = get_owner },
    { "Audience", "audience", 16, COLUMN_TEXT, .get = get_audience },
    { "Before the migration", "before", 70, COLUMN_TEXT, .get = get_before,
      .wraps = true },
    { "After the migration", "after", 90, COLUMN_TEXT, .get = get_after,
      .wraps = true },
    { "Resource id", "cluster", 50, COLUMN_TEXT, .get = get_id },
};

static bool
has_instructions(const struct row *row)
{
    for (size_t i = 0; i < n_instructions; i++) {
        if (instructions[i].audience == row->audience &&
            instruction_applies(&instructions[i], row->cluster))
            return true;
    }
    return false;
}

void
xlsx_write_refresh(struct xlsx_book *book)
{
    const struct vec *clusters = &book->o->results->snapshot.clusters;
    struct xlsx_table table;

    xlsx_table_begin(&table, book, "Kubeconfig refresh", columns,
                     sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < clusters->len; i++) {
        for (int a = 0; a < AUDIENCE_COUNT; a++) {
            const struct row row = { clusters->items[i], (enum audience)a };

            if (has_instructions(&row))
                xlsx_table_row(&table, &row);
        }
    }
    xlsx_table_end(&table);
}
