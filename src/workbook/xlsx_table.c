/* SPDX-License-Identifier: MIT */
/* xlsx_table.c - a sheet with a header and rows. */
#include "workbook/xlsx_table.h"

#include <stdio.h>
#include <string.h>

enum {
    HEADER_HEIGHT = 22,
    LINE_HEIGHT = 15,
    LINES_MAX = 27, /* a row is at most 409 points high */
    PAPER_A3 = 8,
    PAPER_WIDTH = 280, /* characters that are readable on it */
    URL_MAX = 2000
};

/* Words that get a colour, in the columns that hold such words. The colour
 * repeats the word: nothing is said by it alone. */
struct signal {
    const char *word;
    enum xlsx_signal signal;
};

static const struct signal readiness_signals[] = {
    { "blocked", XLSX_BAD },
    { "action-needed", XLSX_WARNING },
    { "ready", XLSX_INFO },
    { "migrated", XLSX_GOOD },
    { "cleanup-needed", XLSX_WARNING },
    { "not-integrated", XLSX_WARNING },
    { "unknown", XLSX_UNKNOWN },
    { NULL, 0 },
};

static const struct signal integration_signals[] = {
    { "legacy", XLSX_BAD },
    { "managed", XLSX_GOOD },
    { "none", XLSX_WARNING },
    { "unknown", XLSX_UNKNOWN },
    { NULL, 0 },
};

static const struct signal severity_signals[] = {
    { "critical", XLSX_BAD }, { "high", XLSX_BAD }, { "medium", XLSX_WARNING },
    { "low", XLSX_INFO },     { NULL, 0 },
};

static const struct signal verdict_signals[] = {
    { "fail", XLSX_BAD },
    { "unknown", XLSX_UNKNOWN },
    { "error", XLSX_UNKNOWN },
    { NULL, 0 },
};

static const struct signal certainty_signals[] = {
    { "certain", XLSX_BAD },
    { "likely", XLSX_WARNING },
    { "possible", XLSX_INFO },
    { NULL, 0 },
};

static const struct signal presence_signals[] = {
    { "present", XLSX_GOOD },    { "deleted", XLSX_BAD },
    { "missing", XLSX_BAD },     { "foreign", XLSX_WARNING },
    { "unknown", XLSX_UNKNOWN }, { NULL, 0 },
};

static const struct signal fate_signals[] = {
    { "works today and after", XLSX_GOOD }, { "starts to work", XLSX_INFO },
    { "stops working", XLSX_BAD },          { "never worked", XLSX_WARNING },
    { "nobody knows", XLSX_UNKNOWN },       { NULL, 0 },
};

static const struct signal state_signals[] = {
    { "deleted", XLSX_BAD },
    { "gone", XLSX_BAD },
    { "disabled", XLSX_WARNING },
    { "unknown", XLSX_UNKNOWN },
    { NULL, 0 },
};

static const struct {
    const char *key; /* of the column */
    const struct signal *signals;
} signal_columns[] = {
    { "readiness", readiness_signals }, { "integration", integration_signals },
    { "severity", severity_signals },   { "worstSeverity", severity_signals },
    { "verdict", verdict_signals },     { "certainty", certainty_signals },
    { "presence", presence_signals },   { "fate", fate_signals },
    { "state", state_signals },
};

static void
write_header(struct xlsx_table *t)
{
    worksheet_set_row(t->sheet, 0, HEADER_HEIGHT, NULL);
    for (size_t i = 0; i < t->n; i++) {
        worksheet_set_column(t->sheet, (lxw_col_t)i, (lxw_col_t)i,
                             t->columns[i].width, NULL);
        xlsx_write_text(
            t->book, t->sheet, 0, (lxw_col_t)i, t->columns[i].heading,
            t->columns[i].kind == COLUMN_NUMBER ? t->book->formats.header_number
                                                : t->book->formats.header);
    }
    t->row = 1;
    t->links = 0;
}

static void
open_sheet(struct xlsx_table *t)
{
    char name[LXW_SHEETNAME_MAX + 1];

    if (++t->part == 1)
        snprintf(name, sizeof(name), "%s", t->title);
    else
        snprintf(name, sizeof(name), "%s (%u)", t->title, t->part);
    t->sheet = xlsx_add_sheet(t->book, name);
    if (t->sheet)
        write_header(t);
}

static void
add_signal(struct xlsx_table *t, lxw_col_t col, const struct signal *s)
{
    char criterion[32];
    lxw_conditional_format condition = {
        .type = LXW_CONDITIONAL_TYPE_CELL,
        .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
        .value_string = criterion,
        .format = t->book->formats.signals[s->signal],
    };

    snprintf(criterion, sizeof(criterion), "\"%s\"", s->word);
    worksheet_conditional_format_range(t->sheet, 1, col, t->row - 1, col,
                                       &condition);
}

/* Days to an expiry: over, soon, good. Empty cells, which a program takes for
 * zero, keep no colour: the first rule stops there. */
static void
add_day_signals(struct xlsx_table *t, lxw_col_t col)
{
    lxw_conditional_format blank = { .type = LXW_CONDITIONAL_TYPE_BLANKS,
                                     .stop_if_true = LXW_TRUE };
    lxw_conditional_format over = {
        .type = LXW_CONDITIONAL_TYPE_CELL,
        .criteria = LXW_CONDITIONAL_CRITERIA_LESS_THAN,
        .value = 0,
        .format = t->book->formats.signals[XLSX_BAD],
    };
    lxw_conditional_format soon = {
        .type = LXW_CONDITIONAL_TYPE_CELL,
        .criteria = LXW_CONDITIONAL_CRITERIA_BETWEEN,
        .min_value = 0,
        .max_value = APP_EXPIRES_SOON_DAYS - 1,
        .format = t->book->formats.signals[XLSX_WARNING],
    };
    lxw_conditional_format good = {
        .type = LXW_CONDITIONAL_TYPE_CELL,
        .criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN,
        .value = APP_EXPIRES_SOON_DAYS - 1,
        .format = t->book->formats.signals[XLSX_GOOD],
    };
    lxw_conditional_format *const rules[] = { &blank, &over, &soon, &good };

    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
        worksheet_conditional_format_range(t->sheet, 1, col, t->row - 1, col,
                                           rules[i]);
}

static void
add_signals(struct xlsx_table *t, size_t column)
{
    if (strcmp(t->columns[column].key, "daysToExpiry") == 0)
        add_day_signals(t, (lxw_col_t)column);
    for (size_t i = 0; i < sizeof(signal_columns) / sizeof(signal_columns[0]);
         i++) {
        if (strcmp(signal_columns[i].key, t->columns[column].key) != 0)
            continue;
        for (const struct signal *s = signal_columns[i].signals; s->word; s++)
            add_signal(t, (lxw_col_t)column, s);
    }
}

/* Every second row is shaded. A native table would do that too, but wants all
 * rows in memory. */
static void
add_band(struct xlsx_table *t, lxw_col_t col)
{
    lxw_conditional_format band = {
        .type = LXW_CONDITIONAL_TYPE_FORMULA,
        .value_string = (char *)"=MOD(ROW(),2)=1",
        .format = t->book->formats.bands[t->columns[col].kind],
    };

    worksheet_conditional_format_range(t->sheet, 1, col, t->row - 1, col,
                                       &band);
}

/* The columns that fit on the paper; the rest is for the screen. */
static lxw_col_t
last_printed(const struct xlsx_table *t)
{
    size_t width = t->columns[0].width, last = 0;

    while (last + 1 < t->n && width + t->columns[last + 1].width <= PAPER_WIDTH)
        width += t->columns[++last].width;
    return (lxw_col_t)last;
}

/* What needs the last row to be known. */
static void
close_sheet(struct xlsx_table *t)
{
    lxw_col_t last = (lxw_col_t)(t->n - 1);

    if (!t->sheet)
        return;
    worksheet_freeze_panes(t->sheet, 1, 1);
    worksheet_autofilter(t->sheet, 0, 0, t->row - 1, last);
    for (size_t i = 0; t->row > 1 && i < t->n; i++)
        add_signals(t, i);
    /* After the signals, which win where both apply: in the same range, since
     * programs do not agree about ranges that overlap. */
    for (size_t i = 0; t->row > 1 && i < t->n; i++)
        add_band(t, (lxw_col_t)i);
    worksheet_set_landscape(t->sheet);
    worksheet_set_paper(t->sheet, PAPER_A3);
    worksheet_fit_to_pages(t->sheet, 1, 0);
    worksheet_repeat_rows(t->sheet, 0, 0);
    worksheet_print_area(t->sheet, 0, 0, t->row - 1, last_printed(t));
    worksheet_set_footer(t->sheet, "&L&A&RPage &P of &N");
}

void
xlsx_table_begin(struct xlsx_table *t, struct xlsx_book *book,
                 const char *title, const struct column *columns, size_t n)
{
    memset(t, 0, sizeof(*t));
    t->book = book;
    t->title = title;
    t->columns = columns;
    t->n = n;
    open_sheet(t);
}

static void
write_date(struct xlsx_table *t, lxw_col_t col, const char *text)
{
    lxw_datetime date = { 0 };

    if (sscanf(text, "%4d-%2d-%2d", &date.year, &date.month, &date.day) == 3)
        worksheet_write_datetime(t->sheet, t->row, col, &date,
                                 t->book->formats.date);
    else
        xlsx_write_text(t->book, t->sheet, t->row, col, text,
                        t->book->formats.text);
}

/* A sheet has room for so many links, and a link for so many characters; the
 * address is then there as text. */
static void
write_link(struct xlsx_table *t, lxw_col_t col, const char *url)
{
    if (!t->cell.plain && t->links < t->book->limits->links &&
        strlen(url) <= URL_MAX &&
        worksheet_write_url_opt(t->sheet, t->row, col, xlsx_text(t->book, url),
                                t->book->formats.link, "Open",
                                NULL) == LXW_NO_ERROR)
        t->links++;
    else
        xlsx_write_text(t->book, t->sheet, t->row, col, url,
                        t->book->formats.text);
}

/* How many lines the text takes in a cell of that width. */
static size_t
count_lines(const char *text, unsigned width)
{
    size_t lines = 0;

    for (;;) {
        size_t len = strcspn(text, "\n");

        lines += len / width + 1;
        if (!text[len])
            return lines;
        text += len + 1;
    }
}

static void
write_long_text(struct xlsx_table *t, lxw_col_t col)
{
    size_t lines = count_lines(t->cell.text, t->columns[col].width);

    if (lines > t->lines)
        t->lines = lines;
    xlsx_write_text(t->book, t->sheet, t->row, col, t->cell.text,
                    t->book->formats.wrapped);
}

/* Where the row of the cluster is: the sheet of clusters, or one that goes on
 * with it. False: it has none. */
static bool
find_cluster(struct buf *out, const struct xlsx_table *t,
             const struct cluster *c)
{
    const struct overview *o = t->book->o;
    const size_t rows = t->book->limits->rows - 1; /* without the header */
    size_t place;

    if (o->results->snapshot.kubeconfigs_only ||
        !map_get(&o->by_cluster, c->id))
        return false;
    place = (size_t)(overview_tally(o, c) - o->tallies);
    buf_addf(out, "internal:'%s", cluster_columns.title);
    if (place >= rows)
        buf_addf(out, " (%zu)", place / rows + 1);
    buf_addf(out, "'!A%zu", place % rows + 2);
    return buf_ok(out);
}

/* The name of a cluster leads to its row. */
static bool
write_cluster_link(struct xlsx_table *t, size_t i, const void *item)
{
    const struct column_set *set = t->set;
    const struct cluster *c = NULL;
    auto_buf place = { 0 };

    if (set && set->cluster_of && t->links < t->book->limits->links &&
        strcmp(set->cluster_key, t->columns[i].key) == 0)
        c = set->cluster_of(item);
    if (!c || !find_cluster(&place, t, c) ||
        worksheet_write_url_opt(t->sheet, t->row, (lxw_col_t)i, buf_str(&place),
                                t->book->formats.link,
                                xlsx_text(t->book, t->cell.text),
                                NULL) != LXW_NO_ERROR)
        return false;
    t->links++;
    return true;
}

static void
write_cell(struct xlsx_table *t, size_t i, const void *item)
{
    const struct column *column = &t->columns[i];
    const struct xlsx_formats *f = &t->book->formats;
    lxw_col_t col = (lxw_col_t)i;

    if (!column_get(column, &t->cell, t->book->o, item)) {
        t->book->failed = true;
        return;
    }
    if (t->cell.empty)
        return;
    switch (column->kind) {
    case COLUMN_NUMBER:
        worksheet_write_number(t->sheet, t->row, col, (double)t->cell.number,
                               f->number);
        break;
    case COLUMN_BOOL:
        worksheet_write_boolean(t->sheet, t->row, col, t->cell.truth, f->text);
        break;
    case COLUMN_DATE:
        write_date(t, col, t->cell.text);
        break;
    case COLUMN_URL:
        write_link(t, col, t->cell.text);
        break;
    case COLUMN_TEXT:
        if (write_cluster_link(t, i, item))
            break;
        if (column->wraps)
            write_long_text(t, col);
        else
            xlsx_write_text(t->book, t->sheet, t->row, col, t->cell.text,
                            f->text);
        break;
    }
}

void
xlsx_table_row(struct xlsx_table *t, const void *item)
{
    if (t->row >= t->book->limits->rows) {
        close_sheet(t);
        open_sheet(t);
    }
    if (!t->sheet || t->book->failed)
        return;
    t->lines = 1;
    for (size_t i = 0; i < t->n; i++)
        write_cell(t, i, item);
    /* Programs do not all fit the height by themselves. */
    if (t->lines > 1)
        worksheet_set_row(
            t->sheet, t->row,
            LINE_HEIGHT * (double)(t->lines < LINES_MAX ? t->lines : LINES_MAX),
            NULL);
    t->row++;
}

void
xlsx_table_end(struct xlsx_table *t)
{
    close_sheet(t);
    cell_free(&t->cell);
}

void
xlsx_table_write(struct xlsx_book *book, const struct column_set *set)
{
    const struct vec *items = set->items(book->o);
    struct xlsx_table table;

    xlsx_table_begin(&table, book, set->title, set->columns, set->n);
    table.set = set;
    for (size_t i = 0; i < items->len; i++) {
        if (!set->shows || set->shows(items->items[i]))
            xlsx_table_row(&table, items->items[i]);
    }
    xlsx_table_end(&table);
}
