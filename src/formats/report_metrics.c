/* SPDX-License-Identifier: MIT */
/* report_metrics.c - metrics.prom, for the textfile collector of node_exporter or
 * whatever else reads such files.
 *
 * node_exporter reads the Prometheus text format 0.0.4; others read OpenMetrics
 * 1.0. The file is both: gauges alone, no timestamps, no empty lines, HELP texts
 * without signs to escape, and "# EOF" last, which to the former is a comment. A
 * figure that was not looked at is left out, and never 0. */
#include "formats/writers.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/gaps.h"
#include "report/writer.h"
#include "support/str.h"

struct label {
    const char *name;
    const char *value;
};

enum { LABELS_MAX = 5 };

struct metrics {
    FILE *out;
    const struct overview *o;
    struct buf line;
    bool no_memory;
};

static void
declare(struct metrics *m, const char *name, const char *help)
{
    fprintf(m->out, "# HELP aksentra_%s %s\n# TYPE aksentra_%s gauge\n", name,
            help, name);
}

/* Both formats escape these three; other control characters become '?'. */
static void
add_value(struct buf *line, const char *text)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);

    if (!safe) {
        line->failed = true;
        return;
    }
    str_sanitize(safe, size, text);
    for (const char *p = safe; *p; p++) {
        if (strchr("\\\"", *p))
            buf_addc(line, '\\');
        buf_addc(line, *p);
    }
    free(safe);
}

/* A label without a name ends the list. */
static void
sample(struct metrics *m, const char *name,
       const struct label labels[LABELS_MAX], int64_t value)
{
    buf_reset(&m->line);
    buf_addf(&m->line, "aksentra_%s", name);
    for (size_t i = 0; labels && i < LABELS_MAX && labels[i].name; i++) {
        buf_addf(&m->line, "%s%s=\"", i ? "," : "{", labels[i].name);
        add_value(&m->line, str_or(labels[i].value, ""));
        buf_addc(&m->line, '"');
    }
    buf_addf(&m->line, "%s %" PRId64 "\n", labels ? "}" : "", value);
    if (!buf_ok(&m->line))
        m->no_memory = true;
    fputs(buf_str(&m->line), m->out);
}

static void
one(struct metrics *m, const char *name, const char *help, int64_t value)
{
    declare(m, name, help);
    sample(m, name, NULL, value);
}

static void
counted(struct metrics *m, const char *name, const char *label,
        const char *value, size_t n)
{
    const struct label labels[LABELS_MAX] = { { label, value } };

    sample(m, name, labels, (int64_t)n);
}

/* ---- the audit ------------------------------------------------------------ */

static void
write_audit(struct metrics *m)
{
    const struct results *r = m->o->results;
    const struct label labels[LABELS_MAX] = {
        { "version", r->run.version },  { "cloud", r->run.cloud },
        { "tenant", r->run.tenant_id }, { "scope", r->run.scope },
        { "fail_on", r->run.fail_on },
    };

    declare(m, "audit_info", "The audit that this file speaks of; always 1.");
    sample(m, "audit_info", labels, 1);
    one(m, "audit_finished_timestamp_seconds",
        "When the audit was made: its age is time() minus this.",
        r->run.finished_at);
    one(m, "audit_duration_seconds", "How long the audit took.",
        r->run.finished_at - r->run.started_at);
    one(m, "audit_complete",
        "1: everything in scope was audited; 0: something was not, and the "
        "other figures may be too low.",
        r->summary.complete);
    one(m, "audit_exit_code",
        "0: clean; 1: no audit could be made; 2: --fail-on is reached; 3: "
        "incomplete.",
        r->summary.exit_code);
}

enum { GAP_KINDS = 32 };

/* Kinds are words of ours; the last place is for what there is no place for. */
struct gap_count {
    const char *kinds[GAP_KINDS];
    size_t counts[GAP_KINDS];
    size_t n;
    size_t all;
    size_t by_choice;
};

static int
count_gap(void *arg, const struct gap *gap)
{
    struct gap_count *n = arg;

    if (!gap->counts) {
        n->by_choice++;
        return 0;
    }
    n->all++;
    for (size_t i = 0; i < n->n; i++) {
        if (str_eq(n->kinds[i], gap->kind) || i == GAP_KINDS - 1) {
            n->counts[i]++;
            return 0;
        }
    }
    n->kinds[n->n] = n->n == GAP_KINDS - 1 ? "other" : gap->kind;
    n->counts[n->n++] = 1;
    return 0;
}

static void
write_gaps(struct metrics *m)
{
    struct gap_count n = { 0 };

    if (gaps_each(m->o, count_gap, &n) != 0)
        m->no_memory = true;
    one(m, "gaps",
        "Things in scope that could not be audited; the exit code counts them.",
        (int64_t)n.all);
    declare(m, "gaps_of_kind", "The same, by kind.");
    for (size_t i = 0; i < n.n; i++)
        counted(m, "gaps_of_kind", "kind", n.kinds[i], n.counts[i]);
    one(m, "left_out", "Things that were left out by choice.",
        (int64_t)n.by_choice);
}

/* ---- clusters ------------------------------------------------------------- */

/* What there is no such cluster of is left out, but for what there can be: a
 * series that comes and goes is hard to alert on. */
static bool
can_be(enum integration i, enum readiness r)
{
    static const unsigned possible[INTEGRATION_COUNT] = {
        [INTEGRATION_LEGACY] =
            1u << READINESS_READY | 1u << READINESS_ACTION_NEEDED |
            1u << READINESS_BLOCKED | 1u << READINESS_UNKNOWN,
        [INTEGRATION_MANAGED] =
            1u << READINESS_MIGRATED | 1u << READINESS_CLEANUP_NEEDED,
        [INTEGRATION_NONE] = 1u << READINESS_NOT_INTEGRATED,
        [INTEGRATION_UNKNOWN] = 1u << READINESS_UNKNOWN,
    };

    return possible[i] & 1u << r;
}

static void
write_clusters(struct metrics *m)
{
    size_t n[INTEGRATION_COUNT][READINESS_COUNT] = { 0 };
    const struct vec *clusters = &m->o->results->snapshot.clusters;

    if (clusters->len == 0 && !snapshot_sees_clusters(&m->o->results->snapshot))
        return;
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        n[c->integration][c->readiness]++;
    }
    declare(m, "clusters", "Clusters seen, by integration and readiness.");
    for (int i = 0; i < INTEGRATION_COUNT; i++) {
        for (int r = 0; r < READINESS_COUNT; r++) {
            const struct label labels[LABELS_MAX] = {
                { "integration", integration_name((enum integration)i) },
                { "readiness", readiness_name((enum readiness)r) },
            };

            if (n[i][r] > 0 || can_be((enum integration)i, (enum readiness)r))
                sample(m, "clusters", labels, (int64_t)n[i][r]);
        }
    }
}

static void
write_subscriptions(struct metrics *m)
{
    const struct summary *s = &m->o->results->summary;

    declare(m, "subscriptions",
            "Subscriptions in scope, by what was seen of them.");
    for (int i = 0; i < COVERAGE_COUNT; i++)
        counted(m, "subscriptions", "status",
                coverage_status_name((enum coverage_status)i), s->by_status[i]);
}

/* ---- findings ------------------------------------------------------------- */

/* Waived ones are counted apart. */
static void
count_findings(const struct results *r, size_t n[SEVERITY_COUNT][VERDICT_COUNT],
               size_t waived[SEVERITY_COUNT])
{
    for (size_t i = 0; i < r->n_rules; i++) {
        for (int v = 0; v < VERDICT_COUNT; v++)
            n[r->rules[i]->severity][v] += r->summary.verdicts[i][v];
    }
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];
        size_t *of = &n[f->rule->severity][f->verdict];

        if (f->waiver && *of > 0) {
            waived[f->rule->severity]++;
            (*of)--;
        }
    }
}

static void
write_findings(struct metrics *m)
{
    size_t n[SEVERITY_COUNT][VERDICT_COUNT] = { 0 };
    size_t waived[SEVERITY_COUNT] = { 0 };

    count_findings(m->o->results, n, waived);
    declare(m, "findings",
            "Verdicts of the checks, by severity; waived ones are not among "
            "them.");
    for (int s = SEVERITY_COUNT - 1; s >= 0; s--) {
        for (int v = 0; v < VERDICT_COUNT; v++) {
            const struct label labels[LABELS_MAX] = {
                { "severity", severity_name((enum severity)s) },
                { "verdict", verdict_name((enum verdict)v) },
            };

            sample(m, "findings", labels, (int64_t)n[s][v]);
        }
    }
    declare(m, "findings_waived", "Findings that somebody accepts.");
    for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
        counted(m, "findings_waived", "severity",
                severity_name((enum severity)s), waived[s]);
}

static void
write_new(struct metrics *m)
{
    size_t n[SEVERITY_COUNT] = { 0 };
    const struct results *r = m->o->results;

    if (!r->since)
        return;
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        n[f->rule->severity] += finding_counts(f) && f->is_new == TRI_YES;
    }
    declare(m, "findings_new", "Failures that the baseline did not have.");
    for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
        counted(m, "findings_new", "severity", severity_name((enum severity)s),
                n[s]);
}

/* ---- apps and kubeconfigs -------------------------------------------------- */

/* One that is gone has none. */
static bool
secrets_unseen(const struct app *a)
{
    return !a->read && a->presence != APP_MISSING && a->presence != APP_DELETED;
}

/* The last credential of an app is the one that counts: what expires before it
 * is not missed. */
static void
write_expiry(struct metrics *m)
{
    const struct vec *apps = &m->o->results->snapshot.apps;
    const struct app *first = NULL;
    int64_t ends = INT64_MAX;
    size_t unknown = 0;

    for (size_t i = 0; i < apps->len; i++) {
        const struct app *a = apps->items[i];
        const struct app_credential *c = app_newest_credential(a);

        if (a->roles & APP_ROLE_LEFT_OVER)
            continue;
        unknown += secrets_unseen(a) || (c && c->end_unknown);
        if (c && !c->end_unknown && c->ends_at < ends) {
            ends = c->ends_at;
            first = a;
        }
    }
    one(m, "apps_expiry_unknown",
        "App registrations that clusters name, and whose secrets could not be "
        "seen.",
        (int64_t)unknown);
    if (first) {
        const struct label labels[LABELS_MAX] = { { "app_id", first->app_id },
                                                  { "app", app_label(first) } };

        declare(m, "secret_earliest_expiry_timestamp_seconds",
                "When the first app registration that a cluster names is left "
                "without a valid secret or certificate.");
        sample(m, "secret_earliest_expiry_timestamp_seconds", labels, ends);
    }
}

static void
write_left_overs(struct metrics *m)
{
    const struct vec *apps = &m->o->results->snapshot.apps;
    size_t n[CERTAIN + 1] = { 0 };

    for (size_t i = 0; i < apps->len; i++) {
        const struct app *a = apps->items[i];

        if (a->roles & APP_ROLE_LEFT_OVER)
            n[a->certainty]++;
    }
    declare(m, "left_over_apps",
            "App registrations of the legacy recipe that no cluster names.");
    for (int i = POSSIBLE; i <= CERTAIN; i++)
        counted(m, "left_over_apps", "certainty",
                certainty_name((enum certainty)i), n[i]);
}

static void
write_kubeconfigs(struct metrics *m)
{
    const struct vec *list = &m->o->results->snapshot.kubeconfigs;
    size_t n[CONTEXT_VERDICT_COUNT] = { 0 };

    for (size_t i = 0; i < list->len; i++)
        n[((const struct kubeconfig_context *)list->items[i])->verdict]++;
    declare(m, "kubeconfig_contexts",
            "Contexts of the kubeconfig files that were looked at.");
    for (int i = 0; i < CONTEXT_VERDICT_COUNT; i++)
        counted(m, "kubeconfig_contexts", "verdict",
                context_verdict_name((enum context_verdict)i), n[i]);
}

int
write_metrics(FILE *out, const struct overview *o, struct err *e)
{
    const struct snapshot *s = &o->results->snapshot;
    struct metrics m = { .out = out, .o = o };

    write_audit(&m);
    write_gaps(&m);
    if (!s->kubeconfigs_only) {
        write_clusters(&m);
        write_subscriptions(&m);
    }
    write_findings(&m);
    write_new(&m);
    if (!s->kubeconfigs_only && !s->directory.skipped)
        write_expiry(&m);
    /* Without the list of all registrations, 0 would be a guess. */
    if (!s->kubeconfigs_only && !s->directory.skipped &&
        directory_sees(&s->directory, DIRECTORY_APPLICATIONS))
        write_left_overs(&m);
    if (s->has_kubeconfigs)
        write_kubeconfigs(&m);
    fputs("# EOF\n", out);
    buf_free(&m.line);
    if (m.no_memory)
        return err_nomem(e);
    return writer_check(out, e);
}
