/* SPDX-License-Identifier: MIT */
/* columns.h - the columns of every tabular report: CSV, TSV, workbook and
 * terminal show the same ones. A new column is a row in one of the sets. */
#ifndef AKSENTRA_REPORT_COLUMNS_H
#define AKSENTRA_REPORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/overview.h"
#include "support/buf.h"

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER,
    COLUMN_BOOL,
    COLUMN_DATE, /* the text is YYYY-MM-DD */
    COLUMN_URL
};

/* One value on its way into a report. Empty: Azure did not say. */
struct cell {
    bool empty;
    const char *text; /* TEXT, DATE, URL; borrowed, or made in `made` */
    int64_t number;
    bool truth;
    bool plain;      /* URL: nobody needs to follow it; text will do */
    struct buf made; /* kept from cell to cell; cell_free() at the end */
};

struct column {
    const char *heading; /* for people */
    const char *key;     /* for machines, as in results.json */
    unsigned width;      /* in characters, where a report has widths */
    enum column_kind kind;
    /* NULL: the text stands at `member` bytes into the item. */
    void (*get)(struct cell *cell, const struct overview *o, const void *item);
    size_t member;
    bool wraps; /* a long text: shown in several lines where that is possible */
};

struct column_set {
    const char *title; /* of its sheet */
    const struct column *columns;
    size_t n;
    /* The list behind it, and which of its items are shown (NULL: all). */
    const struct vec *(*items)(const struct overview *o);
    bool (*shows)(const void *item);
    /* The cluster that a row is about, which the column `cluster_key` names;
     * NULL: there is no such column. The workbook leads from there to the
     * cluster's row. */
    const struct cluster *(*cluster_of)(const void *item);
    const char *cluster_key;
};

/* One row a cluster; the item is a struct cluster. */
extern const struct column_set cluster_columns;

/* One row for each finding that a person should look at, waived ones among
 * them and marked; the item is a struct finding. */
extern const struct column_set finding_columns;

/* One row an app registration that clusters name, and one a left-over; the item
 * is a struct app. */
extern const struct column_set app_columns;
extern const struct column_set left_over_columns;

/* One row a subject of a binding (struct subject_at), and one an Azure role
 * assignment that gives something on a cluster (struct role_assignment). */
extern const struct column_set binding_columns;
extern const struct column_set azure_role_columns;

/* One row a legacy cluster, in the order of migrating; the item is a struct
 * migration_step. */
extern const struct column_set plan_columns;
/* One row a cluster of this audit or of the baseline that did not stay as it
 * was (struct cluster_change); empty without --baseline. */
extern const struct column_set since_columns;

/* One row a context of a kubeconfig file (struct kubeconfig_context); empty where
 * none were looked at. */
extern const struct column_set kubeconfig_columns;
/* One row a kubectl, kubelogin or az of the machine; the item is a struct
 * tool. */
extern const struct column_set tool_columns;

/* Fills *cell from the column; an empty text counts as empty. False: out of
 * memory. */
bool column_get(const struct column *column, struct cell *cell,
                const struct overview *o, const void *item);

/* The same as text: numbers in decimal, booleans as true and false, "" when
 * empty. NULL: out of memory. Borrowed until the next call with this cell. */
const char *column_text(const struct column *column, struct cell *cell,
                        const struct overview *o, const void *item);

void cell_free(struct cell *cell);

/* For getters. Texts are borrowed; NULL is empty. */
void cell_set_text(struct cell *cell, const char *text);
void cell_set_number(struct cell *cell, size_t number);
void cell_set_signed(struct cell *cell, int64_t number);
void cell_set_list(struct cell *cell, const struct text_list *list);

/* The cluster's page in the Azure portal, "" when the cloud names no portal. */
void portal_link(struct buf *out, const struct run *run,
                 const struct cluster *c);

#endif
