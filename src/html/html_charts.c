/* SPDX-License-Identifier: MIT */
/* html_charts.c - the charts of report.html: tables whose bars are SVG, so that
 * the figures stand beside them for everybody. */
#include "html/html_parts.h"

#include <stdlib.h>

#include "html/html_text.h"
#include "report/by_subscription.h"
#include "support/map.h"
#include "support/str.h"

enum { OWNERS_MAX = 12, DAY_BUCKETS = 6 };

/* ---- bars ------------------------------------------------------------------ */

struct bar {
    const char *name;
    bool from_outside; /* the name is */
    size_t parts[INTEGRATION_COUNT];
    const char *const *classes; /* of the parts */
    size_t n_parts;
};

static size_t
total_of(const struct bar *bar)
{
    size_t total = 0;

    for (size_t i = 0; i < bar->n_parts; i++)
        total += bar->parts[i];
    return total;
}

static void
add_svg(struct buf *out, const struct bar *bar, size_t most)
{
    double at = 0;

    buf_adds(out, "<svg viewBox=\"0 0 100 14\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\">");
    for (size_t i = 0; i < bar->n_parts; i++) {
        double width = most ? 100.0 * (double)bar->parts[i] / (double)most : 0;

        if (bar->parts[i] == 0)
            continue;
        buf_addf(out,
                 "<rect x=\"%.2f\" width=\"%.2f\" height=\"14\" "
                 "class=\"c-%s\"/>",
                 at, width, bar->classes[i]);
        at += width;
    }
    buf_adds(out, "</svg>");
}

/* "6 legacy of 8" where a bar has parts, else the number. */
static void
add_figure(struct buf *out, const struct bar *bar)
{
    size_t total = total_of(bar);

    if (bar->n_parts == 1)
        buf_addf(out, "%zu", total);
    else
        buf_addf(out, "%zu of %zu", bar->parts[INTEGRATION_LEGACY], total);
}

static void
add_bars(struct buf *out, const char *caption, const char *figure,
         const struct bar *bars, size_t n)
{
    size_t most = 0;

    for (size_t i = 0; i < n; i++) {
        if (total_of(&bars[i]) > most)
            most = total_of(&bars[i]);
    }
    buf_addf(out,
             "<div class=\"card\"><table class=\"chart\"><caption>%s"
             "</caption><colgroup><col class=\"name\"><col><col "
             "class=\"figure\"></colgroup><thead class=\"hidden\"><tr><th "
             "scope=\"col\">Name</th>"
             "<th scope=\"col\">Bar</th><th scope=\"col\">%s</th></tr></thead>"
             "<tbody>",
             caption, figure);
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, "<tr><th scope=\"row\">");
        if (bars[i].from_outside)
            html_name(out, bars[i].name);
        else
            html_text(out, bars[i].name);
        buf_adds(out, "</th><td>");
        add_svg(out, &bars[i], most);
        buf_adds(out, "</td><td class=\"n\">");
        add_figure(out, &bars[i]);
        buf_adds(out, "</td></tr>");
    }
    buf_adds(out, "</tbody></table></div>\n");
}

static const char *const by_integration[INTEGRATION_COUNT] = {
    [INTEGRATION_LEGACY] = "legacy",
    [INTEGRATION_MANAGED] = "managed",
    [INTEGRATION_NONE] = "none",
    [INTEGRATION_UNKNOWN] = "unknown",
};

/* ---- integration ----------------------------------------------------------- */

/* A ring; its circumference is 100, so that parts are percent. */
static void
add_ring(struct buf *out, const struct summary *s)
{
    double at = 0;

    buf_adds(out, "<svg viewBox=\"0 0 42 42\" role=\"img\" "
                  "aria-label=\"Parts of a ring; the figures stand beside "
                  "it\">");
    for (int i = 0; i < INTEGRATION_COUNT; i++) {
        double part = s->clusters ? 100.0 * (double)s->by_integration[i] /
                                        (double)s->clusters
                                  : 0;

        if (s->by_integration[i] == 0)
            continue;
        buf_addf(out,
                 "<circle cx=\"21\" cy=\"21\" r=\"15.9155\" fill=\"none\" "
                 "stroke-width=\"6\" stroke-dasharray=\"%.3f %.3f\" "
                 "stroke-dashoffset=\"%.3f\" class=\"s-%s\"/>",
                 part, 100 - part, 25 - at, by_integration[i]);
        at += part;
    }
    buf_adds(out, "</svg>");
}

static void
add_integration(struct buf *out, const struct summary *s)
{
    buf_adds(out, "<div class=\"card\"><div class=\"donut\">");
    add_ring(out, s);
    buf_adds(out, "<table class=\"chart\"><caption>Clusters by integration"
                  "</caption><colgroup><col><col class=\"figure\"></colgroup>"
                  "<tbody>");
    for (int i = 0; i < INTEGRATION_COUNT; i++)
        buf_addf(out,
                 "<tr><th scope=\"row\"><span class=\"key k-%s\"></span>%s"
                 "</th><td class=\"n\">%zu</td></tr>",
                 by_integration[i], integration_name((enum integration)i),
                 s->by_integration[i]);
    buf_adds(out, "</tbody></table></div></div>\n");
}

static void
add_readiness(struct buf *out, const struct summary *s)
{
    static const char *const classes[READINESS_COUNT] = {
        [READINESS_READY] = "ready",
        [READINESS_ACTION_NEEDED] = "action-needed",
        [READINESS_BLOCKED] = "blocked",
        [READINESS_MIGRATED] = "migrated",
        [READINESS_CLEANUP_NEEDED] = "cleanup-needed",
        [READINESS_NOT_INTEGRATED] = "not-integrated",
        [READINESS_UNKNOWN] = "unknown",
    };
    struct bar bars[READINESS_COUNT] = { 0 };

    for (int i = 0; i < READINESS_COUNT; i++) {
        bars[i].name = readiness_name((enum readiness)i);
        bars[i].parts[0] = s->by_readiness[i];
        bars[i].classes = &classes[i];
        bars[i].n_parts = 1;
    }
    add_bars(out, "Clusters by readiness", "Clusters", bars, READINESS_COUNT);
}

/* ---- by subscription, by owner --------------------------------------------- */

static int
add_subscriptions(struct buf *out, const struct overview *o)
{
    struct bar bars[BY_SUBSCRIPTION_MAX + 1] = { 0 };
    struct by_subscription by;

    if (by_subscription(&by, o) != 0)
        return -1;
    for (size_t i = 0; i < by.n; i++) {
        bars[i] = (struct bar){ .name = by.rows[i].name,
                                .from_outside = true,
                                .classes = by_integration,
                                .n_parts = INTEGRATION_COUNT };
        for (int k = 0; k < INTEGRATION_COUNT; k++)
            bars[i].parts[k] = by.rows[i].by_integration[k];
    }
    if (by.n > 0)
        add_bars(out, "By subscription: legacy of all",
                 "Legacy clusters of all", bars, by.n);
    return 0;
}

static int
compare_bars(const void *a, const void *b)
{
    const struct bar *x = a, *y = b;
    size_t p = x->parts[INTEGRATION_LEGACY], q = y->parts[INTEGRATION_LEGACY];

    if (p == q) {
        p = total_of(x);
        q = total_of(y);
    }
    return p != q ? (p < q ? 1 : -1) : str_cmp_fold(x->name, y->name);
}

static int
count_owners(const struct vec *clusters, struct map *by_owner, struct bar *bars,
             size_t *n)
{
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];
        const char *owner = str_or(c->owner, "(no owner known)");
        struct bar *bar = map_get(by_owner, owner);

        if (!bar) {
            bar = &bars[(*n)++];
            *bar = (struct bar){ .name = owner,
                                 .from_outside = true,
                                 .classes = by_integration,
                                 .n_parts = INTEGRATION_COUNT };
            if (map_put(by_owner, owner, bar) != 0)
                return -1;
        }
        bar->parts[c->integration]++;
    }
    return 0;
}

/* What is beyond the longest list that reads well becomes one bar. */
static size_t
fold_owners(struct bar *bars, size_t n, struct buf *name)
{
    struct bar *rest = &bars[OWNERS_MAX];

    qsort(bars, n, sizeof(*bars), compare_bars);
    if (n <= OWNERS_MAX + 1)
        return n;
    for (size_t i = OWNERS_MAX + 1; i < n; i++) {
        for (int k = 0; k < INTEGRATION_COUNT; k++)
            rest->parts[k] += bars[i].parts[k];
    }
    buf_addf(name, "Other (%zu)", n - OWNERS_MAX);
    rest->name = buf_str(name);
    return OWNERS_MAX + 1;
}

static int
add_owners(struct buf *out, const struct overview *o)
{
    const struct vec *clusters = &o->results->snapshot.clusters;
    struct bar *bars = calloc(clusters->len + 1, sizeof(*bars));
    struct map by_owner = { 0 };
    auto_buf rest = { 0 };
    size_t n = 0;
    int rc = bars ? count_owners(clusters, &by_owner, bars, &n) : -1;

    if (rc == 0 && n > 0) {
        n = fold_owners(bars, n, &rest);
        add_bars(out, "By owner: legacy of all", "Legacy clusters of all", bars,
                 n);
    }
    map_free(&by_owner);
    free(bars);
    return buf_ok(&rest) ? rc : -1;
}

/* ---- secrets --------------------------------------------------------------- */

/* The place among the buckets of add_secrets(). */
static size_t
bucket_of(const struct app *a, int64_t now)
{
    const struct app_credential *newest = app_newest_credential(a);
    int64_t days;

    if (a->presence != APP_PRESENT || (newest && newest->end_unknown))
        return DAY_BUCKETS - 1;
    if (!newest)
        return 4;
    days = app_days_left(newest, now);
    return days < 0                       ? 0
           : days < APP_EXPIRES_SOON_DAYS ? 1
           : days <= 365                  ? 2
                                          : 3;
}

static void
add_secrets(struct buf *out, const struct snapshot *s)
{
    static const char *const names[DAY_BUCKETS] = {
        "expired",         "within 30 days", "within a year",
        "later than that", "no secret",      "not known",
    };
    static const char *const classes[DAY_BUCKETS] = {
        "blocked", "action-needed", "ready", "migrated", "stone", "unknown",
    };
    struct bar bars[DAY_BUCKETS] = { 0 };

    for (size_t i = 0; i < DAY_BUCKETS; i++) {
        bars[i].name = names[i];
        bars[i].classes = &classes[i];
        bars[i].n_parts = 1;
    }
    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        if (a->roles & (APP_ROLE_SERVER | APP_ROLE_LEFT_OVER))
            bars[bucket_of(a, s->taken_at)].parts[0]++;
    }
    add_bars(out, "Server and left-over apps: when the newest secret ends",
             "Apps", bars, DAY_BUCKETS);
}

int
html_charts(struct buf *out, const struct overview *o)
{
    const struct results *r = o->results;

    if (r->snapshot.kubeconfigs_only)
        return 0;
    buf_adds(out, "<section aria-label=\"Charts\" class=\"charts\">\n");
    add_integration(out, &r->summary);
    add_readiness(out, &r->summary);
    if (add_subscriptions(out, o) != 0 || add_owners(out, o) != 0)
        return -1;
    if (!r->snapshot.directory.skipped)
        add_secrets(out, &r->snapshot);
    buf_adds(out, "</section>\n");
    return 0;
}
