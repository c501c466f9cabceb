/* SPDX-License-Identifier: MIT */
/* migration_md.c - migration-plan.md: in which order which cluster is migrated,
 * and how. A person runs it. */
#include "markdown/migration_md.h"

#include <string.h>

#include "markdown/documents.h"
#include "markdown/markdown.h"
#include "markdown/refresh_parts.h"
#include "model/migration_fact.h"
#include "report/gaps.h"
#include "report/migration_words.h"
#include "report/next_step.h"
#include "report/writer.h"
#include "support/clock.h"
#include "support/str.h"

struct plan {
    FILE *out;
    struct buf text;
    struct migration_md md;
};

/* Writes what was added and empties the buffer. -1: it had failed. */
static int
flush(struct plan *p)
{
    if (!buf_ok(&p->text))
        return -1;
    fwrite(buf_str(&p->text), 1, p->text.len, p->out);
    buf_reset(&p->text);
    return 0;
}

/* ---- head ---------------------------------------------------------------- */

static void
add_head(struct buf *out, const struct overview *o)
{
    const struct run *run = &o->results->run;
    size_t n = o->waves.steps.len;
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, run->finished_at);
    buf_addf(out,
             "# Migration plan\n\n"
             "Written by aksentra %s on %s for %zu legacy cluster%s of %zu "
             "cluster%s seen. **A person runs what stands here, one cluster "
             "after another; aksentra runs none of it.**\n\n",
             run->version, when, n, n == 1 ? "" : "s",
             o->results->summary.clusters,
             o->results->summary.clusters == 1 ? "" : "s");
}

/* Behind these may be legacy clusters that are in no wave. */
static bool
may_hide_clusters(const struct gap *gap)
{
    static const char *const kinds[] = { "subscription", "subscriptions",
                                         "management-group", "file" };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (gap->counts && str_eq(gap->kind, kinds[i]))
            return true;
    }
    return false;
}

struct gap_teller {
    struct plan *plan;
    size_t hiding;
    size_t others;
    struct buf left_out;
};

static int
tell_gap(void *arg, const struct gap *gap)
{
    struct gap_teller *t = arg;
    struct buf *out = &t->plan->text;

    if (!may_hide_clusters(gap)) {
        t->others += gap->counts;
        /* Left out by choice, or by this version. */
        if (str_eq(gap->kind, "part"))
            buf_addf(&t->left_out, "- not looked at: %s: %s\n", gap->name,
                     gap->reason);
        return 0;
    }
    if (t->hiding++ == 0)
        buf_adds(out, "**Not everything in scope could be audited: there may "
                      "be more legacy clusters than these.**\n\n");
    buf_addf(out, "- %s ", gap->kind);
    markdown_code(out, gap->name);
    buf_addf(out, ", %s: ", gap->status);
    markdown_text(out, gap->reason);
    if (gap->remedy) {
        buf_adds(out, ". What helps: ");
        markdown_text(out, gap->remedy);
    }
    buf_adds(out, "\n");
    return flush(t->plan);
}

static int
write_riddles(struct plan *p)
{
    const struct results *r = p->md.o->results;
    const struct vec *clusters = &r->snapshot.clusters;

    if (r->summary.by_integration[INTEGRATION_UNKNOWN] == 0)
        return 0;
    buf_adds(&p->text, "Of these clusters it is not known whether they are "
                       "legacy; they are in no wave:\n\n");
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        if (c->integration != INTEGRATION_UNKNOWN)
            continue;
        buf_adds(&p->text, "- ");
        markdown_code(&p->text, c->name);
        buf_adds(&p->text, ": ");
        markdown_text(&p->text, str_or(c->integration_reason, "no reason"));
        buf_adds(&p->text, "\n");
        if (flush(p) != 0)
            return -1;
    }
    buf_adds(&p->text, "\n");
    return flush(p);
}

/* How many clusters wait for a group, and how many for an environment. */
static void
add_lacks(struct buf *out, const struct overview *o)
{
    size_t groups = 0, n = o->waves.steps.len;

    for (size_t i = 0; i < n; i++)
        groups += !migration_has_group(o->waves.rows[i].cluster);
    if (groups > 0)
        buf_addf(out,
                 "**For %zu of the %zu no admin group is planned%s: their "
                 "commands must not be run.** See docs/PLAN.md.\n\n",
                 groups, n,
                 o->results->snapshot.has_plan ? ""
                                               : " (--plan was not given)");
}

static void
add_unknown(struct plan *p, const struct gap_teller *t)
{
    const struct results *r = p->md.o->results;
    struct buf *out = &p->text;

    if (t->hiding > 0)
        buf_adds(out, "\n");
    if (r->summary.complete)
        buf_addf(out, "Everything in scope was audited%s\n\n",
                 t->left_out.len > 0 ? ", apart from:" : ".");
    else if (t->others > 0)
        buf_addf(out,
                 "%zu more gaps are about what was seen; they stand in the "
                 "sheet \"Not assessed\" and in `coverage` of "
                 "`results.json`.\n\n",
                 t->others);
    buf_addf(out, "%s\n", buf_str(&t->left_out));
    if (r->snapshot.scope_limit) {
        buf_adds(out, "Clusters may lie outside the scope, and share apps with "
                      "these: ");
        markdown_text(out, r->snapshot.scope_limit);
        buf_adds(out, ".\n\n");
    }
}

static int
write_unknown(struct plan *p)
{
    struct gap_teller t = { .plan = p };
    int rc;

    buf_adds(&p->text, "## What is not known\n\n");
    if (p->md.o->results->snapshot.interrupted)
        buf_adds(&p->text, "**The audit was interrupted.**\n\n");
    rc = gaps_each(p->md.o, tell_gap, &t);
    if (rc == 0 && buf_ok(&t.left_out))
        add_unknown(p, &t);
    else
        rc = -1;
    buf_free(&t.left_out);
    if (rc != 0 || write_riddles(p) != 0)
        return -1;
    add_lacks(&p->text, p->md.o);
    return flush(p);
}

/* ---- what counts as production ------------------------------------------- */

static void
add_keys(struct buf *out, const struct text_list *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        buf_adds(out, i ? ", " : "");
        markdown_code(out, keys->items[i]);
    }
}

enum { ENVIRONMENTS_SHOWN = 20 };

/* Which words were taken for "not production", so that one that was not meant is
 * seen. */
static int
add_environments(struct buf *out, const struct overview *o)
{
    struct map seen = { 0 };
    size_t n = 0;
    int rc = 0;

    for (size_t i = 0; i < o->waves.steps.len && rc == 0; i++) {
        const struct migration_step *step = o->waves.steps.items[i];
        const char *name = step->cluster->environment;

        if (step->cluster->production || map_get(&seen, name))
            continue;
        rc = map_put(&seen, name, (void *)step);
        if (++n > ENVIRONMENTS_SHOWN)
            continue;
        buf_adds(out, n > 1 ? ", " : " Counted as not production: ");
        markdown_code(out, name);
    }
    if (n > ENVIRONMENTS_SHOWN)
        buf_addf(out, " and %zu more", n - ENVIRONMENTS_SHOWN);
    if (n > 0)
        buf_adds(out, ".");
    map_free(&seen);
    return rc;
}

static int
write_rules(struct plan *p)
{
    const struct overview *o = p->md.o;
    const struct run *run = &o->results->run;
    size_t without = 0;

    for (size_t i = 0; i < o->waves.steps.len; i++)
        without += !o->waves.rows[i].cluster->environment;
    buf_adds(&p->text, "Production is what matches ");
    markdown_code(&p->text, run->production);
    buf_adds(&p->text, " (`--production`) in the first of these tags: ");
    add_keys(&p->text, &run->environment_tags);
    buf_adds(&p->text, ".");
    if (without > 0)
        buf_addf(&p->text,
                 " **%zu cluster%s none of them and count%s as production.**",
                 without, without == 1 ? " has" : "s have",
                 without == 1 ? "s" : "");
    if (add_environments(&p->text, o) != 0)
        return -1;
    buf_adds(&p->text, " Owners come from these tags: ");
    add_keys(&p->text, &run->owner_tags);
    buf_adds(&p->text,
             ".\n\nClusters that share app registrations stay together, in the "
             "last wave that one of them is in. Where several are migrated on "
             "one day, let each be verified before the next.\n\n");
    return flush(p);
}

/* ---- waves --------------------------------------------------------------- */

static size_t
count_nights(const struct migration_waves *w, enum wave wave)
{
    size_t n = 0;

    for (size_t i = 0; i < w->steps.len; i++)
        n += w->rows[i].wave == wave && migration_at_night(w->rows[i].cluster);
    return n;
}

static int
write_waves(struct plan *p)
{
    const struct migration_waves *w = &p->md.o->waves;

    buf_adds(&p->text, "## Waves\n\n");
    if (w->n == 0) {
        buf_adds(&p->text, "No legacy cluster was found: there is nothing to "
                           "migrate in what was seen.\n\n");
        return flush(p);
    }
    buf_adds(&p->text, "| Wave | What | Clusters | At night | Why here |\n"
                       "| --- | --- | --- | --- | --- |\n");
    for (int i = 0; i < WAVE_COUNT; i++) {
        if (w->numbers[i])
            buf_addf(&p->text, "| %u | %s | %zu | %zu | %s |\n", w->numbers[i],
                     wave_title((enum wave)i), w->counts[i],
                     count_nights(w, (enum wave)i), wave_reason((enum wave)i));
    }
    buf_adds(&p->text, "\n");
    return write_rules(p);
}

static void
add_row(struct buf *out, const struct overview *o,
        const struct migration_step *step)
{
    const struct cluster *c = step->cluster;
    auto_buf window = { 0 };

    migration_window(&window, c);
    buf_adds(out, "| ");
    markdown_code_in_table(out, c->name);
    buf_adds(out, " | ");
    markdown_code_in_table(out,
                           str_or(c->subscription->name, c->subscription->id));
    buf_adds(out, " | ");
    markdown_text(out, c->environment);
    buf_adds(out, " | ");
    markdown_text(out, c->owner);
    buf_addf(out, " | %s | ", readiness_name(c->readiness));
    if (c->migration_group)
        buf_addf(out, "%zu", c->migration_group);
    buf_adds(out, migration_at_night(c) ? " | at night; " : " | ");
    markdown_text(out, buf_str(&window));
    buf_addf(out, " | %s |\n", next_step(c, overview_tally(o, c)->first));
    if (!buf_ok(&window))
        out->failed = true;
}

/* The steps of one wave follow one another. */
static int
write_wave(struct plan *p, size_t from)
{
    const struct overview *o = p->md.o;
    const struct vec *steps = &o->waves.steps;
    const struct migration_step *first = steps->items[from];
    size_t end = from + o->waves.counts[first->wave];

    buf_addf(&p->text,
             "## Wave %u: %s\n\n%s\n\n"
             "| Cluster | Subscription | Environment | Owner | Readiness | "
             "Group | When | What first |\n"
             "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
             o->waves.numbers[first->wave], wave_title(first->wave),
             wave_reason(first->wave));
    for (size_t i = from; i < end; i++) {
        add_row(&p->text, o, steps->items[i]);
        if (flush(p) != 0)
            return -1;
    }
    buf_adds(&p->text, "\n");
    for (size_t i = from; i < end; i++) {
        migration_md_cluster(&p->text, &p->md, steps->items[i]);
        if (flush(p) != 0)
            return -1;
    }
    return 0;
}

/* ---- facts --------------------------------------------------------------- */

static int
write_facts(struct plan *p)
{
    buf_adds(&p->text, "## What the sources say, and how sure it is\n\n"
                       "| What | How sure | Source |\n"
                       "| --- | --- | --- |\n");
    for (size_t i = 0; i < n_migration_facts; i++) {
        const struct migration_fact *f = &migration_facts[i];

        buf_addf(&p->text, "| %s | %s | %s |\n", f->what,
                 fact_standing_label(f->standing), f->source);
    }
    buf_adds(&p->text, "\n");
    refresh_dates(&p->text);
    return flush(p);
}

static int
note_users(struct migration_md *md)
{
    const struct vec *steps = &md->o->waves.steps;

    for (size_t i = 0; i < steps->len; i++) {
        struct migration_step *step = steps->items[i];
        const struct aad_profile *p = &step->cluster->aad;

        if ((p->server_app_id &&
             map_put(&md->last_user, p->server_app_id, step) != 0) ||
            (p->client_app_id &&
             map_put(&md->last_user, p->client_app_id, step) != 0))
            return -1;
    }
    return 0;
}

static int
write_all(struct plan *p)
{
    const struct vec *steps = &p->md.o->waves.steps;

    add_head(&p->text, p->md.o);
    if (note_users(&p->md) != 0 || write_unknown(p) != 0 || write_waves(p) != 0)
        return -1;
    for (size_t i = 0; i < steps->len;) {
        const struct migration_step *first = steps->items[i];

        if (write_wave(p, i) != 0)
            return -1;
        i += p->md.o->waves.counts[first->wave];
    }
    return write_facts(p);
}

int
write_migration_md(FILE *out, const struct overview *o, struct err *e)
{
    struct plan p = { .out = out, .md = { .o = o } };
    int rc = write_all(&p);

    buf_free(&p.text);
    map_free(&p.md.last_user);
    return rc == 0 ? writer_check(out, e) : err_nomem(e);
}
