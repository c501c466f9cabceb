/* SPDX-License-Identifier: MIT */
/* report_annotations.c - findings and gaps as annotations of a pipeline.
 *
 * Sources: GitHub Docs, "Workflow commands for GitHub Actions", and the escaping
 * of actions/toolkit (command.ts); Azure Pipelines docs, "Logging commands", and
 * the escaping of azure-pipelines-task-lib (taskcommand.ts). GitHub shows the
 * first ten of each kind for a step, so the worst stand first. The exit code
 * alone decides what becomes of the step: no ##vso[task.complete]. */
#include "formats/report.h"

#include <stdlib.h>
#include <string.h>

#include "report/finding_words.h"
#include "report/gaps.h"
#include "report/writer.h"
#include "support/str.h"

enum kind { KIND_ERROR, KIND_WARNING, KIND_NOTICE, KIND_COUNT };

/* What GitHub shows of each kind for one step. */
enum { GITHUB_SHOWN = 10 };

struct annotations;

/* How a pipeline wants them. */
struct dialect {
    void (*add)(struct buf *line, enum kind kind, const char *code,
                const char *title, const char *message);
};

struct annotations {
    FILE *out;
    const struct overview *o;
    const struct dialect *dialect;
    size_t counts[KIND_COUNT];
    size_t gaps;
    struct buf line;
};

/* One line, without what steers a terminal or what a log of the other kind
 * would obey; both kinds escape line breaks as well, and there are none. */
static void
add_escaped(struct buf *out, const char *text, const char *special,
            const char *percent)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);

    if (!safe) {
        out->failed = true;
        return;
    }
    str_sanitize(safe, size, text);
    for (const char *p = safe; *p; p++) {
        if (*p == '%')
            buf_adds(out, percent);
        else if (strchr(special, *p))
            buf_addf(out, "%%%02X", (unsigned char)*p);
        else
            buf_addc(out, *p);
    }
    free(safe);
}

static void
add_github(struct buf *line, enum kind kind, const char *code,
           const char *title, const char *message)
{
    static const char *const words[KIND_COUNT] = { "error", "warning",
                                                   "notice" };

    buf_addf(line, "::%s title=", words[kind]);
    add_escaped(line, code, ":,", "%25");
    if (*title) {
        buf_addc(line, ' ');
        add_escaped(line, title, ":,", "%25");
    }
    buf_adds(line, "::");
    add_escaped(line, message, "", "%25");
}

/* There are no notices: they are plain lines of the log. */
static void
add_azure(struct buf *line, enum kind kind, const char *code, const char *title,
          const char *message)
{
    const char *percent = kind == KIND_NOTICE ? "%" : "%AZP25";

    if (kind != KIND_NOTICE) {
        buf_addf(line, "##vso[task.logissue type=%s;code=",
                 kind == KIND_ERROR ? "error" : "warning");
        add_escaped(line, code, ";]", percent);
        buf_adds(line, ";]");
    }
    add_escaped(line, code, "", percent);
    buf_adds(line, *title ? " " : "");
    add_escaped(line, title, "", percent);
    buf_adds(line, ": ");
    add_escaped(line, message, "", percent);
}

static const struct dialect github = { add_github };
static const struct dialect azure = { add_azure };

/* -1: out of memory. */
static int
annotate(struct annotations *a, enum kind kind, const char *code,
         const char *title, const char *message)
{
    buf_reset(&a->line);
    a->dialect->add(&a->line, kind, code, title, message);
    buf_addc(&a->line, '\n');
    if (!buf_ok(&a->line))
        return -1;
    fwrite(buf_str(&a->line), 1, a->line.len, a->out);
    a->counts[kind]++;
    return 0;
}

/* ---- what is told --------------------------------------------------------- */

static enum kind
kind_of(const struct finding *f)
{
    if (f->waiver)
        return KIND_NOTICE;
    if (f->verdict != VERDICT_FAIL)
        return KIND_WARNING;
    if (f->rule->severity >= SEVERITY_HIGH)
        return KIND_ERROR;
    return f->rule->severity == SEVERITY_MEDIUM ? KIND_WARNING : KIND_NOTICE;
}

static int
tell_finding(struct annotations *a, const struct finding *f)
{
    auto_buf place = { 0 }, message = { 0 };

    finding_place(&place, f);
    buf_addf(&message, "%s", severity_name(f->rule->severity));
    if (f->verdict != VERDICT_FAIL)
        buf_addf(&message, ", %s", verdict_name(f->verdict));
    if (f->is_new == TRI_YES)
        buf_adds(&message, ", new");
    if (f->waiver) {
        buf_adds(&message, ", waived ");
        waiver_text(&message, f->waiver);
    }
    buf_addf(&message, ": %s", finding_message(f));
    if (!str_empty(f->rule->fix))
        buf_addf(&message, ". To fix it: %s", f->rule->fix);
    if (!buf_ok(&place) || !buf_ok(&message))
        return -1;
    return annotate(a, kind_of(f), f->rule->id, buf_str(&place),
                    buf_str(&message));
}

static int
compare_rank(const void *x, const void *y)
{
    const struct finding *a = x, *b = y;
    unsigned left = finding_rank(a), right = finding_rank(b);

    if (left != right)
        return left < right ? -1 : 1;
    return finding_compare(a, b);
}

/* Failures alone, or the rest. */
static int
tell_findings(struct annotations *a, const struct vec *sorted, bool failures)
{
    for (size_t i = 0; i < sorted->len; i++) {
        const struct finding *f = sorted->items[i];

        if (finding_counts(f) == failures && tell_finding(a, f) != 0)
            return -1;
    }
    return 0;
}

/* What could not be judged is told finding by finding. */
static int
tell_gap(void *arg, const struct gap *gap)
{
    struct annotations *a = arg;
    auto_buf title = { 0 }, message = { 0 };

    if (str_eq(gap->kind, "check"))
        return 0;
    a->gaps += gap->counts;
    buf_addf(&title, "%s %s", gap->kind, gap->name);
    buf_addf(&message, "%s: %s", gap->status, gap->reason);
    if (!str_empty(gap->remedy))
        buf_addf(&message, " (what helps: %s)", gap->remedy);
    if (!buf_ok(&title) || !buf_ok(&message))
        return -1;
    return annotate(a, gap->counts ? KIND_WARNING : KIND_NOTICE, "not audited",
                    buf_str(&title), buf_str(&message));
}

/* The first of its kind, so that it is never cut off. */
static int
tell_verdict(struct annotations *a)
{
    const struct summary *s = &a->o->results->summary;
    enum kind kind = s->exit_code == 0   ? KIND_NOTICE
                     : s->exit_code == 3 ? KIND_WARNING
                                         : KIND_ERROR;
    auto_buf title = { 0 }, message = { 0 };

    buf_addf(&title, "exit code %d", s->exit_code);
    buf_addf(&message, "%s.%s", s->exit_reason,
             s->complete ? "" : " The audit is incomplete.");
    if (!buf_ok(&title) || !buf_ok(&message))
        return -1;
    return annotate(a, kind, "aksentra", buf_str(&title), buf_str(&message));
}

static void
add_count(struct buf *line, size_t n, const char *what, const char *after)
{
    buf_addf(line, "%zu %s%s%s", n, what, n == 1 ? "" : "s", after);
}

/* A plain line of the log. */
static int
tell_counts(struct annotations *a)
{
    const struct summary *s = &a->o->results->summary;
    size_t most = 0;

    for (int i = 0; i < KIND_COUNT; i++)
        most = a->counts[i] > most ? a->counts[i] : most;
    buf_reset(&a->line);
    buf_adds(&a->line, "aksentra: ");
    add_count(&a->line, a->counts[KIND_ERROR], "error", ", ");
    add_count(&a->line, a->counts[KIND_WARNING], "warning", ", ");
    add_count(&a->line, a->counts[KIND_NOTICE], "notice", "");
    if (a->dialect == &github && most > GITHUB_SHOWN)
        buf_addf(&a->line,
                 " (GitHub shows %d of each; all of them stand above)",
                 GITHUB_SHOWN);
    buf_addf(&a->line, "\naksentra: exit code %d: ", s->exit_code);
    add_escaped(&a->line, s->exit_reason, "", "%");
    buf_addf(&a->line, ".%s\n", s->complete ? "" : " The audit is incomplete.");
    fputs(buf_str(&a->line), a->out);
    return buf_ok(&a->line) ? 0 : -1;
}

static int
tell_all(struct annotations *a)
{
    const struct vec *findings = &a->o->results->findings;
    struct vec sorted = { 0 };
    int ret = 0;

    for (size_t i = 0; i < findings->len && ret == 0; i++) {
        if (finding_needs_attention(findings->items[i]))
            ret = vec_push(&sorted, findings->items[i]);
    }
    if (ret == 0)
        ret = vec_sort(&sorted, compare_rank);
    if (ret == 0 &&
        (tell_verdict(a) != 0 || gaps_each(a->o, tell_gap, a) != 0 ||
         tell_findings(a, &sorted, true) != 0 ||
         tell_findings(a, &sorted, false) != 0))
        ret = -1;
    vec_free(&sorted);
    return ret == 0 ? tell_counts(a) : -1;
}

static int
write_annotations(FILE *out, const struct results *r,
                  const struct dialect *dialect, struct err *e)
{
    struct annotations a = { .out = out, .dialect = dialect };
    struct overview o;
    int ret;

    if (overview_init(&o, r, e) != 0)
        return -1;
    a.o = &o;
    ret = tell_all(&a) == 0 ? writer_check(out, e) : err_nomem(e);
    buf_free(&a.line);
    overview_free(&o);
    return ret == 0 ? 0 : err_wrap(e, "standard output");
}

int
report_write_github(FILE *out, const struct results *r, struct err *e)
{
    return write_annotations(out, r, &github, e);
}

int
report_write_azure_pipelines(FILE *out, const struct results *r, struct err *e)
{
    return write_annotations(out, r, &azure, e);
}
