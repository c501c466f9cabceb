/* SPDX-License-Identifier: MIT */
/* report_junit.c - junit.xml, as Jenkins ("junit-10.xsd" of its xUnit plugin) and
 * Azure Pipelines ("PublishTestResults") read it.
 *
 * A suite for each check: a case for each thing it spoke of, and one for all
 * that pass, since these are only counted. A first suite holds what was to be
 * looked at. Failures fail; what could not be judged or seen is an error, which
 * no program shows as green; waived and not applicable is skipped. */
#include "formats/writers.h"

#include <stdlib.h>
#include <string.h>

#include "report/finding_words.h"
#include "report/gaps.h"
#include "report/writer.h"
#include "support/clock.h"
#include "support/str.h"

struct counts {
    size_t tests;
    size_t failures;
    size_t errors;
    size_t skipped;
};

struct junit {
    FILE *out;
    const struct overview *o;
    struct buf text; /* of the case that is being written */
    bool no_memory;
};

/* Text of an attribute or element. XML 1.0 has no way to write most control
 * characters; these, line breaks of names and what turns the direction of
 * writing become '?'. */
static void
add_xml(struct buf *out, const char *text)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);

    if (!safe) {
        out->failed = true;
        return;
    }
    str_sanitize(safe, size, text);
    for (const char *p = safe; *p; p++) {
        /* U+FFFE and U+FFFF are no characters of XML either. */
        bool none = strncmp(p, "\xef\xbf\xbe", 3) == 0 ||
                    strncmp(p, "\xef\xbf\xbf", 3) == 0;

        if (none) {
            buf_addc(out, '?');
            p += 2;
        } else if (strchr("&<>\"'", *p)) {
            buf_addf(out, "&#%d;", *p);
        } else {
            buf_addc(out, *p);
        }
    }
    free(safe);
}

static void
add_attribute(struct buf *out, const char *name, const char *text)
{
    buf_addf(out, " %s=\"", name);
    add_xml(out, text);
    buf_addc(out, '"');
}

static void
flush(struct junit *j)
{
    if (!buf_ok(&j->text))
        j->no_memory = true;
    fwrite(buf_str(&j->text), 1, j->text.len, j->out);
    buf_reset(&j->text);
}

/* ---- suites -------------------------------------------------------------- */

static void
open_suite(struct junit *j, const char *name, const struct counts *n)
{
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, j->o->results->run.finished_at);
    /* Jenkins takes a time without its zone. */
    when[strcspn(when, "Z")] = '\0';
    buf_adds(&j->text, "  <testsuite");
    add_attribute(&j->text, "name", name);
    buf_addf(&j->text,
             " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" "
             "timestamp=\"%s\" time=\"0\">\n",
             n->tests, n->failures, n->errors, n->skipped, when);
    flush(j);
}

static void
close_suite(struct junit *j)
{
    fputs("  </testsuite>\n", j->out);
}

static void
open_case(struct junit *j, const char *class, const char *name)
{
    buf_adds(&j->text, "    <testcase");
    buf_addf(&j->text, " classname=\"aksentra.%s\"", class);
    add_attribute(&j->text, "name", name);
    buf_adds(&j->text, " time=\"0\"");
}

/* A case with an outcome other than "passed". */
static void
open_outcome(struct junit *j, const char *class, const char *name,
             const char *outcome, const char *type, const char *message)
{
    open_case(j, class, name);
    buf_addf(&j->text, ">\n      <%s", outcome);
    /* Both are in the schema; readers show the message. */
    add_attribute(&j->text, "type", type);
    add_attribute(&j->text, "message", message);
}

static void
close_outcome(struct junit *j, const char *outcome)
{
    buf_addf(&j->text, "</%s>\n    </testcase>\n", outcome);
    flush(j);
}

static void
write_pass(struct junit *j, const char *class, const char *name)
{
    open_case(j, class, name);
    buf_adds(&j->text, "/>\n");
    flush(j);
}

/* ---- what was to be looked at --------------------------------------------- */

static int
count_gap(void *arg, const struct gap *gap)
{
    struct counts *n = arg;

    n->tests++;
    *(gap->counts ? &n->errors : &n->skipped) += 1;
    return 0;
}

static int
write_gap(void *arg, const struct gap *gap)
{
    struct junit *j = arg;
    const char *outcome = gap->counts ? "error" : "skipped";
    auto_buf name = { 0 }, message = { 0 };

    buf_addf(&name, "%s %s", gap->kind, gap->name);
    if (!str_eq(gap->id, gap->name))
        buf_addf(&name, " (%s)", gap->id);
    buf_addf(&message, "%s: %s", gap->status, str_or(gap->reason, "no reason"));
    if (!buf_ok(&name) || !buf_ok(&message))
        return -1;
    open_outcome(j, "coverage", buf_str(&name), outcome, gap->status,
                 buf_str(&message));
    buf_addc(&j->text, '>');
    if (!str_empty(gap->remedy)) {
        buf_adds(&j->text, "What would make it known: ");
        add_xml(&j->text, gap->remedy);
    }
    close_outcome(j, outcome);
    return 0;
}

/* Never green by itself: where nothing was left out there is one case that says
 * whether the audit is complete. */
static int
write_coverage(struct junit *j, const struct counts *n)
{
    const struct summary *s = &j->o->results->summary;

    open_suite(j, "Coverage: what was to be looked at", n);
    if (gaps_each(j->o, write_gap, j) != 0)
        return -1;
    if (s->complete) {
        write_pass(j, "coverage", "everything in scope was audited");
    } else {
        open_outcome(j, "coverage", "everything in scope was audited", "error",
                     "incomplete", s->exit_reason);
        buf_addc(&j->text, '>');
        close_outcome(j, "error");
    }
    close_suite(j);
    return 0;
}

static int
count_coverage(const struct overview *o, struct counts *n)
{
    if (gaps_each(o, count_gap, n) != 0)
        return -1;
    n->tests++;
    n->errors += !o->results->summary.complete;
    return 0;
}

/* ---- checks --------------------------------------------------------------- */

static const char *
outcome_of(const struct finding *f)
{
    if (f->waiver || f->verdict == VERDICT_NOT_APPLICABLE)
        return "skipped";
    return f->verdict == VERDICT_FAIL ? "failure" : "error";
}

static void
count_finding(struct counts *n, const struct finding *f)
{
    n->tests++;
    switch (*outcome_of(f)) {
    case 's':
        n->skipped++;
        break;
    case 'f':
        n->failures++;
        break;
    default:
        n->errors++;
        break;
    }
}

static void
add_details(struct junit *j, const struct finding *f)
{
    buf_adds(&j->text, "Resource: ");
    add_xml(&j->text, f->resource);
    for (size_t i = 0; i < f->n_evidence; i++) {
        buf_adds(&j->text, "\n");
        add_xml(&j->text, f->evidence[i].field);
        buf_adds(&j->text, f->evidence[i].value ? " = " : " absent");
        add_xml(&j->text, str_or(f->evidence[i].value, ""));
    }
    if (f->verdict == VERDICT_NOT_APPLICABLE)
        return;
    buf_adds(&j->text, "\nHow to fix it: ");
    add_xml(&j->text, f->rule->fix);
    for (size_t i = 0; i < f->commands.len; i++) {
        buf_adds(&j->text, "\n  ");
        add_xml(&j->text, f->commands.items[i]);
    }
}

static int
write_finding(struct junit *j, const struct finding *f)
{
    const char *outcome = outcome_of(f);
    auto_buf name = { 0 }, message = { 0 };

    finding_place(&name, f);
    if (f->waiver) {
        buf_adds(&message, "waived ");
        waiver_text(&message, f->waiver);
        buf_adds(&message, "; ");
    }
    buf_addf(&message, "%s: %s", verdict_name(f->verdict), finding_message(f));
    if (!buf_ok(&name) || !buf_ok(&message))
        return -1;
    open_outcome(j, f->rule->id, buf_str(&name), outcome,
                 severity_name(f->rule->severity), buf_str(&message));
    buf_addc(&j->text, '>');
    add_details(j, f);
    close_outcome(j, outcome);
    return 0;
}

/* The cases that stand for things that are only counted. */
static void
write_counted(struct junit *j, const struct rule *rule, size_t passes, bool any)
{
    auto_buf name = { 0 };

    if (passes > 0) {
        buf_addf(&name, "%zu pass%s", passes, passes == 1 ? "es" : "");
        write_pass(j, rule->id, buf_str(&name));
    } else if (!any) {
        open_outcome(j, rule->id, "nothing to judge", "skipped",
                     severity_name(rule->severity),
                     "nothing that this check speaks of was seen");
        buf_addc(&j->text, '>');
        close_outcome(j, "skipped");
    }
}

static int
write_check(struct junit *j, size_t place)
{
    const struct results *r = j->o->results;
    const struct rule *rule = r->rules[place];
    size_t passes = r->summary.verdicts[place][VERDICT_PASS];
    struct counts n = { 0 };
    auto_buf name = { 0 };
    bool any;

    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (f->rule == rule)
            count_finding(&n, f);
    }
    any = n.tests > 0;
    n.tests += passes > 0 || !any;
    n.skipped += passes == 0 && !any;
    buf_addf(&name, "%s (%s): %s", rule->id, severity_name(rule->severity),
             rule->title);
    if (!buf_ok(&name))
        return -1;
    open_suite(j, buf_str(&name), &n);
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (f->rule == rule && write_finding(j, f) != 0)
            return -1;
    }
    write_counted(j, rule, passes, any);
    close_suite(j);
    return 0;
}

int
write_junit(FILE *out, const struct overview *o, struct err *e)
{
    struct junit j = { .out = out, .o = o };
    struct counts n = { 0 };
    int ret = count_coverage(o, &n);

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<testsuites name=\"aksentra\">\n",
          out);
    if (ret == 0)
        ret = write_coverage(&j, &n);
    for (size_t i = 0; i < o->results->n_rules && ret == 0; i++)
        ret = write_check(&j, i);
    fputs("</testsuites>\n", out);
    buf_free(&j.text);
    if (ret != 0 || j.no_memory)
        return err_nomem(e);
    return writer_check(out, e);
}
