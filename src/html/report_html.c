/* SPDX-License-Identifier: MIT */
/* report_html.c - report.html: the template, part by part. */
#include "html/report_html.h"

#include <string.h>

#include "html/html_parts.h"
#include "html/html_text.h"
#include "html/templates.h"
#include "model/retirement.h"
#include "report/gaps.h"
#include "report/glossary.h"
#include "report/since_words.h"
#include "report/writer.h"
#include "support/clock.h"
#include "support/str.h"

#define TITLE "Move to AKS-managed Microsoft Entra integration"

/* ---- the head -------------------------------------------------------------- */

static bool
only_kubeconfigs(const struct overview *o)
{
    return o->results->snapshot.kubeconfigs_only;
}

static void
add_title(struct buf *out, const struct overview *o)
{
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, o->results->run.finished_at);
    buf_addf(out, "%s, %.10s",
             only_kubeconfigs(o) ? "Kubeconfig files of AKS clusters" : TITLE,
             when);
}

static void
add_navigation(struct buf *out, const struct overview *o)
{
    buf_adds(out, "<nav aria-label=\"Parts of this report\"><ul>");
    for (size_t i = 0; i < n_html_tables; i++) {
        if (html_tables[i].applies(o->results))
            buf_addf(out, "<li><a href=\"#%s\">%s</a></li>", html_tables[i].id,
                     html_tables[i].title);
    }
    buf_adds(out, "<li><a href=\"#gaps\">Not assessed</a></li>"
                  "<li><a href=\"#dates\">Retirement dates</a></li>"
                  "<li><a href=\"#words\">Words</a></li></ul></nav>\n");
}

static void
add_head(struct buf *out, const struct overview *o)
{
    const struct run *run = &o->results->run;
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, run->finished_at);
    buf_addf(out, "<header>\n<h1>%s</h1>\n<p class=\"meta\">",
             only_kubeconfigs(o) ? "Kubeconfig files of AKS clusters" : TITLE);
    html_name(out, str_or(run->scope, "scope not known"));
    if (run->tenant_id) {
        buf_adds(out, ", tenant ");
        html_name(out, run->tenant_id);
    }
    if (run->cloud) {
        buf_adds(out, ", ");
        html_name(out, run->cloud);
    }
    buf_addf(out, ". Audited %s.</p>\n", when);
    add_navigation(out, o);
    buf_adds(out, "</header>");
}

/* ---- the summary ----------------------------------------------------------- */

static void
add_tiles(struct buf *out, const struct summary *s)
{
    const struct {
        const char *class, *caption;
        size_t n;
    } tiles[] = {
        { "legacy", "legacy, still to move",
          s->by_integration[INTEGRATION_LEGACY] },
        { "ready", "ready to migrate", s->by_readiness[READINESS_READY] },
        { "action", "action needed first",
          s->by_readiness[READINESS_ACTION_NEEDED] },
        { "blocked", "blocked", s->by_readiness[READINESS_BLOCKED] },
        { "managed", "managed", s->by_integration[INTEGRATION_MANAGED] },
        { "unknown", "could not be judged",
          s->by_readiness[READINESS_UNKNOWN] },
    };

    buf_adds(out, "<ul class=\"tiles\">");
    for (size_t i = 0; i < sizeof(tiles) / sizeof(*tiles); i++)
        buf_addf(out, "<li class=\"t-%s\"><b>%zu</b><span>%s</span></li>",
                 tiles[i].class, tiles[i].n, tiles[i].caption);
    buf_adds(out, "</ul>\n");
}

static void
add_sentence(struct buf *out, const struct overview *o)
{
    buf_adds(out, "<p class=\"verdict\">");
    if (only_kubeconfigs(o))
        buf_addf(out, "%zu context%s of kubeconfig files.",
                 o->results->snapshot.kubeconfigs.len,
                 o->results->snapshot.kubeconfigs.len == 1 ? "" : "s");
    else
        overview_headline(out, &o->results->summary);
    buf_adds(out, "</p>\n");
}

static void
add_completeness(struct buf *out, const struct overview *o)
{
    if (o->results->summary.complete)
        buf_adds(out, "<p class=\"banner seen\">Everything in scope was "
                      "audited.</p>\n");
    else
        buf_addf(out,
                 "<p class=\"banner unseen\"><strong>The audit is not "
                 "complete.</strong> %s <a href=\"#gaps\">What could not be "
                 "seen, and why</a></p>\n",
                 only_kubeconfigs(o) ? "There may be more to mend."
                                     : "There may be more legacy clusters.");
}

static void
add_since(struct buf *out, const struct overview *o)
{
    const struct audit_diff *d = o->results->since;
    auto_buf line = { 0 };

    if (!d)
        return;
    since_label(&line, d);
    buf_adds(&line, ": ");
    since_clusters_text(&line, d);
    buf_adds(&line, ". Failures since then: ");
    since_findings_text(&line, d);
    if (!buf_ok(&line))
        out->failed = true;
    buf_adds(out, "<p>");
    html_text(out, buf_str(&line));
    buf_adds(out, ".</p>\n");
}

static void
add_summary(struct buf *out, const struct overview *o)
{
    const struct summary *s = &o->results->summary;

    add_sentence(out, o);
    add_completeness(out, o);
    if (!only_kubeconfigs(o))
        add_tiles(out, s);
    add_since(out, o);
    buf_adds(out, "<p class=\"soft\">Findings that count:");
    for (int i = SEVERITY_COUNT - 1; i >= 0; i--)
        buf_addf(out, "%s %zu %s", i == SEVERITY_COUNT - 1 ? "" : ",",
                 s->failures[i], severity_name((enum severity)i));
    buf_addf(out, "; %zu waived. Exit code %d: ", s->waived, s->exit_code);
    html_text(out, str_or(s->exit_reason, "no reason given"));
    buf_adds(out, ".</p>");
}

/* ---- tables ---------------------------------------------------------------- */

static bool
is_empty(const struct html_table *t, const struct overview *o)
{
    const struct vec *items = t->set->items(o);

    for (size_t i = 0; i < items->len; i++) {
        if (!t->set->shows || t->set->shows(items->items[i]))
            return false;
    }
    return true;
}

static void
add_tables(struct buf *out, const struct overview *o)
{
    for (size_t i = 0; i < n_html_tables; i++) {
        const struct html_table *t = &html_tables[i];

        if (!t->applies(o->results))
            continue;
        buf_addf(out,
                 "<section class=\"card\" id=\"%s\"><h2>%s</h2><p "
                 "class=\"soft\">%s</p>",
                 t->id, t->title, t->about);
        /* An empty list says no more than that: see what was not assessed. */
        if (is_empty(t, o))
            buf_adds(out, "<p>None was seen.</p>");
        else
            buf_addf(out, "<div data-table=\"%s\" data-title=\"%s\"></div>",
                     t->id, t->title);
        buf_adds(out, "</section>\n");
    }
}

/* ---- gaps ------------------------------------------------------------------ */

static int
add_gap(void *arg, const struct gap *gap)
{
    const char *const cells[] = { gap->kind, gap->name, gap->status,
                                  gap->reason, gap->remedy };
    struct buf *out = arg;

    buf_adds(out, "<tr>");
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        buf_adds(out, i >= 3 ? "<td class=\"long\">" : "<td>");
        html_name(out, str_or(cells[i], ""));
        buf_adds(out, "</td>");
    }
    buf_adds(out, "</tr>\n");
    return buf_ok(out) ? 0 : -1;
}

static int
add_gaps(struct buf *out, const struct overview *o)
{
    buf_adds(
        out,
        "<section class=\"card\" id=\"gaps\"><h2>Not assessed</h2><p "
        "class=\"soft\">Everything that was not, or not wholly, looked "
        "at. Of this the report says nothing.</p><div class=\"scroll\" "
        "tabindex=\"0\" role=\"region\" aria-label=\"Not assessed\"><table "
        "class=\"rows\"><thead><tr><th scope=\"col\">Kind</th><th "
        "scope=\"col\">Name</th><th scope=\"col\">Status</th><th "
        "scope=\"col\">Why</th><th scope=\"col\">What would make it "
        "known</th></tr></thead><tbody>\n");
    if (gaps_each(o, add_gap, out) != 0)
        return -1;
    buf_adds(out, "</tbody></table></div></section>\n");
    return 0;
}

/* ---- what is the same in every report -------------------------------------- */

static void
add_kubeconfig(struct buf *out)
{
    static const char commands[] =
        "az aks get-credentials --resource-group RESOURCE-GROUP --name CLUSTER "
        "--overwrite-existing\nkubelogin remove-cache-dir\nkubelogin "
        "convert-kubeconfig -l azurecli";

    buf_adds(out,
             "<section class=\"card\" id=\"refresh\"><h2>Kubeconfigs after a "
             "migration</h2><p>Until a cluster is migrated its old kubeconfig "
             "works and a new one does not; from then on it is the other way "
             "round. Everybody fetches the file anew, drops the cached tokens, "
             "then converts it; a new sign-in is asked for once. Converting "
             "alone keeps the old server app: <q>You must be logged in to the "
             "server (Unauthorized)</q>. The commands for a cluster stand in "
             "its own part, those for people, pipelines and private clusters "
             "in <code>kubeconfig-refresh.md</code>.</p><pre data-command>");
    html_text(out, commands);
    buf_adds(out, "</pre></section>\n");
}

static void
add_dates(struct buf *out)
{
    buf_adds(out, "<section class=\"card\" id=\"dates\"><h2>Retirement "
                  "dates</h2><p class=\"soft\">The dates moved several times; "
                  "these are the public ones.</p><div class=\"scroll\" "
                  "tabindex=\"0\" role=\"region\" aria-label=\"Retirement "
                  "dates\"><table class=\"rows\"><thead><tr><th "
                  "scope=\"col\">Date</th><th scope=\"col\">What</th><th "
                  "scope=\"col\">Source</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < n_retirement_dates; i++) {
        const struct retirement_date *d = &retirement_dates[i];

        buf_addf(out, "<tr><th scope=\"row\">%s</th><td class=\"long\">",
                 d->date);
        html_text(out, d->what);
        buf_adds(out, "</td><td class=\"long\">");
        html_text(out, d->source);
        buf_adds(out, "</td></tr>\n");
    }
    buf_adds(out, "</tbody></table></div></section>\n");
}

static void
add_words(struct buf *out)
{
    buf_adds(out, "<section class=\"card\" id=\"words\"><h2>Words</h2>");
    for (size_t i = 0; i < n_glossary; i++) {
        bool first =
            i == 0 || !str_eq(glossary[i].subject, glossary[i - 1].subject);

        if (first)
            buf_addf(out,
                     "%s<details><summary>%s</summary><dl class=\"facts\">",
                     i ? "</dl></details>\n" : "", glossary[i].subject);
        buf_addf(out, "<dt>%s</dt><dd>", glossary[i].word);
        html_text(out, glossary[i].meaning);
        buf_adds(out, "</dd>");
    }
    buf_adds(out, "</dl></details></section>\n");
}

static void
add_made(struct buf *out, const struct overview *o)
{
    const struct run *run = &o->results->run;
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, run->finished_at);
    buf_addf(out,
             "Made by aksentra %s on %s, run %s. This page asks nobody "
             "for anything: it holds all that it shows.",
             str_or(run->version, ""), when, run->id);
}

/* ---- the page -------------------------------------------------------------- */

/* Fills in one part of the template. -1: out of memory. */
static int
add_part(struct buf *out, const char *name, size_t len,
         const struct overview *o)
{
    static const struct {
        const char *name;
        const char *text;
    } texts[] = {
        { "style", html_template_css },
        { "style-hash", html_template_css_hash },
        { "script", html_template_js },
        { "script-hash", html_template_js_hash },
    };
    static const struct {
        const char *name;
        void (*add)(struct buf *out, const struct overview *o);
        void (*add_fixed)(struct buf *out);
        int (*try_add)(struct buf *out, const struct overview *o);
    } parts[] = {
        { "title", add_title, NULL, NULL },
        { "head", add_head, NULL, NULL },
        { "summary", add_summary, NULL, NULL },
        { "charts", NULL, NULL, html_charts },
        { "tables", add_tables, NULL, NULL },
        { "gaps", NULL, NULL, add_gaps },
        { "kubeconfig", NULL, add_kubeconfig, NULL },
        { "dates", NULL, add_dates, NULL },
        { "words", NULL, add_words, NULL },
        { "made", add_made, NULL, NULL },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        if (strlen(texts[i].name) == len &&
            strncmp(texts[i].name, name, len) == 0)
            buf_adds(out, texts[i].text);
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        if (strlen(parts[i].name) != len ||
            strncmp(parts[i].name, name, len) != 0)
            continue;
        if (parts[i].try_add)
            return parts[i].try_add(out, o);
        if (parts[i].add)
            parts[i].add(out, o);
        else
            parts[i].add_fixed(out);
    }
    return 0;
}

static int
flush(FILE *out, struct buf *text)
{
    if (!buf_ok(text))
        return -1;
    fwrite(buf_str(text), 1, text->len, out);
    buf_reset(text);
    return 0;
}

static int
fill_in(FILE *out, const struct overview *o, struct buf *text)
{
    static const char data[] = "data";
    const char *at = html_template_html, *mark;

    while ((mark = strstr(at, "{{"))) {
        const char *name = mark + 2;
        size_t len = strcspn(name, "}");
        int rc;

        buf_add(text, at, (size_t)(mark - at));
        if (len == sizeof(data) - 1 && strncmp(name, data, len) == 0)
            rc = flush(out, text) == 0 ? html_data(out, o) : -1;
        else
            rc = add_part(text, name, len, o);
        if (rc != 0 || flush(out, text) != 0)
            return -1;
        at = name + len + 2;
    }
    buf_adds(text, at);
    return flush(out, text);
}

int
write_html(FILE *out, const struct overview *o, struct err *e)
{
    struct buf text = { .limit = (size_t)1 << 30 };
    int rc = fill_in(out, o, &text);

    buf_free(&text);
    return rc == 0 ? writer_check(out, e) : err_nomem(e);
}
