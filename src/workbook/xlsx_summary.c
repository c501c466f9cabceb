/* SPDX-License-Identifier: MIT */
/* xlsx_summary.c - the page for a manager: what is left, what holds it up, what
 * was audited. Rows are written in order; the charts come last, when it is known
 * where their figures stand. */
#include "workbook/xlsx_sheets.h"

#include "model/access.h"
#include "report/by_subscription.h"
#include "report/since_words.h"
#include "support/clock.h"
#include "support/str.h"
#include "workbook/xlsx_charts.h"

enum {
    MARGIN = 0, /* an empty column */
    FIRST = 1,
    TILES = 6,
    CHART_ROWS = 15,
    ROW_PIXELS = 20,
    PAPER_A4 = 9
};

struct page {
    struct xlsx_book *book;
    lxw_worksheet *sheet;
    const struct results *r;
    lxw_row_t row;
    struct by_subscription subscriptions;
    /* Where the charts go and where their figures are. */
    lxw_row_t charts;
    lxw_row_t subscription_chart;
    struct xlsx_range integration;
    struct xlsx_range readiness;
    struct xlsx_range by_subscription;
};

static void
put(struct page *p, lxw_col_t col, const char *text, lxw_format *format)
{
    xlsx_write_text(p->book, p->sheet, p->row, col, text, format);
}

static void
put_number(struct page *p, lxw_col_t col, size_t n, lxw_format *format)
{
    worksheet_write_number(p->sheet, p->row, col, (double)n, format);
}

static void
write_title(struct page *p)
{
    const struct run *run = &p->r->run;
    char when[CLOCK_TEXT_SIZE];
    auto_buf line = { 0 };

    worksheet_set_row(p->sheet, p->row, 34, NULL);
    put(p, FIRST, "Move to AKS-managed Microsoft Entra integration",
        p->book->formats.title);
    p->row++;
    clock_format(when, run->finished_at);
    buf_adds(&line, str_or(run->scope, "scope not known"));
    if (run->credential)
        buf_addf(&line, ", %s", str_or(run->cloud, "cloud not known"));
    buf_addf(&line, ", audited %.10s with aksentra %s", when,
             str_or(run->version, ""));
    put(p, FIRST, buf_str(&line), p->book->formats.subtitle);
    p->row += 2;
}

static void
write_tiles(struct page *p)
{
    const struct summary *s = &p->r->summary;
    const struct {
        const char *caption;
        size_t n;
        lxw_color_t colour;
    } tiles[TILES] = {
        { "legacy, still to move", s->by_integration[INTEGRATION_LEGACY],
          XLSX_RUST },
        { "ready to migrate", s->by_readiness[READINESS_READY], XLSX_BLUE },
        { "action needed first", s->by_readiness[READINESS_ACTION_NEEDED],
          XLSX_AMBER },
        { "blocked", s->by_readiness[READINESS_BLOCKED], XLSX_RED },
        { "managed", s->by_integration[INTEGRATION_MANAGED], XLSX_GREEN },
        { "could not be judged", s->by_readiness[READINESS_UNKNOWN],
          XLSX_PLUM },
    };

    worksheet_set_row(p->sheet, p->row, 46, NULL);
    for (size_t i = 0; i < TILES; i++)
        put_number(p, (lxw_col_t)(FIRST + i), tiles[i].n,
                   xlsx_tile_format(p->book, tiles[i].colour));
    p->row++;
    worksheet_set_row(p->sheet, p->row, 22, NULL);
    for (size_t i = 0; i < TILES; i++)
        put(p, (lxw_col_t)(FIRST + i), tiles[i].caption,
            p->book->formats.tile_caption);
    p->row += 2;
}

/* Whether anybody will be admin. */
static void
write_access(struct page *p)
{
    size_t by[3];
    auto_buf line = { 0 };

    if (access_count(&p->r->snapshot, by) != 0) {
        p->book->failed = true;
        return;
    }
    if (by[TRI_YES] > 0)
        buf_addf(&line,
                 "%zu legacy cluster%s would have no admin through "
                 "Entra after the migration. ",
                 by[TRI_YES], by[TRI_YES] == 1 ? "" : "s");
    if (by[TRI_UNSET] > 0)
        buf_addf(&line, "Of %zu it is not known whether anybody will be admin.",
                 by[TRI_UNSET]);
    if (line.len == 0)
        return;
    put(p, FIRST, buf_str(&line), p->book->formats.text);
    p->row++;
}

static void
write_since(struct page *p)
{
    const struct audit_diff *d = p->r->since;
    auto_buf line = { 0 };

    if (!d)
        return;
    since_label(&line, d);
    buf_adds(&line, ": ");
    since_clusters_text(&line, d);
    buf_addc(&line, '.');
    put(p, FIRST, buf_str(&line), p->book->formats.text);
    p->row++;
    buf_reset(&line);
    buf_adds(&line, "Failures since then: ");
    since_findings_text(&line, d);
    buf_addc(&line, '.');
    put(p, FIRST, buf_str(&line), p->book->formats.text);
    p->row++;
}

/* The same in words. */
static void
write_sentences(struct page *p)
{
    const struct summary *s = &p->r->summary;
    auto_buf line = { 0 };

    overview_headline(&line, s);
    worksheet_set_row(p->sheet, p->row, 22, NULL);
    put(p, FIRST, buf_str(&line), p->book->formats.sentence);
    p->row++;
    put(p, FIRST,
        s->complete ? "Everything in scope was audited."
                    : "The audit is not complete: what could not be seen is on "
                      "the sheet \"Not assessed\". There may be more legacy "
                      "clusters.",
        p->book->formats.text);
    p->row++;
    write_access(p);
    write_since(p);
    p->row++;
}

static void
leave_room(struct page *p)
{
    p->charts = p->row;
    p->row += CHART_ROWS + 1;
    p->subscription_chart = p->row;
    if (p->subscriptions.n > 0)
        p->row += (lxw_row_t)(6 + p->subscriptions.n + 1);
}

static void
write_section(struct page *p, const char *title)
{
    worksheet_set_row(p->sheet, p->row, 24, NULL);
    put(p, FIRST, title, p->book->formats.section);
    p->row++;
}

static void
write_fact(struct page *p, const char *label, const char *value)
{
    put(p, FIRST, label, p->book->formats.label);
    put(p, FIRST + 1, str_or(value, "not known"), p->book->formats.text);
    p->row++;
}

static void
write_times(struct page *p)
{
    char text[CLOCK_TEXT_SIZE];

    clock_format(text, p->r->run.started_at);
    write_fact(p, "Started (UTC)", text);
    clock_format(text, p->r->run.finished_at);
    write_fact(p, "Finished (UTC)", text);
}

static void
write_filters(struct page *p)
{
    const struct text_list *filters = &p->r->run.filters;
    auto_buf line = { 0 };

    for (size_t i = 0; i < filters->len; i++)
        buf_addf(&line, "%s%s", i ? ", " : "", filters->items[i]);
    if (filters->len > 0)
        write_fact(p, "Filters", buf_str(&line));
}

static void
write_coverage(struct page *p)
{
    const struct summary *s = &p->r->summary;
    auto_buf line = { 0 };

    buf_addf(&line, "%zu", s->subscriptions);
    for (int i = 0; i < COVERAGE_COUNT; i++) {
        if (s->by_status[i] > 0)
            buf_addf(&line, ", %zu %s", s->by_status[i],
                     coverage_status_name((enum coverage_status)i));
    }
    write_fact(p, "Subscriptions", buf_str(&line));
}

static void
write_audit(struct page *p)
{
    const struct run *run = &p->r->run;
    const struct summary *s = &p->r->summary;
    auto_buf line = { 0 };

    write_section(p, "What was audited");
    write_fact(p, "Scope", run->scope);
    write_filters(p);
    write_coverage(p);
    write_fact(p, "Cloud", run->cloud);
    write_fact(p, "Tenant", run->tenant_id);
    write_fact(p, "Credential",
               str_or(run->credential, "none: exported files were read"));
    write_times(p);
    write_fact(p, "Complete", s->complete ? "yes" : "no");
    buf_addf(&line, "%d: %s", s->exit_code, str_or(s->exit_reason, ""));
    write_fact(p, "Exit code", buf_str(&line));
    put(p, FIRST + 1,
        "0 all audited and nothing found; 1 no audit; 2 something found; 3 "
        "nothing found, but not all audited",
        p->book->formats.subtitle);
    p->row++;
    write_fact(p, "Fails on", run->fail_on);
    p->row++;
}

static void
write_sheet_link(struct page *p, lxw_col_t col, const struct xlsx_sheet *sheet)
{
    auto_buf place = { 0 };

    buf_addf(&place, "internal:'%s'!A1", sheet->title);
    if (worksheet_write_url_opt(p->sheet, p->row, col, buf_str(&place),
                                p->book->formats.link, sheet->title,
                                NULL) != LXW_NO_ERROR)
        p->book->failed = true;
    put(p, col + 1, sheet->about, p->book->formats.text);
}

/* A way to each sheet that follows, two in a row. */
static void
write_sheet_list(struct page *p)
{
    size_t n = 0;

    write_section(p, "In this workbook");
    for (size_t i = 0; i < n_xlsx_sheets; i++) {
        if (!xlsx_sheets[i].about || !xlsx_sheet_applies(&xlsx_sheets[i], p->r))
            continue;
        write_sheet_link(p, n % 2 ? FIRST + 3 : FIRST, &xlsx_sheets[i]);
        if (n++ % 2 == 1)
            p->row++;
    }
    p->row += n % 2 ? 2 : 1;
}

static void
write_header(struct page *p, const char *const *headings)
{
    for (lxw_col_t i = 0; headings[i]; i++)
        put(p, FIRST + i, headings[i],
            i == 0 ? p->book->formats.header : p->book->formats.header_number);
    p->row++;
}

static void
write_figure(struct page *p, const char *name, size_t n)
{
    put(p, FIRST, name, p->book->formats.text);
    put_number(p, FIRST + 1, n, p->book->formats.number);
    p->row++;
}

static void
write_figures(struct page *p)
{
    static const char *const by_integration[] = { "Integration", "Clusters",
                                                  NULL };
    static const char *const by_readiness[] = { "Readiness", "Clusters", NULL };
    static const char *const by_severity[] = { "Severity", "Findings", NULL };
    const struct summary *s = &p->r->summary;

    write_section(p, "Figures");
    write_header(p, by_integration);
    p->integration =
        (struct xlsx_range){ p->row, p->row + INTEGRATION_COUNT - 1, FIRST };
    for (int i = 0; i < INTEGRATION_COUNT; i++)
        write_figure(p, integration_name((enum integration)i),
                     s->by_integration[i]);
    p->row++;
    write_header(p, by_readiness);
    p->readiness =
        (struct xlsx_range){ p->row, p->row + READINESS_COUNT - 1, FIRST };
    for (int i = 0; i < READINESS_COUNT; i++)
        write_figure(p, readiness_name((enum readiness)i), s->by_readiness[i]);
    p->row++;
    write_header(p, by_severity);
    for (int i = SEVERITY_COUNT - 1; i >= 0; i--)
        write_figure(p, severity_name((enum severity)i), s->failures[i]);
    write_figure(p, "waived", s->waived);
    p->row++;
}

static void
write_subscriptions(struct page *p)
{
    static const char *const headings[] = {
        "Subscription", "Legacy", "Managed", "None", "Unknown", "Clusters", NULL
    };
    const struct by_subscription *by = &p->subscriptions;

    if (by->n == 0)
        return;
    write_header(p, headings);
    p->by_subscription =
        (struct xlsx_range){ p->row, p->row + (lxw_row_t)by->n - 1, FIRST };
    for (size_t n = 0; n < by->n; n++) {
        put(p, FIRST, by->rows[n].name, p->book->formats.text);
        for (int i = 0; i < INTEGRATION_COUNT; i++)
            put_number(p, (lxw_col_t)(FIRST + 1 + i),
                       by->rows[n].by_integration[i], p->book->formats.number);
        put_number(p, FIRST + 1 + INTEGRATION_COUNT, by->rows[n].clusters,
                   p->book->formats.number);
        p->row++;
    }
}

static void
add_charts(struct page *p)
{
    struct xlsx_place place = { p->sheet, p->charts, FIRST, 450,
                                CHART_ROWS * ROW_PIXELS };

    xlsx_chart_integration(p->book, &p->integration, &place);
    place.col = FIRST + 3;
    place.width = 414;
    xlsx_chart_readiness(p->book, &p->readiness, &place);
    if (p->subscriptions.n == 0)
        return;
    place.col = FIRST;
    place.row = p->subscription_chart;
    place.width = 877;
    place.height = (double)((6 + p->subscriptions.n) * ROW_PIXELS);
    xlsx_chart_subscriptions(p->book, &p->by_subscription, &place);
}

static void
set_up(struct page *p)
{
    worksheet_set_column(p->sheet, MARGIN, MARGIN, 2, NULL);
    worksheet_set_column(p->sheet, FIRST, FIRST, 26, NULL);
    worksheet_set_column(p->sheet, FIRST + 1, FIRST + TILES - 1, 19, NULL);
    worksheet_gridlines(p->sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_portrait(p->sheet);
    worksheet_set_paper(p->sheet, PAPER_A4);
    worksheet_fit_to_pages(p->sheet, 1, 0);
    worksheet_activate(p->sheet);
}

void
xlsx_write_summary(struct xlsx_book *book)
{
    struct page p = { .book = book, .r = book->o->results };

    p.sheet = xlsx_add_sheet(book, XLSX_SUMMARY);
    if (!p.sheet)
        return;
    if (by_subscription(&p.subscriptions, book->o) != 0) {
        book->failed = true;
        return;
    }
    set_up(&p);
    write_title(&p);
    write_tiles(&p);
    write_sentences(&p);
    leave_room(&p);
    write_sheet_list(&p);
    write_audit(&p);
    write_figures(&p);
    write_subscriptions(&p);
    add_charts(&p);
}
