/* SPDX-License-Identifier: MIT */
/* evaluate_access.c - the checks speak of bindings and role assignments.
 *
 * There are many of these, so that what a check does not speak of is only
 * counted; and where the directory could not be read at all, one finding for
 * the cluster says so instead of one for each subject. */
#include "audit/evaluate_private.h"

#include "checks/check_binding.h"
#include "support/str.h"

/* One check on one cluster. */
struct hearing {
    struct results *r;
    size_t place;
    const struct check *check;
    const struct cluster *cluster;
    size_t heard;
    size_t unseen;      /* subjects that nobody could look up */
    const char *reason; /* why, of the first */
};

static int
settle_cluster(struct hearing *h, struct judgement *j, enum verdict verdict)
{
    const struct evaluation_subject x = { .resource = h->cluster->id,
                                          .cluster = h->cluster };

    return evaluation_settle(h->r, h->place, h->check, &x, NULL, j, verdict);
}

/* Whether the whole directory is dark, so that every subject would say so. */
static bool
is_dark(const struct hearing *h)
{
    enum coverage_status status =
        h->r->snapshot.directory.views[DIRECTORY_PRINCIPALS].status;

    return (h->check->needs & NEED_PRINCIPALS) && status != COVERAGE_AUDITED &&
           status != COVERAGE_PARTIAL;
}

static const char *
resource_of(struct arena *arena, const struct subject_at *at)
{
    auto_buf path = { 0 };

    buf_addf(&path, "%s#", at->cluster->id);
    binding_path(&path, at->binding);
    /* Several checks speak of one binding. */
    return buf_ok(&path) ? arena_intern(arena, buf_str(&path)) : NULL;
}

static int
hear(struct hearing *h, const struct subject_at *at)
{
    struct arena *arena = h->r->snapshot.arena;
    const struct principal *p = at->subject->principal;
    struct judgement j = { .arena = arena };
    struct evaluation_subject x = { .cluster = h->cluster };
    enum verdict verdict;

    h->heard++;
    if (is_dark(h) && at->subject->troubles == 0 &&
        (!p || p->presence == PRINCIPAL_UNKNOWN)) {
        if (h->unseen++ == 0)
            h->reason = p ? p->reason : NULL;
        return 0;
    }
    verdict = h->check->run_subject(&j, &h->r->snapshot, at);
    if (verdict == VERDICT_PASS || verdict == VERDICT_NOT_APPLICABLE) {
        h->r->summary.verdicts[h->place][verdict]++;
        return j.out_of_memory ? -1 : 0;
    }
    x.resource = resource_of(arena, at);
    return evaluation_settle(h->r, h->place, h->check, &x, NULL, &j, verdict);
}

static int
hear_binding(struct hearing *h, const struct binding *b)
{
    struct subject_at at = { .cluster = h->cluster, .binding = b };

    if (b->system && !h->check->all_bindings)
        return 0;
    for (size_t i = 0; i < b->n_subjects; i++) {
        at.subject = &b->subjects[i];
        if (h->check->speaks_of(&at) && hear(h, &at) != 0)
            return -1;
    }
    return 0;
}

static int
hear_cluster(struct hearing *h)
{
    const struct cluster_bindings *list = &h->cluster->bindings;
    struct judgement j = { .arena = h->r->snapshot.arena };
    enum verdict verdict;

    if (h->check->concerns && !h->check->concerns(h->cluster)) {
        h->r->summary.verdicts[h->place][VERDICT_NOT_APPLICABLE]++;
        return 0;
    }
    for (size_t b = 0; b < list->n; b++) {
        if (hear_binding(h, &list->items[b]) != 0)
            return -1;
    }
    if (!judge_bindings_read(&j, h->cluster, &verdict))
        return settle_cluster(h, &j, verdict);
    if (h->unseen > 0) {
        verdict = judge_unknown(
            &j, "%zu subjects of its bindings could not be looked up: %s",
            h->unseen, str_or(h->reason, "no reason given"));
        return settle_cluster(h, &j, verdict);
    }
    /* A check that is about this cluster found nothing to complain of. */
    if (h->heard == 0)
        h->r->summary
            .verdicts[h->place][h->check->concerns ? VERDICT_PASS
                                                   : VERDICT_NOT_APPLICABLE]++;
    return 0;
}

int
evaluate_subjects(struct results *r, size_t place, const struct check *check)
{
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        struct hearing h = {
            .r = r,
            .place = place,
            .check = check,
            .cluster = r->snapshot.clusters.items[i],
        };

        if (hear_cluster(&h) != 0)
            return -1;
    }
    return 0;
}

/* ---- role assignments ---------------------------------------------------- */

static int
judge_list(struct results *r, size_t place, const struct check *check,
           const struct subscription *sub)
{
    struct arena *arena = r->snapshot.arena;
    const struct coverage_view *v = &sub->role_assignments;
    struct judgement j = { .arena = arena };
    struct evaluation_subject x = { 0 };
    enum verdict verdict;

    if (sub->clusters == 0 || v->status == COVERAGE_AUDITED)
        return 0;
    x.resource = arena_printf(arena, "/subscriptions/%s", sub->id);
    judge_evidence(&j, "roleAssignments", coverage_status_name(v->status));
    verdict = judge_unknown(
        &j,
        "The Azure role assignments could not be read: %.600s; what helps: "
        "%s",
        str_or(v->reason, "no reason given"), str_or(v->remedy, "see -v"));
    return evaluation_settle(r, place, check, &x, NULL, &j, verdict);
}

int
evaluate_assignments(struct results *r, size_t place, const struct check *check)
{
    const struct snapshot *s = &r->snapshot;

    for (size_t i = 0; i < s->access_assignments.len; i++) {
        const struct role_assignment *a = s->access_assignments.items[i];
        const struct evaluation_subject x = { .resource =
                                                  a->id ? a->id : a->scope };
        struct judgement j = { .arena = s->arena };
        enum verdict verdict = check->run_assignment(&j, s, a);

        if (evaluation_settle(r, place, check, &x, NULL, &j, verdict) != 0)
            return -1;
    }
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        if (judge_list(r, place, check, s->subscriptions.items[i]) != 0)
            return -1;
    }
    return 0;
}
