/* SPDX-License-Identifier: MIT */
/* table_summary.c - what stands below the table: sums, gaps, exit code. */
#include "cli/table_summary.h"

#include <string.h>

#include "cli/terminal.h"
#include "model/access.h"
#include "report/app_words.h"
#include "report/gaps.h"
#include "report/since_words.h"
#include "support/str.h"

enum { GAPS_SHOWN = 8 };

static void
add_count(struct buf *line, size_t n, const char *what)
{
    if (n > 0)
        buf_addf(line, "%s%zu %s", line->len > 0 ? ", " : "", n, what);
}

static int
print_line(FILE *out, const char *label, const struct buf *counts,
           const struct table_style *style)
{
    auto_buf line = { 0 };

    if (!buf_ok(counts))
        return -1;
    buf_addf(&line, "%s: %s", label, counts->len ? buf_str(counts) : "none");
    return terminal_print(out, &line, style->width);
}

static int
print_clusters(FILE *out, const struct summary *s,
               const struct table_style *style)
{
    auto_buf counts = { 0 };

    add_count(&counts, s->by_integration[INTEGRATION_LEGACY], "legacy");
    add_count(&counts, s->by_integration[INTEGRATION_MANAGED], "managed");
    add_count(&counts, s->by_integration[INTEGRATION_NONE],
              "without Entra integration");
    add_count(&counts, s->by_integration[INTEGRATION_UNKNOWN], "unknown");
    if (counts.len > 0)
        buf_addf(&counts, " (%zu in all)", s->clusters);
    return print_line(out, "Clusters", &counts, style);
}

static int
print_readiness(FILE *out, const struct summary *s,
                const struct table_style *style)
{
    auto_buf counts = { 0 };

    for (int i = 0; i < READINESS_COUNT; i++)
        add_count(&counts, s->by_readiness[i],
                  readiness_name((enum readiness)i));
    return print_line(out, "Readiness", &counts, style);
}

static int
print_findings(FILE *out, const struct summary *s,
               const struct table_style *style)
{
    auto_buf counts = { 0 };

    for (int i = SEVERITY_COUNT - 1; i >= 0; i--)
        add_count(&counts, s->failures[i], severity_name((enum severity)i));
    add_count(&counts, s->waived, "waived");
    return print_line(out, "Findings", &counts, style);
}

static int
print_subscriptions(FILE *out, const struct summary *s,
                    const struct table_style *style)
{
    auto_buf counts = { 0 };

    for (int i = 0; i < COVERAGE_COUNT; i++)
        add_count(&counts, s->by_status[i],
                  coverage_status_name((enum coverage_status)i));
    return print_line(out, "Subscriptions", &counts, style);
}

struct printer {
    FILE *out;
    const struct table_style *style;
    size_t told;
    size_t checks; /* that could not judge every cluster */
};

static int
print_gap(void *arg, const struct gap *gap)
{
    struct printer *p = arg;
    auto_buf line = { 0 };

    if (!gap->counts)
        return 0;
    if (strcmp(gap->kind, "check") == 0) {
        p->checks++;
        return 0;
    }
    if (p->told == 0)
        fputs("\nNot audited:\n", p->out);
    if (p->told++ >= GAPS_SHOWN)
        return 0;
    buf_addf(&line, "- %s %s: %s", gap->kind, gap->name, gap->status);
    if (!str_empty(gap->reason))
        buf_addf(&line, ": %s", gap->reason);
    if (!str_empty(gap->remedy))
        buf_addf(&line, " (what helps: %s)", gap->remedy);
    return terminal_print(p->out, &line, p->style->width);
}

static int
print_gaps(FILE *out, const struct overview *o, const struct table_style *style)
{
    struct printer p = { .out = out, .style = style };

    if (gaps_each(o, print_gap, &p) != 0)
        return -1;
    if (p.told > GAPS_SHOWN)
        fprintf(out, "- and %zu more; results.json has them all\n",
                p.told - GAPS_SHOWN);
    if (p.checks > 0)
        fprintf(out,
                "%s- %zu check%s could not judge every cluster; the findings "
                "say why\n",
                p.told ? "" : "\nNot audited:\n", p.checks,
                p.checks == 1 ? "" : "s");
    return 0;
}

/* Of merged results: what of which audit does not count. */
static int
print_input(struct printer *p, const struct coverage *c)
{
    auto_buf line = { 0 };

    if (p->told++ >= GAPS_SHOWN)
        return 0;
    buf_addf(&line, "- %s: %s", c->id, str_or(c->reason, ""));
    return terminal_print(p->out, &line, p->style->width);
}

static int
print_merge(FILE *out, const struct results *r, const struct table_style *style)
{
    struct printer p = { .out = out, .style = style };

    if (r->run.n_parts == 0)
        return 0;
    fprintf(out, "\nMerged from %zu audits:\n", r->run.n_parts);
    for (size_t i = 0; i < r->snapshot.coverage.len; i++) {
        const struct coverage *c = r->snapshot.coverage.items[i];

        if (str_eq(c->kind, "input") && print_input(&p, c) != 0)
            return -1;
    }
    if (p.told > GAPS_SHOWN)
        fprintf(out, "- and %zu more; results.json has them all\n",
                p.told - GAPS_SHOWN);
    if (p.told == 0)
        fputs("- all that each of them saw counts\n", out);
    return 0;
}

/* Waivers that have run out, or match nothing. They are no gaps. */
static int
print_waivers(FILE *out, const struct snapshot *s,
              const struct table_style *style)
{
    size_t told = 0;

    for (size_t i = 0; i < s->coverage.len; i++) {
        const struct coverage *c = s->coverage.items[i];
        auto_buf line = { 0 };

        if (strcmp(c->kind, "waiver") != 0)
            continue;
        if (told++ == 0)
            fputs("\nWaivers without effect:\n", out);
        buf_addf(&line, "- %s: %s", c->id, c->reason);
        if (told <= GAPS_SHOWN && terminal_print(out, &line, style->width) != 0)
            return -1;
    }
    if (told > GAPS_SHOWN)
        fprintf(out, "- and %zu more; results.json has them all\n",
                told - GAPS_SHOWN);
    return 0;
}

static int
print_apps(FILE *out, const struct snapshot *s, const struct table_style *style)
{
    const struct coverage_view *v = &s->directory.views[DIRECTORY_APPLICATIONS];
    auto_buf text = { 0 };

    if (s->directory.skipped)
        buf_adds(&text, "left out (--no-apps)");
    else
        app_summary(&text, s);
    if (!s->directory.skipped && v->status != COVERAGE_AUDITED)
        buf_adds(&text, "; the registrations of the tenant were not read");
    if (s->groups > 0)
        buf_addf(&text, "; %zu migration group%s of clusters that share apps",
                 s->groups, s->groups == 1 ? "" : "s");
    return print_line(out, "App registrations", &text, style);
}

/* Who gets in: sums over all clusters. */
static int
print_bindings(FILE *out, const struct snapshot *s,
               const struct table_style *style)
{
    size_t fates[FATE_COUNT] = { 0 }, unread = 0;
    auto_buf text = { 0 };

    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        unread += c->bindings.status != COVERAGE_AUDITED;
        for (int f = 0; f < FATE_COUNT; f++)
            fates[f] += c->bindings.fates[f];
    }
    if (s->no_bindings) {
        buf_adds(&text, "left out (--no-bindings)");
        return print_line(out, "Bindings", &text, style);
    }
    for (int f = 0; f < FATE_COUNT; f++)
        add_count(&text, fates[f], fate_label((enum fate)f));
    if (unread > 0)
        buf_addf(&text, "%s%zu cluster%s could not be read",
                 text.len ? "; " : "", unread, unread == 1 ? "" : "s");
    return print_line(out, "Bindings", &text, style);
}

/* How many legacy clusters would be left without an admin. */
static int
print_access(FILE *out, const struct snapshot *s,
             const struct table_style *style)
{
    size_t by[3];
    auto_buf text = { 0 };

    if (access_count(s, by) != 0)
        return -1;
    add_count(&text, by[TRI_YES], "legacy clusters with no admin");
    add_count(&text, by[TRI_NO], "with one");
    add_count(&text, by[TRI_UNSET], "where nobody knows");
    return text.len ? print_line(out, "After the migration", &text, style) : 0;
}

/* What changed since the baseline. */
static int
print_since(FILE *out, const struct audit_diff *d,
            const struct table_style *style)
{
    auto_buf label = { 0 }, clusters = { 0 }, failures = { 0 };

    if (!d)
        return 0;
    since_label(&label, d);
    since_clusters_text(&clusters, d);
    since_findings_text(&failures, d);
    if (!buf_ok(&label) ||
        print_line(out, buf_str(&label), &clusters, style) != 0)
        return -1;
    buf_adds(&label, ", failures");
    return buf_ok(&label) ? print_line(out, buf_str(&label), &failures, style)
                          : -1;
}

static int
print_parts(FILE *out, const struct snapshot *s,
            const struct table_style *style)
{
    auto_buf line = { 0 };
    size_t n;
    const struct not_assessed *parts = overview_not_assessed(s, &n);

    for (size_t i = 0; i < n; i++)
        buf_addf(&line, "%s%s (%s looks at them)", i ? ", " : "", parts[i].part,
                 parts[i].how);
    return n ? print_line(out, "Not looked at", &line, style) : 0;
}

/* Contexts of kubeconfig files, by verdict. */
static int
print_kubeconfigs(FILE *out, const struct snapshot *s,
                  const struct table_style *style)
{
    size_t counts[CONTEXT_VERDICT_COUNT] = { 0 };
    auto_buf text = { 0 };

    if (!s->has_kubeconfigs)
        return 0;
    for (size_t i = 0; i < s->kubeconfigs.len; i++)
        counts[((const struct kubeconfig_context *)s->kubeconfigs.items[i])
                   ->verdict]++;
    for (int v = 0; v < CONTEXT_VERDICT_COUNT; v++)
        add_count(&text, counts[v],
                  context_verdict_name((enum context_verdict)v));
    if (s->kubeconfigs.len > 0)
        buf_addf(&text, " (%zu in all)", s->kubeconfigs.len);
    return print_line(out, "Contexts of kubeconfigs", &text, style);
}

static int
print_verdict(FILE *out, const struct summary *s,
              const struct table_style *style)
{
    auto_buf line = { 0 };

    buf_addf(&line, "Exit code %d: %s.%s", s->exit_code, s->exit_reason,
             s->complete ? "" : " The audit is incomplete.");
    fputc('\n', out);
    if (style->colour)
        fputs(s->exit_code == 0 ? "\033[32m" : "\033[1m", out);
    if (terminal_print(out, &line, style->width) != 0)
        return -1;
    if (style->colour)
        fputs("\033[0m", out);
    return 0;
}

/* Of an audit of kubeconfig files alone. */
static int
summarize_kubeconfigs(FILE *out, const struct overview *o,
                      const struct table_style *style)
{
    const struct results *r = o->results;

    if (print_kubeconfigs(out, &r->snapshot, style) != 0 ||
        print_findings(out, &r->summary, style) != 0 ||
        print_merge(out, o->results, style) != 0 ||
        print_gaps(out, o, style) != 0 ||
        print_waivers(out, &r->snapshot, style) != 0)
        return -1;
    return print_verdict(out, &r->summary, style);
}

int
table_summary(FILE *out, const struct overview *o,
              const struct table_style *style)
{
    const struct summary *s = &o->results->summary;

    if (o->results->snapshot.kubeconfigs_only)
        return summarize_kubeconfigs(out, o, style);
    if (print_clusters(out, s, style) != 0 ||
        print_readiness(out, s, style) != 0 ||
        print_findings(out, s, style) != 0 ||
        print_subscriptions(out, s, style) != 0 ||
        print_since(out, o->results->since, style) != 0)
        return -1;
    if (print_apps(out, &o->results->snapshot, style) != 0 ||
        print_bindings(out, &o->results->snapshot, style) != 0 ||
        print_access(out, &o->results->snapshot, style) != 0 ||
        print_kubeconfigs(out, &o->results->snapshot, style) != 0 ||
        print_parts(out, &o->results->snapshot, style) != 0 ||
        print_merge(out, o->results, style) != 0 ||
        print_gaps(out, o, style) != 0 ||
        print_waivers(out, &o->results->snapshot, style) != 0)
        return -1;
    return print_verdict(out, s, style);
}
