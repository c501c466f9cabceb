/* SPDX-License-Identifier: MIT */
/* inputs_waivers.c - marks the findings that somebody has accepted. */
#include "audit/inputs.h"

#include "support/log.h"
#include "support/str.h"

/* What became of each waiver; by its place in the file. Not NULL: it accepts a
 * finding; or it would, had it not come to its end. */
struct use {
    const struct waiver *copy;
    const struct waiver *lapsed;
};

static const struct waiver *
copy_waiver(struct arena *a, const struct waiver *from)
{
    struct waiver *to = arena_alloc(a, sizeof(*to));

    if (!to)
        return NULL;
    to->owner = arena_strdup(a, from->owner);
    to->reason = arena_strdup(a, from->reason);
    to->expires = arena_strdup(a, from->expires);
    return to->owner && to->reason && to->expires ? to : NULL;
}

static int
waive(const struct waiver_file *file, struct finding *f, const char *today,
      struct use *uses, struct arena *arena, struct err *e)
{
    const struct waiver_rule *expired = NULL, *rule;
    struct err why = { 0 };

    /* A pass or a rule that does not apply needs no waiver. */
    if (!finding_needs_attention(f))
        return 0;
    rule =
        waiver_file_find(file, f->rule->id, f->resource, today, &expired, &why);
    if (why.code != ERR_NONE)
        return err_set(e, why.code, "--waivers: %s", why.text);
    if (expired) {
        if (!uses[expired->place].lapsed)
            uses[expired->place].lapsed = copy_waiver(arena, &expired->waiver);
        f->lapsed = uses[expired->place].lapsed;
        return f->lapsed ? 0 : err_nomem(e);
    }
    if (!rule)
        return 0;
    if (!uses[rule->place].copy)
        uses[rule->place].copy = copy_waiver(arena, &rule->waiver);
    f->waiver = uses[rule->place].copy;
    return f->waiver ? 0 : err_nomem(e);
}

static bool
check_ran(const struct results *r, const char *check)
{
    for (size_t i = 0; i < r->n_rules; i++) {
        if (str_eq_fold(r->rules[i]->id, check))
            return true;
    }
    return false;
}

/* Whether the waiver speaks of a finding, which then another one accepts. */
static int
speaks_of_any(const struct waiver_rule *rule, const struct results *r,
              struct err *e)
{
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];
        int found = 0;

        if (finding_needs_attention(f))
            found = waiver_rule_speaks_of(rule, f->rule->id, f->resource, e);
        if (found != 0)
            return found;
    }
    return 0;
}

/* Why a waiver has no effect, in the arena; NULL: *e says why not. */
static const char *
explain_idle(const struct waiver_rule *rule, const struct use *use,
             const char *today, struct results *r, struct err *e)
{
    const struct waiver *w = &rule->waiver;
    const char *until =
        waiver_rule_expired(rule, today) ? "expired on" : "until";
    const char *what = "matches nothing that was found", *reason;
    struct err why = { 0 };
    int found;

    if (use->lapsed) {
        reason = arena_printf(r->snapshot.arena,
                              "the waiver of %s expired on %s: its finding "
                              "counts again",
                              w->owner, w->expires);
    } else {
        found = speaks_of_any(rule, r, &why);
        if (found < 0) {
            err_set(e, why.code, "--waivers: %s", why.text);
            return NULL;
        }
        if (found > 0)
            what = "has no effect: another waiver accepts what it speaks of";
        else if (!check_ran(r, rule->check))
            what = "has no effect: its check did not run in this audit";
        reason = arena_printf(r->snapshot.arena, "the waiver of %s (%s %s) %s",
                              w->owner, until, w->expires, what);
    }
    if (!reason)
        err_nomem(e);
    return reason;
}

/* A waiver without effect is news: it ran out, or the thing is gone. It does
 * not make the audit incomplete. */
static int
report_idle(const struct waiver_file *file, const struct use *uses,
            const char *today, struct results *r, struct err *e)
{
    for (size_t i = 0; i < waiver_file_count(file); i++) {
        const struct waiver_rule *rule = waiver_file_rule(file, i);
        const char *reason, *id;

        if (uses[i].copy)
            continue;
        reason = explain_idle(rule, &uses[i], today, r, e);
        if (!reason)
            return -1;
        id = arena_printf(r->snapshot.arena, "%s %s", rule->check,
                          rule->resource);
        if (!id || snapshot_add_coverage(
                       &r->snapshot, "waiver", id, COVERAGE_SKIPPED, reason,
                       "renew it or take it out of the file") != 0)
            return err_nomem(e);
        log_write(LOG_WARNING, "--waivers: %s: %s", id, reason);
    }
    return 0;
}

int
inputs_apply_waivers(const struct audit_inputs *inputs, struct results *r,
                     const struct clock *clock, struct err *e)
{
    char today[CLOCK_TEXT_SIZE];
    struct use *uses;

    if (!inputs->waivers)
        return 0;
    clock_format(today, clock_report_time(clock));
    uses = arena_alloc(r->snapshot.arena,
                       waiver_file_count(inputs->waivers) * sizeof(*uses));
    if (!uses)
        return err_nomem(e);
    for (size_t i = 0; i < r->findings.len; i++) {
        if (waive(inputs->waivers, r->findings.items[i], today, uses,
                  r->snapshot.arena, e) != 0)
            return -1;
    }
    return report_idle(inputs->waivers, uses, today, r, e);
}
