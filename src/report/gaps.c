/* SPDX-License-Identifier: MIT */
/* gaps.c - everything that was not, or not wholly, looked at. */
#include "report/gaps.h"

#include "support/buf.h"
#include "support/str.h"

struct teller {
    const struct overview *o;
    int (*tell)(void *arg, const struct gap *gap);
    void *arg;
};

/* What another audit could not see matters where a verdict rests on it. */
static bool
is_of_this_audit(const struct teller *t, const struct coverage *c)
{
    return !t->o->results->snapshot.kubeconfigs_only ||
           str_eq(c->kind, "kubeconfig");
}

static int
tell_coverage(const struct teller *t)
{
    const struct vec *list = &t->o->results->snapshot.coverage;

    for (size_t i = 0; i < list->len; i++) {
        const struct coverage *c = list->items[i];
        struct gap gap = { .kind = c->kind,
                           .name = c->id,
                           .id = c->id,
                           .status = coverage_status_name(c->status),
                           .reason = str_or(c->reason, ""),
                           .remedy = c->remedy,
                           .counts = !coverage_is_complete(c->status) &&
                                     is_of_this_audit(t, c) };

        if (c->status != COVERAGE_AUDITED && t->tell(t->arg, &gap) != 0)
            return -1;
    }
    return 0;
}

static int
tell_choice(const struct teller *t, const char *part, const char *reason)
{
    const struct gap gap = { .kind = "part",
                             .name = part,
                             .id = part,
                             .status = coverage_status_name(COVERAGE_SKIPPED),
                             .reason = reason };

    return t->tell(t->arg, &gap);
}

/* What nobody needed was not read, and is no gap. */
static int
tell_directory(const struct teller *t)
{
    const struct directory *d = &t->o->results->snapshot.directory;

    bool no_bindings = t->o->results->snapshot.no_bindings;

    if (t->o->results->snapshot.kubeconfigs_only)
        return 0;
    if (d->skipped && tell_choice(t, "apps", "left out by --no-apps") != 0)
        return -1;
    if (no_bindings &&
        tell_choice(t, "bindings", "left out by --no-bindings") != 0)
        return -1;
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        const struct coverage_view *v = &d->views[i];
        const char *name = directory_part_name((enum directory_part)i);
        struct gap gap = { .kind = "directory",
                           .name = name,
                           .id = name,
                           .status = coverage_status_name(v->status),
                           .reason = str_or(v->reason, ""),
                           .remedy = v->remedy,
                           .counts = !coverage_is_complete(v->status) };

        if (i < DIRECTORY_APP_PARTS ? d->skipped : no_bindings)
            continue;
        if (v->status != COVERAGE_AUDITED && v->status != COVERAGE_SKIPPED &&
            t->tell(t->arg, &gap) != 0)
            return -1;
    }
    return 0;
}

static int
tell_subscriptions(const struct teller *t)
{
    const struct vec *list = &t->o->results->snapshot.subscriptions;

    for (size_t i = 0; i < list->len; i++) {
        const struct subscription *s = list->items[i];
        struct gap gap = { .kind = "subscription",
                           .name = str_or(s->name, s->id),
                           .id = s->id,
                           .status = coverage_status_name(s->status),
                           .reason = str_or(s->reason, ""),
                           .remedy = s->remedy,
                           .counts =
                               !coverage_is_complete(s->status) &&
                               !t->o->results->snapshot.kubeconfigs_only };

        if (s->status != COVERAGE_AUDITED && t->tell(t->arg, &gap) != 0)
            return -1;
    }
    return 0;
}

static int
tell_problems(const struct teller *t, struct gap *gap,
              const struct text_list *problems)
{
    auto_buf reason = { 0 };

    gap->status = coverage_status_name(COVERAGE_PARTIAL);
    gap->counts = true;
    for (size_t i = 0; i < problems->len; i++)
        buf_addf(&reason, "%s%s", i ? "; " : "", problems->items[i]);
    if (!buf_ok(&reason))
        return -1;
    gap->reason = buf_str(&reason);
    return t->tell(t->arg, gap);
}

static int
tell_apps(const struct teller *t)
{
    const struct snapshot *s = &t->o->results->snapshot;

    for (size_t i = 0; i < s->apps.len && !s->directory.skipped; i++) {
        const struct app *a = s->apps.items[i];
        struct gap gap = { .kind = "app",
                           .name = app_label(a),
                           .id = a->app_id };

        if (a->problems.len > 0 && tell_problems(t, &gap, &a->problems) != 0)
            return -1;
    }
    return 0;
}

static int
tell_clusters(const struct teller *t)
{
    const struct vec *list = &t->o->results->snapshot.clusters;

    for (size_t i = 0; i < list->len; i++) {
        const struct cluster *c = list->items[i];

        struct gap gap = { .kind = "cluster", .name = c->name, .id = c->id };

        if (c->problems.len > 0 && tell_problems(t, &gap, &c->problems) != 0)
            return -1;
    }
    return 0;
}

static int
tell_view(const struct teller *t, const char *kind, const char *name,
          const char *id, enum coverage_status status, const char *reason,
          const char *remedy)
{
    const struct gap gap = { .kind = kind,
                             .name = name,
                             .id = id,
                             .status = coverage_status_name(status),
                             .reason = str_or(reason, ""),
                             .remedy = remedy,
                             .counts = status != COVERAGE_SKIPPED || !reason };

    return status == COVERAGE_AUDITED ? 0 : t->tell(t->arg, &gap);
}

/* Bindings and role assignments. */
static int
tell_access(const struct teller *t)
{
    const struct snapshot *s = &t->o->results->snapshot;

    for (size_t i = 0; i < s->subscriptions.len && !s->no_bindings; i++) {
        const struct subscription *sub = s->subscriptions.items[i];
        const struct coverage_view *v = &sub->role_assignments;

        if (sub->clusters > 0 &&
            tell_view(t, "role assignments", str_or(sub->name, sub->id),
                      sub->id, v->status, v->reason, v->remedy) != 0)
            return -1;
    }
    for (size_t i = 0; i < s->clusters.len && !s->no_bindings; i++) {
        const struct cluster *c = s->clusters.items[i];
        const struct cluster_bindings *b = &c->bindings;

        if (tell_view(t, "bindings", c->name, c->id, b->status, b->reason,
                      b->remedy) != 0)
            return -1;
    }
    return 0;
}

static int
tell_check(const struct teller *t, const struct rule *rule, size_t unknown)
{
    auto_buf reason = { 0 };
    struct gap gap = { .kind = "check",
                       .name = rule->id,
                       .id = rule->id,
                       .status = verdict_name(VERDICT_UNKNOWN),
                       .remedy = "see the findings with this verdict",
                       .counts = true };

    buf_addf(&reason, "%zu time%s it could not be judged: %s", unknown,
             unknown == 1 ? "" : "s", rule->title);
    if (!buf_ok(&reason))
        return -1;
    gap.reason = buf_str(&reason);
    return t->tell(t->arg, &gap);
}

static int
tell_checks(const struct teller *t)
{
    const struct results *r = t->o->results;

    for (size_t i = 0; i < r->n_rules; i++) {
        const size_t *verdicts = r->summary.verdicts[i];
        size_t unknown = verdicts[VERDICT_UNKNOWN] + verdicts[VERDICT_ERROR];

        if (unknown > 0 && tell_check(t, r->rules[i], unknown) != 0)
            return -1;
    }
    return 0;
}

static int
tell_parts(const struct teller *t)
{
    size_t n;
    const struct not_assessed *parts =
        overview_not_assessed(&t->o->results->snapshot, &n);

    for (size_t i = 0; i < n; i++) {
        const struct not_assessed *part = &parts[i];
        struct gap gap = { .kind = "part",
                           .name = part->part,
                           .id = part->part,
                           .status = "not assessed",
                           .reason = part->what,
                           .remedy = part->how };

        if (t->tell(t->arg, &gap) != 0)
            return -1;
    }
    return 0;
}

int
gaps_each(const struct overview *o,
          int (*tell)(void *arg, const struct gap *gap), void *arg)
{
    const struct teller t = { o, tell, arg };

    if (tell_coverage(&t) != 0 || tell_subscriptions(&t) != 0 ||
        tell_directory(&t) != 0 || tell_clusters(&t) != 0 ||
        tell_apps(&t) != 0 || tell_access(&t) != 0 || tell_checks(&t) != 0)
        return -1;
    return tell_parts(&t);
}
