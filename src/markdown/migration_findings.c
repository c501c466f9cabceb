/* SPDX-License-Identifier: MIT */
/* migration_findings.c - what the findings ask for before a migration: a part
 * of migration-plan.md. */
#include "markdown/migration_md.h"

#include <string.h>

#include "markdown/markdown.h"
#include "support/str.h"

/* A cluster can have a finding for each subject of each binding: so many of one
 * check are shown, the rest are counted. */
enum { SHOWN_OF_ONE_CHECK = 3 };

/* Where a finding belongs. */
enum place {
    PLACE_BLOCKS,
    PLACE_WEIGHTY, /* makes readiness action-needed */
    PLACE_UNKNOWN, /* of one of these checks */
    PLACE_ACCEPTED,
    PLACE_LESSER,
    PLACE_LESSER_UNKNOWN,
    PLACE_NOWHERE
};

static enum place
place_of(const struct finding *f)
{
    const struct rule *rule = f->rule;
    bool weighty = rule->blocks || rule->severity >= SEVERITY_HIGH;

    if (rule->is_the_question)
        return PLACE_NOWHERE;
    if (f->verdict != VERDICT_FAIL)
        return weighty && !f->waiver ? PLACE_UNKNOWN : PLACE_LESSER_UNKNOWN;
    if (!weighty)
        return PLACE_LESSER;
    if (f->waiver)
        return PLACE_ACCEPTED;
    return rule->blocks ? PLACE_BLOCKS : PLACE_WEIGHTY;
}

/* The next finding in that place from *i on; NULL: none. *i is then behind it.
 */
static const struct finding *
next_in(const struct tally *t, enum place place, size_t *i)
{
    while (*i < t->n_findings) {
        const struct finding *f = t->findings[(*i)++];

        if (place_of(f) == place)
            return f;
    }
    return NULL;
}

static bool
has(const struct tally *t, enum place place)
{
    size_t i = 0;

    return next_in(t, place, &i) != NULL;
}

void
migration_md_shell(struct buf *out, struct buf *commands)
{
    if (!buf_ok(commands))
        out->failed = true;
    else if (commands->len > 0)
        buf_addf(out, "```sh\n%s```\n\n", buf_str(commands));
    buf_reset(commands);
}

/* Messages are sentences, with or without their full stop. */
static void
add_sentence(struct buf *out, const char *text)
{
    size_t len = text ? strlen(text) : 0;

    markdown_text(out, text);
    if (len > 0 && !strchr(".!?", text[len - 1]))
        buf_addc(out, '.');
}

static void
add_finding(struct buf *out, const struct cluster *c, const struct finding *f)
{
    auto_buf commands = { 0 };

    buf_addf(out, "**%s** (%s): ", f->rule->id,
             severity_name(f->rule->severity));
    add_sentence(out, f->message);
    if (!str_eq_fold(f->resource, c->id)) {
        buf_adds(out, " At ");
        markdown_code(out, f->resource);
        buf_adds(out, ".");
    }
    if (f->waiver) {
        buf_addf(out, " Accepted until %s by ",
                 str_or(f->waiver->expires, "?"));
        markdown_text(out, f->waiver->owner);
        buf_adds(out, ": ");
        add_sentence(out, f->waiver->reason);
    }
    buf_addf(out, " How: %s\n\n", f->rule->fix);
    for (size_t i = 0; i < f->commands.len; i++)
        buf_addf(&commands, "%s\n", f->commands.items[i]);
    migration_md_shell(out, &commands);
}

static void
add_rest(struct buf *out, const struct rule *rule, size_t shown)
{
    if (shown > SHOWN_OF_ONE_CHECK)
        buf_addf(out, "%zu more of %s: see `findings.csv`.\n\n",
                 shown - SHOWN_OF_ONE_CHECK, rule->id);
}

/* Findings of one check follow one another. */
static void
add_place(struct buf *out, const struct cluster *c, const struct tally *t,
          enum place place, const char *title)
{
    const struct rule *rule = NULL;
    const struct finding *f;
    size_t i = 0, shown = 0;

    if (!has(t, place))
        return;
    buf_addf(out, "%s\n\n", title);
    while ((f = next_in(t, place, &i))) {
        if (f->rule != rule) {
            add_rest(out, rule, shown);
            shown = 0;
        }
        rule = f->rule;
        if (shown++ < SHOWN_OF_ONE_CHECK)
            add_finding(out, c, f);
    }
    add_rest(out, rule, shown);
}

/* ---- what is not known --------------------------------------------------- */

/* Adds the ids of the checks that say the same from place *i on. False: the
 * finding at `i` was told before. */
static bool
add_same(struct buf *out, const struct tally *t, size_t i)
{
    const struct finding *f = t->findings[i];
    const struct rule *last = NULL;

    for (size_t k = 0; k < i; k++) {
        if (place_of(t->findings[k]) == PLACE_UNKNOWN &&
            str_eq(t->findings[k]->message, f->message))
            return false;
    }
    for (size_t k = i; k < t->n_findings; k++) {
        const struct finding *other = t->findings[k];

        if (place_of(other) != PLACE_UNKNOWN || other->rule == last ||
            !str_eq(other->message, f->message))
            continue;
        buf_addf(out, "%s%s", last ? ", " : "- ", other->rule->id);
        last = other->rule;
    }
    return true;
}

/* One that could not be read makes many checks unknown, in the same words. */
static void
add_unknown(struct buf *out, const struct tally *t)
{
    size_t told = 0;

    if (!has(t, PLACE_UNKNOWN))
        return;
    buf_adds(out, "Make known first, then audit again:\n\n");
    for (size_t i = 0; i < t->n_findings; i++) {
        if (place_of(t->findings[i]) != PLACE_UNKNOWN)
            continue;
        if (told == CHECKS_MAX) {
            buf_adds(out, "- and more: see `findings.csv`\n");
            break;
        }
        if (!add_same(out, t, i))
            continue;
        buf_adds(out, ": ");
        markdown_text(out, t->findings[i]->message);
        buf_adds(out, "\n");
        told++;
    }
    buf_adds(out, "\n");
}

/* ---- the rest, counted --------------------------------------------------- */

static void
add_counts(struct buf *out, const struct tally *t, enum place place,
           const char *title)
{
    const struct rule *rule = NULL;
    const struct finding *f;
    size_t i = 0, n = 0;

    if (!has(t, place))
        return;
    buf_adds(out, title);
    while ((f = next_in(t, place, &i))) {
        if (f->rule == rule) {
            n++;
            continue;
        }
        if (n > 1)
            buf_addf(out, " (%zu)", n);
        buf_addf(out, "%s%s", rule ? ", " : " ", f->rule->id);
        rule = f->rule;
        n = 1;
    }
    if (n > 1)
        buf_addf(out, " (%zu)", n);
    buf_adds(out, ". They stand in `findings.csv`.\n\n");
}

void
migration_md_findings(struct buf *out, const struct overview *o,
                      const struct cluster *c)
{
    const struct tally *t = overview_tally(o, c);

    if (!has(t, PLACE_BLOCKS) && !has(t, PLACE_WEIGHTY) &&
        !has(t, PLACE_UNKNOWN))
        buf_adds(out, "Nothing was found that must be mended first.\n\n");
    add_place(out, c, t, PLACE_BLOCKS, "What unblocks it:");
    add_place(out, c, t, PLACE_WEIGHTY, "Mend first:");
    add_unknown(out, t);
    add_place(out, c, t, PLACE_ACCEPTED, "Accepted by a waiver, and still so:");
    add_counts(out, t, PLACE_LESSER, "Also found, less urgent:");
    add_counts(out, t, PLACE_LESSER_UNKNOWN, "Not known, less urgent:");
}
