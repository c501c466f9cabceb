/* SPDX-License-Identifier: MIT */
/* migration_words.c - what several reports say alike of one migration. */
#include "report/migration_words.h"

#include "model/command.h"
#include "report/migration_waves.h"
#include "support/str.h"

bool
migration_has_group(const struct cluster *c)
{
    return c->planned && c->planned->admin_group_object_ids.len > 0;
}

void
migration_command(struct buf *out, const struct cluster *c)
{
    if (!migration_has_group(c))
        buf_adds(out, "# " MIGRATION_NO_GROUP "\n# ");
    command_migrate(out, c);
}

void
migration_window(struct buf *out, const struct cluster *c)
{
    const struct text_list *lines = &c->maintenance_texts;
    bool whole = c->maintenance.status == COVERAGE_AUDITED;

    for (size_t i = 0; i < lines->len; i++)
        buf_addf(out, "%s%s", i ? "; " : "", lines->items[i]);
    if (whole && lines->len == 0)
        buf_adds(out, "no window is set");
    else if (!whole && lines->len == 0)
        buf_addf(out, "not known: %s", str_or(c->maintenance.reason, "-"));
    else if (!whole)
        buf_adds(out, "; not all of them could be read");
}

const char *
migration_night_reason(const struct cluster *c)
{
    if (!migration_at_night(c))
        return NULL;
    return c->sku_tier ? "Free tier: the API server may be down meanwhile"
                       : "its tier is not known, and may be the Free one";
}
