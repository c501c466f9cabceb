/* SPDX-License-Identifier: MIT */
/* table.c - the clusters on the terminal, and what is to be said of them. */
#include "cli/table.h"

#include <string.h>

#include "cli/table_rows.h"
#include "cli/table_summary.h"
#include "report/writer.h"

static const struct table_choice choices[] = {
    { "name", 11, 0 },
    { "resourceGroup", 10, 2 },
    { "subscriptionName", 16, 3 },
    { "owner", 12, 5 },
    { "integration", 11, 0 },
    { "readiness", 14, 0 },
    { "worstSeverity", 8, 4 },
    { "nextStep", 18, 1 },
};

/* The words say it as well; a colour only helps to find them. */
static const char *
colour_of(const struct column *column, const void *item)
{
    const struct cluster *c = item;
    static const char *const colours[READINESS_COUNT] = {
        [READINESS_READY] = "\033[36m",
        [READINESS_ACTION_NEEDED] = "\033[33m",
        [READINESS_BLOCKED] = "\033[31m",
        [READINESS_MIGRATED] = "\033[32m",
        [READINESS_CLEANUP_NEEDED] = "\033[33m",
        [READINESS_NOT_INTEGRATED] = "\033[35m",
        [READINESS_UNKNOWN] = "\033[35m",
    };

    if (strcmp(column->key, "readiness") != 0)
        return NULL;
    return colours[c->readiness];
}

static const struct table_view cluster_view = {
    .set = &cluster_columns,
    .choices = choices,
    .n_choices = sizeof(choices) / sizeof(choices[0]),
    .colour_of = colour_of,
};

int
table_print(FILE *out, const struct results *r, const struct table_style *style,
            struct err *e)
{
    struct overview o;
    int ret;

    if (overview_init(&o, r, e) != 0)
        return -1;
    ret = table_rows(out, &cluster_view, &o, style);
    if (ret == 0)
        ret = table_summary(out, &o, style);
    overview_free(&o);
    if (ret != 0)
        return err_nomem(e);
    return writer_check(out, e) == 0 ? 0 : err_wrap(e, "standard output");
}
