/* SPDX-License-Identifier: MIT */
/* diff_table.c - what changed between two results, as a person sees it. */
#include "cli/diff_table.h"

#include <string.h>

#include "cli/terminal.h"
#include "cli/text_width.h"
#include "report/since_words.h"
#include "support/str.h"

enum {
    CHANGE_WIDTH = 13,
    WORD_WIDTH = 8,
    FAILURES_SHOWN = 20,
    LABEL_MAX = 512
};

struct page {
    FILE *out;
    const struct audit_diff *d;
    const struct table_style *style;
};

static int
print_audit(const struct page *p, const char *which,
            const struct audit_record *r)
{
    auto_buf line = { 0 };

    buf_addf(&line, "%s: %s, of %s, %s", which, r->name, r->finished_at,
             r->complete ? "complete" : "not complete");
    return terminal_print(p->out, &line, p->style->width);
}

/* "rg-one/aks-one" */
static void
add_cluster(struct buf *out, const struct record_cluster *c)
{
    const char *group;
    size_t len;

    if (arm_id_part(c->id, "resourceGroups", &group, &len))
        buf_addf(out, "%.*s/", (int)len, group);
    buf_adds(out, c->name);
}

/* The words say it as well; a colour only helps to find them. */
static const char *
colour_of(const struct cluster_change *c)
{
    if (c->newly_legacy == TRI_YES)
        return "\033[31m";
    switch (c->change) {
    case CHANGE_MIGRATED:
        return "\033[32m";
    case CHANGE_UNCLEAR:
    case CHANGE_NEWLY_SEEN:
    case CHANGE_NOT_SEEN:
        return "\033[35m";
    default:
        return "\033[0m";
    }
}

static const char *
state_of(const struct record_cluster *c)
{
    return c ? integration_name(c->integration) : "-";
}

static int
print_change(const struct page *p, const struct cluster_change *c)
{
    size_t room = p->style->width - CHANGE_WIDTH - 2 * (size_t)WORD_WIDTH - 3;
    auto_buf label = { 0 }, cut = { 0 }, why = { 0 };
    char safe[LABEL_MAX];

    add_cluster(&label, c->is ? c->is : c->was);
    if (c->change == CHANGE_NEW && c->newly_legacy == TRI_YES)
        buf_adds(&why, "    ! no legacy cluster can be made any more");
    else if (c->why)
        buf_addf(&why, "    %s", c->why);
    if (!buf_ok(&label) || !buf_ok(&why))
        return -1;
    str_sanitize(safe, sizeof(safe), buf_str(&label));
    text_add_cut(&cut, safe, room);
    if (!buf_ok(&cut))
        return -1;
    fprintf(p->out, "%s%-*s%s %-*s %-*s %s\n",
            p->style->colour ? colour_of(c) : "", CHANGE_WIDTH,
            change_name(c->change), p->style->colour ? "\033[0m" : "",
            WORD_WIDTH, state_of(c->was), WORD_WIDTH, state_of(c->is),
            buf_str(&cut));
    if (why.len > 0)
        fprintf(p->out, "%s\n", buf_str(&why));
    return 0;
}

/* By change, and each in the order of ids. */
static int
print_changes(const struct page *p)
{
    const struct audit_diff *d = p->d;

    if (d->by_change[CHANGE_UNCHANGED] == d->n_clusters)
        return 0;
    fprintf(p->out, "\n%s%-*s %-*s %-*s %s%s\n",
            p->style->colour ? "\033[1m" : "", CHANGE_WIDTH, "CHANGE",
            WORD_WIDTH, "THEN", WORD_WIDTH, "NOW", "CLUSTER",
            p->style->colour ? "\033[0m" : "");
    for (int change = 0; change < CHANGE_COUNT; change++) {
        for (size_t i = 0; i < d->n_clusters; i++) {
            if (change != CHANGE_UNCHANGED &&
                d->clusters[i].change == (enum change)change &&
                print_change(p, &d->clusters[i]) != 0)
                return -1;
        }
    }
    return 0;
}

static int
print_failure(const struct page *p, const struct finding_diff *f)
{
    const struct record_finding *any = f->is ? f->is : f->was;
    auto_buf line = { 0 };

    buf_addf(&line, "- %s %s ", severity_name(any->severity), any->check);
    if (any->cluster)
        add_cluster(&line, any->cluster);
    else
        buf_adds(&line, any->resource);
    if (any->subject)
        buf_addf(&line, ", %s", any->subject);
    if (!str_empty(any->message))
        buf_addf(&line, ": %s", any->message);
    if (f->change != FINDING_NEW && f->change != FINDING_MENDED)
        buf_addf(&line, " (%s)", finding_change_label(f->change));
    if (any->waived)
        buf_adds(&line, " (waived)");
    return terminal_print(p->out, &line, p->style->width);
}

/* A group of failures, the severe ones first. */
static int
print_failures(const struct page *p, const char *title,
               bool (*belongs)(const struct finding_diff *f))
{
    const struct audit_diff *d = p->d;
    size_t told = 0;

    for (int severity = SEVERITY_COUNT - 1; severity >= 0; severity--) {
        for (size_t i = 0; i < d->n_findings; i++) {
            const struct finding_diff *f = &d->findings[i];
            const struct record_finding *any = f->is ? f->is : f->was;

            if (any->severity != (enum severity)severity || !belongs(f))
                continue;
            if (told == 0)
                fprintf(p->out, "\n%s:\n", title);
            if (told++ < FAILURES_SHOWN && print_failure(p, f) != 0)
                return -1;
        }
    }
    if (told > FAILURES_SHOWN)
        fprintf(p->out, "- and %zu more; -o json has them all\n",
                told - FAILURES_SHOWN);
    return 0;
}

static bool
is_mended(const struct finding_diff *f)
{
    return f->change == FINDING_MENDED || f->change == FINDING_GONE;
}

static bool
is_not_known(const struct finding_diff *f)
{
    return f->change == FINDING_NOT_KNOWN;
}

static int
print_sums(const struct page *p)
{
    auto_buf clusters = { 0 }, failures = { 0 };

    buf_adds(&clusters, "Clusters: ");
    since_clusters_text(&clusters, p->d);
    buf_adds(&failures, "Failures: ");
    since_findings_text(&failures, p->d);
    fputc('\n', p->out);
    return terminal_print(p->out, &clusters, p->style->width) == 0
               ? terminal_print(p->out, &failures, p->style->width)
               : -1;
}

static int
print_verdict(const struct page *p, int status, const char *reason)
{
    auto_buf line = { 0 };
    int rc;

    buf_addf(&line, "Exit code %d: %s.", status, reason);
    fputc('\n', p->out);
    if (p->style->colour)
        fputs(status == 0 ? "\033[32m" : "\033[1m", p->out);
    rc = terminal_print(p->out, &line, p->style->width);
    if (p->style->colour)
        fputs("\033[0m", p->out);
    return rc;
}

int
diff_table_print(FILE *out, const struct audit_diff *d, int status,
                 const char *reason, const struct table_style *style)
{
    const struct page p = { out, d, style };

    if (print_audit(&p, "Old", d->was) != 0 ||
        print_audit(&p, "New", d->is) != 0 || print_changes(&p) != 0 ||
        print_failures(&p, "New failures", finding_diff_is_new) != 0 ||
        print_failures(&p, "Mended", is_mended) != 0 ||
        print_failures(&p, "Not known whether they still fail", is_not_known) !=
            0)
        return -1;
    return print_sums(&p) == 0 ? print_verdict(&p, status, reason) : -1;
}
