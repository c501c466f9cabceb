/* SPDX-License-Identifier: MIT */
/* audit.c - one audit, and what it must have in common with another. */
#include "audits.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "support/clock.h"
#include "support/environment.h"

int
subject_audit(const struct subject *s, struct results *r, struct err *e)
{
    static volatile sig_atomic_t interrupted;
    static const char *from[1];
    struct clock clock;
    struct audit_request request = {
        .cloud = s->cloud,
        .auth = "environment",
        .production = "^prod",
        .allow_admin_credential = true,
        .fail_on = "never",
        .parallel = 4, /* each audit makes its connections anew */
        .timeout_s = 20,
        .ca_file = s->ca_file,
        .env = &environment_system,
        .clock = &clock,
        .interrupted = &interrupted,
    };

    if (clock_init(&clock, "1795392000", e) != 0)
        return -1;
    if (s->from) {
        from[0] = s->from;
        request.from.items = from;
        request.from.len = 1;
    }
    return audit_run(&request, r, e);
}

/* Sets of texts, but `clusters`: the integration of each. */
struct witness {
    json_t *clusters;
    json_t *failures;
    json_t *gaps; /* whatever says that something was not seen */
};

static void __attribute__((format(printf, 2, 3)))
add(json_t *set, const char *fmt, ...)
{
    char key[2048];
    va_list args;

    va_start(args, fmt);
    vsnprintf(key, sizeof(key), fmt, args);
    va_end(args);
    json_object_set_new(set, key, json_true());
}

static void
add_view(json_t *gaps, const char *what, const char *id,
         const struct coverage_view *v)
{
    if (v->status != COVERAGE_AUDITED)
        add(gaps, "%s of %s: %d %s", what, id, (int)v->status,
            v->reason ? v->reason : "");
}

static void
add_problems(json_t *gaps, const char *id, const struct text_list *problems)
{
    for (size_t i = 0; i < problems->len; i++)
        add(gaps, "%s: %s", id, problems->items[i]);
}

static void
add_clusters(struct witness *w, const struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];
        const struct coverage_view bindings = {
            .status = c->bindings.status,
            .reason = c->bindings.reason,
        };

        json_object_set_new(w->clusters, c->id,
                            json_string(integration_name(c->integration)));
        add_problems(w->gaps, c->id, &c->problems);
        add_view(w->gaps, "bindings", c->id, &bindings);
        add_view(w->gaps, "maintenance", c->id, &c->maintenance);
    }
}

static void
add_coverage(struct witness *w, const struct snapshot *s)
{
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];
        const struct coverage_view clusters = { .status = sub->status,
                                                .reason = sub->reason };

        add_view(w->gaps, "clusters", sub->id, &clusters);
        add_view(w->gaps, "assignments", sub->id, &sub->role_assignments);
        add_view(w->gaps, "locks", sub->id, &sub->locks);
    }
    for (size_t i = 0; i < s->coverage.len; i++) {
        const struct coverage *c = s->coverage.items[i];

        if (c->status != COVERAGE_AUDITED)
            add(w->gaps, "%s %s: %s", c->kind, c->id,
                c->reason ? c->reason : "");
    }
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++)
        add_view(w->gaps, "directory",
                 directory_part_name((enum directory_part)i),
                 &s->directory.views[i]);
    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        add_problems(w->gaps, a->app_id, &a->problems);
    }
}

struct witness *
witness_new(const struct results *r)
{
    struct witness *w = calloc(1, sizeof(*w));

    if (!w)
        abort();
    w->clusters = json_object();
    w->failures = json_object();
    w->gaps = json_object();
    add_clusters(w, &r->snapshot);
    add_coverage(w, &r->snapshot);
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (f->verdict == VERDICT_FAIL)
            add(w->failures, "%s %s", f->rule->id, f->resource);
        else if (f->verdict == VERDICT_UNKNOWN || f->verdict == VERDICT_ERROR)
            add(w->gaps, "%s %s", f->rule->id, f->resource);
    }
    return w;
}

void
witness_free(struct witness *w)
{
    if (!w)
        return;
    json_decref(w->clusters);
    json_decref(w->failures);
    json_decref(w->gaps);
    free(w);
}

/* Whether something is said not to have been seen that was seen before. */
static bool
has_new_gap(const struct witness *before, const struct witness *now)
{
    const char *key;
    json_t *value;

    json_object_foreach(now->gaps, key, value)
    {
        if (!json_object_get(before->gaps, key))
            return true;
    }
    return false;
}

/* Where the value is not there any more, the audit may rightly find less; but
 * nothing becomes managed by that. */
static int
compare_clusters(const struct witness *w, const struct witness *now, bool told,
                 bool absent)
{
    const char *id;
    json_t *value;
    int bad = 0;

    json_object_foreach(w->clusters, id, value)
    {
        const char *before = json_string_value(value);
        const char *after =
            json_string_value(json_object_get(now->clusters, id));

        if (!after && !told && !absent) {
            printf("# lost: cluster %s\n", id);
            bad++;
        } else if (after && strcmp(after, before) != 0 &&
                   strcmp(after, "unknown") != 0 &&
                   (!absent || strcmp(after, "managed") == 0)) {
            printf("# cluster %s: %s became %s\n", id, before, after);
            bad++;
        }
    }
    return bad;
}

int
witness_compare(const struct witness *w, const struct results *r, bool absent)
{
    struct witness *now = witness_new(r);
    bool complete = r->summary.complete;
    bool told = has_new_gap(w, now);
    int bad = compare_clusters(w, now, told, absent);
    const char *key;
    json_t *value;

    json_object_foreach(w->failures, key, value)
    {
        if (!absent && !told && !json_object_get(now->failures, key)) {
            printf("# lost: failure of %s\n", key);
            bad++;
        }
    }
    if (complete != (r->summary.exit_code == 0)) {
        printf("# exit code %d, and complete: %d\n", r->summary.exit_code,
               complete);
        bad++;
    }
    witness_free(now);
    return bad;
}
