/* SPDX-License-Identifier: MIT */
/* report_md.c - report.md: the audit in one document, for a repository, a wiki or
 * the summary of a job.
 *
 * GitHub shows no job summary of more than 1 MiB ("Workflow commands: step
 * isolation and limits"). The document stays below that: every table has its
 * share of what is left, shows the worst first, and says how many rows it left
 * out and which file has them. */
#include "markdown/documents.h"

#include <string.h>

#include "markdown/markdown.h"
#include "markdown/md_table.h"
#include "markdown/refresh_parts.h"
#include "model/retirement.h"
#include "report/app_words.h"
#include "report/finding_words.h"
#include "report/gaps.h"
#include "report/since_words.h"
#include "report/writer.h"
#include "support/clock.h"
#include "support/str.h"

/* Less than 1 MiB: what else the step writes must fit too. */
enum { MD_LIMIT = 1000 * 1000 };

struct md {
    const struct overview *o;
    struct buf text;
};

/* Where a table that takes its share of what is left must end. */
static size_t
share(const struct md *md, size_t percent)
{
    size_t used = md->text.len;

    return used < MD_LIMIT ? used + (MD_LIMIT - used) / 100 * percent : used;
}

/* ---- the first lines --------------------------------------------------------- */

static void
add_head(struct md *md)
{
    const struct results *r = md->o->results;
    struct buf *out = &md->text;
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, r->run.finished_at);
    buf_adds(out, r->snapshot.kubeconfigs_only
                      ? "# Kubeconfigs of AKS clusters\n\n"
                      : "# Microsoft Entra integration of AKS clusters\n\n");
    buf_addf(out, "**Exit code %d:** ", r->summary.exit_code);
    markdown_text(out, r->summary.exit_reason);
    buf_adds(out, ".\n\n");
    if (!r->summary.complete)
        buf_adds(out, "**The audit is incomplete:** something in scope could "
                      "not be seen. [What, and why](#not-audited)\n\n");
    buf_addf(out, "Made by aksentra %s on %s. Scope: ", r->run.version, when);
    markdown_text(out, r->run.scope);
    for (size_t i = 0; i < r->run.filters.len; i++) {
        buf_adds(out, i ? ", " : "; only ");
        markdown_code(out, r->run.filters.items[i]);
    }
    buf_adds(out, ". Cloud: ");
    markdown_code(out, r->run.cloud);
    if (r->run.tenant_id) {
        buf_adds(out, ". Tenant: ");
        markdown_code(out, r->run.tenant_id);
    }
    buf_adds(out, ".\n\n");
}

static void
add_count(struct buf *out, size_t n, const char *what, size_t before)
{
    if (n > 0)
        buf_addf(out, "%s%zu %s", out->len > before ? ", " : "", n, what);
}

static void
end_figures(struct buf *out, size_t before)
{
    buf_adds(out, out->len > before ? " |\n" : "none |\n");
}

static void
add_cluster_figures(struct buf *out, const struct summary *s)
{
    size_t before;

    buf_addf(out, "| Clusters | %zu |\n| Integration | ", s->clusters);
    before = out->len;
    for (int i = 0; i < INTEGRATION_COUNT; i++)
        add_count(out, s->by_integration[i],
                  integration_name((enum integration)i), before);
    end_figures(out, before);
    buf_adds(out, "| Readiness | ");
    before = out->len;
    for (int i = 0; i < READINESS_COUNT; i++)
        add_count(out, s->by_readiness[i], readiness_name((enum readiness)i),
                  before);
    end_figures(out, before);
    buf_adds(out, "| Subscriptions | ");
    before = out->len;
    for (int i = 0; i < COVERAGE_COUNT; i++)
        add_count(out, s->by_status[i],
                  coverage_status_name((enum coverage_status)i), before);
    end_figures(out, before);
}

static void
add_kubeconfig_figures(struct buf *out, const struct vec *list)
{
    size_t n[CONTEXT_VERDICT_COUNT] = { 0 }, before;

    for (size_t i = 0; i < list->len; i++)
        n[((const struct kubeconfig_context *)list->items[i])->verdict]++;
    buf_adds(out, "| Contexts of kubeconfigs | ");
    before = out->len;
    for (int i = 0; i < CONTEXT_VERDICT_COUNT; i++)
        add_count(out, n[i], context_verdict_name((enum context_verdict)i),
                  before);
    end_figures(out, before);
}

static void
add_since_figures(struct buf *out, const struct audit_diff *d)
{
    if (!d)
        return;
    buf_adds(out, "| ");
    since_label(out, d);
    buf_adds(out, " | ");
    since_clusters_text(out, d);
    buf_adds(out, " |\n| Failures since then | ");
    since_findings_text(out, d);
    buf_adds(out, " |\n");
}

static void
add_summary(struct md *md)
{
    const struct results *r = md->o->results;
    const struct summary *s = &r->summary;
    struct buf *out = &md->text;
    size_t before;

    buf_adds(out, "| | |\n| --- | --- |\n");
    if (!r->snapshot.kubeconfigs_only)
        add_cluster_figures(out, s);
    buf_adds(out, "| Findings | ");
    before = out->len;
    for (int i = SEVERITY_COUNT - 1; i >= 0; i--)
        add_count(out, s->failures[i], severity_name((enum severity)i), before);
    add_count(out, s->waived, "waived", before);
    end_figures(out, before);
    if (!r->snapshot.kubeconfigs_only && !r->snapshot.directory.skipped) {
        buf_adds(out, "| App registrations | ");
        app_summary(out, &r->snapshot);
        buf_adds(out, " |\n");
    }
    if (r->snapshot.has_kubeconfigs)
        add_kubeconfig_figures(out, &r->snapshot.kubeconfigs);
    add_since_figures(out, r->since);
    buf_adds(out, "\n");
}

/* ---- what was not seen -------------------------------------------------------- */

/* What could not be seen stands first; checks that could not judge everything
 * are many, and stand with the findings. */
enum gap_part { GAP_THING, GAP_CHECK, GAP_CHOICE };

static enum gap_part
part_of(const struct gap *gap)
{
    if (!gap->counts)
        return GAP_CHOICE;
    return str_eq(gap->kind, "check") ? GAP_CHECK : GAP_THING;
}

struct gap_rows {
    struct md_table table;
    enum gap_part part;
    size_t n; /* of this part */
};

static int
add_gap(void *arg, const struct gap *gap)
{
    struct gap_rows *rows = arg;
    struct md_table *t = &rows->table;

    if (part_of(gap) != rows->part)
        return 0;
    rows->n++;
    md_table_row(t);
    md_table_text(t, gap->kind);
    md_table_code(t, gap->name);
    md_table_text(t, gap->status);
    md_table_text(t, gap->reason);
    md_table_text(t, gap->remedy);
    md_table_end_row(t);
    return 0;
}

static int
add_gaps(struct md *md, enum gap_part part, const char *title)
{
    struct gap_rows rows = { .part = part };
    int ret;

    md_table_begin(&rows.table, &md->text, share(md, 25), title,
                   "Kind|Name|Status|Why|What would make it known");
    ret = gaps_each(md->o, add_gap, &rows);
    md_table_end(&rows.table, "not-audited.csv");
    return ret;
}

static int
count_check(void *arg, const struct gap *gap)
{
    *(size_t *)arg += part_of(gap) == GAP_CHECK;
    return 0;
}

static int
add_not_audited(struct md *md)
{
    size_t checks = 0;

    if (md->o->results->summary.complete)
        return add_gaps(md, GAP_CHOICE, "## Left out");
    buf_adds(&md->text, "## Not audited\n\n");
    if (gaps_each(md->o, count_check, &checks) != 0 ||
        add_gaps(md, GAP_THING, NULL) != 0)
        return -1;
    if (checks > 0)
        buf_addf(&md->text,
                 "%zu check%s could not judge everything: "
                 "[which](#checks-that-could-not-judge-everything).\n\n",
                 checks, checks == 1 ? "" : "s");
    return add_gaps(md, GAP_CHOICE, "## Left out");
}

/* ---- clusters -------------------------------------------------------------------- */

static unsigned
urgency(enum readiness r)
{
    static const unsigned order[READINESS_COUNT] = {
        [READINESS_BLOCKED] = 0,        [READINESS_ACTION_NEEDED] = 1,
        [READINESS_UNKNOWN] = 2,        [READINESS_READY] = 3,
        [READINESS_NOT_INTEGRATED] = 4, [READINESS_CLEANUP_NEEDED] = 5,
        [READINESS_MIGRATED] = 6,
    };

    return order[r];
}

static int
compare_urgency(const void *a, const void *b)
{
    const struct cluster *x = a, *y = b;
    unsigned left = urgency(x->readiness), right = urgency(y->readiness);

    if (left != right)
        return left < right ? -1 : 1;
    return cluster_compare(x, y);
}

static const struct md_column cluster_cells[] = {
    { "name", MD_CODE },
    { "resourceGroup", MD_CODE },
    { "subscriptionName", MD_CODE },
    { "owner", MD_CODE },
    { "integration", MD_TEXT },
    { "readiness", MD_TEXT },
    { "nextStep", MD_TEXT },
    { "worstSeverity", MD_TEXT },
    { "failures", MD_TEXT },
    { "unknowns", MD_TEXT },
};

static int
add_clusters(struct md *md)
{
    const struct vec *clusters = &md->o->results->snapshot.clusters;
    const struct md_list list = {
        .set = &cluster_columns,
        .columns = cluster_cells,
        .n = sizeof(cluster_cells) / sizeof(cluster_cells[0]),
        .title = "## Clusters",
        .rest = "clusters.csv",
    };
    struct vec sorted = { 0 };
    int ret = 0;

    for (size_t i = 0; i < clusters->len && ret == 0; i++)
        ret = vec_push(&sorted, clusters->items[i]);
    if (ret == 0)
        ret = vec_sort(&sorted, compare_urgency);
    if (ret == 0)
        ret = md_list_add(&md->text, share(md, 40), &list, md->o, &sorted);
    vec_free(&sorted);
    return ret;
}

/* ---- findings ---------------------------------------------------------------------- */

/* The findings of one check that need attention, in their order. */
static int
findings_of(const struct results *r, const struct rule *rule, struct vec *ret)
{
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (f->rule == rule && finding_needs_attention(f) &&
            vec_push(ret, (void *)f) != 0)
            return -1;
    }
    return 0;
}

static int
compare_rank(const void *a, const void *b)
{
    unsigned left = finding_rank(a), right = finding_rank(b);

    return left < right ? -1 : left > right;
}

static void
add_finding(struct md_table *t, const struct finding *f)
{
    const struct waiver *w = f->waiver ? f->waiver : f->lapsed;
    auto_buf place = { 0 }, verdict = { 0 };

    finding_place(&place, f);
    buf_adds(&verdict, verdict_name(f->verdict));
    if (f->is_new == TRI_YES)
        buf_adds(&verdict, ", new");
    if (w) {
        buf_adds(&verdict, f->waiver ? ", waived " : ", waiver expired: ");
        waiver_text(&verdict, w);
    }
    md_table_row(t);
    md_table_code(t, buf_str(&place));
    md_table_text(t, buf_str(&verdict));
    md_table_text(t, finding_message(f));
    md_table_end_row(t);
    if (!buf_ok(&place) || !buf_ok(&verdict))
        t->out->failed = true;
}

static void
add_check(struct md *md, const struct rule *rule, const struct vec *findings,
          size_t limit)
{
    struct buf *out = &md->text;
    struct md_table t;
    auto_buf title = { 0 };

    buf_addf(&title, "### %s (%s): %s", rule->id, severity_name(rule->severity),
             rule->title);
    if (!str_empty(rule->why))
        buf_addf(&title, "\n\n%s", rule->why);
    if (!str_empty(rule->fix))
        buf_addf(&title, "\n\n**How to fix it:** %s", rule->fix);
    if (!str_empty(rule->reference))
        buf_addf(&title, " ([reference](%s))", rule->reference);
    if (!buf_ok(&title))
        out->failed = true;
    md_table_begin(&t, out, limit, buf_str(&title),
                   "Where|Verdict|What was found");
    for (size_t i = 0; i < findings->len; i++)
        add_finding(&t, findings->items[i]);
    md_table_end(&t, "findings.csv");
}

/* Each check gets an equal part of what is left, the severe ones first. */
static int
add_findings(struct md *md)
{
    const struct results *r = md->o->results;
    size_t end = share(md, 80), left = r->n_rules;
    bool any = false;

    for (int s = SEVERITY_COUNT - 1; s >= 0; s--) {
        for (size_t i = 0; i < r->n_rules; i++) {
            struct vec findings = { 0 };
            int ret;

            if (r->rules[i]->severity != (enum severity)s)
                continue;
            ret = findings_of(r, r->rules[i], &findings);
            if (ret == 0)
                ret = vec_sort(&findings, compare_rank);
            if (ret == 0 && findings.len > 0) {
                if (!any)
                    buf_adds(&md->text, "## Findings\n\n");
                any = true;
                add_check(md, r->rules[i], &findings,
                          md->text.len + (end - md->text.len) / left);
            }
            left--;
            vec_free(&findings);
            if (ret != 0)
                return -1;
        }
    }
    return 0;
}

/* ---- the rest ------------------------------------------------------------------------ */

static const struct md_column app_cells[] = {
    { "name", MD_CODE },         { "roles", MD_TEXT },
    { "presence", MD_TEXT },     { "clusterCount", MD_TEXT },
    { "daysToExpiry", MD_TEXT }, { "owners", MD_CODE },
    { "appId", MD_CODE },
};

static const struct md_column left_over_cells[] = {
    { "name", MD_CODE },         { "certainty", MD_TEXT },
    { "signals", MD_TEXT },      { "liveCredential", MD_TEXT },
    { "daysToExpiry", MD_TEXT }, { "owners", MD_CODE },
    { "appId", MD_CODE },
};

static const struct md_column context_cells[] = {
    { "context", MD_CODE }, { "verdict", MD_TEXT }, { "why", MD_TEXT },
    { "cluster", MD_CODE }, { "file", MD_CODE },
};

static const struct md_column since_cells[] = {
    { "change", MD_TEXT }, { "name", MD_CODE }, { "subscriptionName", MD_CODE },
    { "was", MD_TEXT },    { "is", MD_TEXT },   { "reason", MD_TEXT },
};

#define CELLS(cells) .columns = (cells), .n = sizeof(cells) / sizeof((cells)[0])

static int
add_lists(struct md *md)
{
    static const struct md_list lists[] = {
        { .set = &since_columns,
          CELLS(since_cells),
          .title = "## Since the baseline",
          .rest = "since-baseline.csv" },
        { .set = &kubeconfig_columns,
          CELLS(context_cells),
          .title = "## Kubeconfigs",
          .rest = "kubeconfigs.csv" },
        { .set = &app_columns,
          CELLS(app_cells),
          .title = "## App registrations that clusters name",
          .rest = "apps.csv" },
        { .set = &left_over_columns,
          CELLS(left_over_cells),
          .title = "## App registrations left over",
          .rest = "left-overs.csv" },
    };

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (md_list_add(&md->text, share(md, 50), &lists[i], md->o,
                        lists[i].set->items(md->o)) != 0)
            return -1;
    }
    return 0;
}

int
write_report_md(FILE *out, const struct overview *o, struct err *e)
{
    struct md md = { .o = o };
    bool clusters = !o->results->snapshot.kubeconfigs_only;
    int ret = 0;

    add_head(&md);
    add_summary(&md);
    if (add_not_audited(&md) != 0 || (clusters && add_clusters(&md) != 0) ||
        add_findings(&md) != 0 ||
        add_gaps(&md, GAP_CHECK, "## Checks that could not judge everything") !=
            0 ||
        add_lists(&md) != 0)
        ret = -1;
    if (clusters)
        refresh_dates(&md.text);
    if (!buf_ok(&md.text))
        ret = -1;
    else
        fwrite(buf_str(&md.text), 1, md.text.len, out);
    buf_free(&md.text);
    if (ret != 0)
        return err_nomem(e);
    return writer_check(out, e);
}
