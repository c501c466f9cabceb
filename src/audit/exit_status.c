/* SPDX-License-Identifier: MIT */
/* exit_status.c - the sums, and the one number that a pipeline branches on. */
#include "audit/exit_status.h"

#include <string.h>

#include "support/str.h"

static int
add_word(struct fail_on *f, const char *word, bool *never, struct err *e)
{
    enum severity severity;

    if (str_eq_fold(word, "legacy")) {
        f->legacy = true;
    } else if (str_eq_fold(word, "blocked")) {
        f->blocked = true;
    } else if (str_eq_fold(word, "new")) {
        f->only_new = true;
    } else if (str_eq_fold(word, "never")) {
        *never = true;
    } else if (severity_parse(word, &severity) && severity > SEVERITY_INFO) {
        if (!f->by_severity || severity < f->threshold)
            f->threshold = severity;
        f->by_severity = true;
    } else {
        return err_set(e, ERR_USAGE,
                       "--fail-on: expected legacy, blocked, critical, high, "
                       "medium, low, new or never, found '%s'",
                       word);
    }
    return 0;
}

int
fail_on_parse(struct fail_on *ret, const char *list, struct err *e)
{
    struct fail_on f = { 0 };
    bool never = false;
    char word[32];

    for (;;) {
        size_t len = strcspn(list, ",");

        if (len >= sizeof(word))
            return err_set(e, ERR_USAGE, "--fail-on: unknown word in '%s'",
                           list);
        memcpy(word, list, len);
        word[len] = '\0';
        if (add_word(&f, word, &never, e) != 0)
            return -1;
        if (!list[len])
            break;
        list += len + 1;
    }
    if (never && (f.legacy || f.blocked || f.by_severity || f.only_new))
        return err_set(e, ERR_USAGE,
                       "--fail-on: never does not go with other words");
    if (f.only_new && !f.legacy && !f.blocked && !f.by_severity) {
        f.legacy = f.by_severity = true;
        f.threshold = SEVERITY_HIGH;
    }
    *ret = f;
    return 0;
}

static void
sum_up(struct results *r)
{
    struct summary *sum = &r->summary;
    const struct snapshot *s = &r->snapshot;

    sum->clusters = s->clusters.len;
    sum->subscriptions = s->subscriptions.len;
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        const struct subscription *sub = s->subscriptions.items[i];

        sum->by_status[sub->status]++;
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        sum->by_integration[c->integration]++;
        sum->by_readiness[c->readiness]++;
    }
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (finding_counts(f))
            sum->failures[f->rule->severity]++;
        else if (f->waiver)
            sum->waived++;
    }
}

/* Whether all in scope was seen: no gap in the coverage, no member that could
 * not be read, no verdict that is unknown. */
static bool
is_complete(const struct results *r)
{
    if (!snapshot_is_complete(&r->snapshot))
        return false;
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        const struct cluster *c = r->snapshot.clusters.items[i];

        if (c->problems.len > 0)
            return false;
    }
    for (size_t i = 0; i < r->snapshot.apps.len; i++) {
        const struct app *a = r->snapshot.apps.items[i];

        if (!r->snapshot.directory.skipped && a->problems.len > 0)
            return false;
    }
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (!f->waiver &&
            (f->verdict == VERDICT_UNKNOWN || f->verdict == VERDICT_ERROR))
            return false;
    }
    return true;
}

static bool
nothing_was_readable(const struct results *r)
{
    const size_t *by_status = r->summary.by_status;

    if (r->snapshot.kubeconfigs_only)
        return r->snapshot.kubeconfigs.len == 0 &&
               !snapshot_is_complete(&r->snapshot);
    return r->snapshot.clusters.len == 0 &&
           by_status[COVERAGE_AUDITED] + by_status[COVERAGE_PARTIAL] == 0 &&
           by_status[COVERAGE_DENIED] + by_status[COVERAGE_UNREACHABLE] > 0;
}

/* What counts, by each word of --fail-on. */
struct count {
    size_t legacy;
    size_t blocked;
    size_t severe;
};

/* Marks the cluster as blocked by something new. */
static void
mark(struct map *marked, const struct cluster *c, bool *failed)
{
    if (c && c->readiness == READINESS_BLOCKED &&
        map_put(marked, c->id, (void *)c) != 0)
        *failed = true;
}

/* Clusters with a blocking failure that the baseline did not have. Where memory
 * runs out, every blocked one counts. */
static size_t
count_newly_blocked(const struct results *r)
{
    struct map marked = { 0 };
    bool failed = false;
    size_t n;

    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (!f->rule->blocks || f->is_new != TRI_YES || !finding_counts(f))
            continue;
        mark(&marked, f->cluster, &failed);
        for (const struct app_user *u = f->app ? f->app->users : NULL; u;
             u = u->next)
            mark(&marked, u->cluster, &failed);
    }
    n = failed ? r->summary.by_readiness[READINESS_BLOCKED] : marked.len;
    map_free(&marked);
    return n;
}

static struct count
count(const struct results *r, const struct fail_on *fail_on)
{
    struct count n = { 0 };

    if (fail_on->blocked)
        n.blocked = fail_on->only_new
                        ? count_newly_blocked(r)
                        : r->summary.by_readiness[READINESS_BLOCKED];
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (!finding_counts(f) || (fail_on->only_new && f->is_new != TRI_YES))
            continue;
        n.legacy += fail_on->legacy && f->rule->is_the_question;
        n.severe +=
            fail_on->by_severity && f->rule->severity >= fail_on->threshold;
    }
    return n;
}

/* "3 legacy clusters found" */
static const char *
count_text(struct results *r, size_t n, const char *what, const char *since)
{
    return arena_printf(r->snapshot.arena, "%zu %s%s found%s", n, what,
                        n == 1 ? "" : "s", since);
}

/* Whether --fail-on is reached; *why then says by what (NULL: no memory). */
static bool
reached(struct results *r, const struct fail_on *fail_on, const char **why)
{
    const struct count n = count(r, fail_on);
    const char *since = fail_on->only_new ? ", new since the baseline" : "";

    if (n.legacy > 0)
        *why = count_text(r, n.legacy, "legacy cluster", since);
    else if (n.blocked > 0)
        *why = count_text(r, n.blocked, "blocked cluster", since);
    else if (n.severe > 0)
        *why = arena_printf(r->snapshot.arena,
                            "%zu finding%s of severity %s or above%s", n.severe,
                            n.severe == 1 ? "" : "s",
                            severity_name(fail_on->threshold), since);
    else
        return false;
    return true;
}

int
exit_status_decide(struct results *r, const struct fail_on *fail_on,
                   struct err *e)
{
    struct summary *sum = &r->summary;
    const char *why = NULL;
    bool found;

    sum_up(r);
    sum->complete = is_complete(r);
    found = reached(r, fail_on, &why);
    if (r->snapshot.interrupted) {
        sum->exit_code = EXIT_STATUS_NOT_MADE;
        why = "interrupted before everything in scope was read";
    } else if (nothing_was_readable(r)) {
        sum->exit_code = EXIT_STATUS_NOT_MADE;
        why = r->snapshot.kubeconfigs_only
                  ? "no kubeconfig file could be read"
                  : "no subscription in scope could be read";
    } else if (found) {
        sum->exit_code = EXIT_STATUS_FOUND;
    } else if (!sum->complete) {
        sum->exit_code = EXIT_STATUS_INCOMPLETE;
        why = fail_on->only_new
                  ? "nothing that the baseline did not have reaches "
                    "--fail-on, but something in scope could not be audited"
                  : "nothing found reaches --fail-on, but something in scope "
                    "could not be audited";
    } else {
        sum->exit_code = EXIT_STATUS_CLEAN;
        why = fail_on->only_new
                  ? "everything in scope was audited, and nothing that the "
                    "baseline did not have reaches --fail-on"
                  : "everything in scope was audited, and nothing reaches "
                    "--fail-on";
    }
    sum->exit_reason = why;
    return why ? 0 : err_nomem(e);
}
