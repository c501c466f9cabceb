/* SPDX-License-Identifier: MIT */
/* evaluate.c - the checks speak: every check on all it is about. */
#include "audit/evaluate_private.h"

#include <string.h>

#include "checks/check.h"
#include "support/str.h"

/* Whether a problem ("properties.powerState: expected ...") is about the field
 * that a check looked at ("powerState.code"), or about an object around it. */
static bool
is_about(const char *problem, const char *field)
{
    static const char prefix[] = "properties.";
    size_t len;

    if (str_has_prefix_fold(problem, prefix))
        problem += sizeof(prefix) - 1;
    len = strcspn(problem, ":[");
    if (len == 0 || strlen(field) < len)
        return false;
    for (size_t i = 0; i < len; i++) {
        const char a[] = { problem[i], '\0' }, b[] = { field[i], '\0' };

        if (!str_eq_fold(a, b))
            return false;
    }
    return field[len] == '\0' || field[len] == '.';
}

static const char *
unreadable_evidence(const struct judgement *j, const struct text_list *problems)
{
    for (size_t p = 0; p < problems->len; p++) {
        for (size_t i = 0; i < j->n_evidence; i++) {
            if (is_about(problems->items[p], j->evidence[i].field))
                return problems->items[p];
        }
    }
    return NULL;
}

static int
copy_evidence(struct finding *f, const struct judgement *j, struct arena *arena)
{
    struct evidence *copy;

    /* What a rule does not speak of needs no proof; there are many of these. */
    if (j->n_evidence == 0 || f->verdict == VERDICT_NOT_APPLICABLE)
        return 0;
    copy = arena_alloc(arena, j->n_evidence * sizeof(*copy));
    if (!copy)
        return -1;
    memcpy(copy, j->evidence, j->n_evidence * sizeof(*copy));
    f->evidence = copy;
    f->n_evidence = j->n_evidence;
    return 0;
}

static int
copy_commands(struct finding *f, const struct judgement *j, struct arena *arena)
{
    if (j->n_commands == 0)
        return 0;
    f->commands.items =
        arena_alloc(arena, j->n_commands * sizeof(*f->commands.items));
    if (!f->commands.items)
        return -1;
    memcpy(f->commands.items, j->commands,
           j->n_commands * sizeof(*f->commands.items));
    f->commands.len = j->n_commands;
    return 0;
}

static int
record(struct results *r, const struct check *check,
       const struct evaluation_subject *x, const struct judgement *j,
       enum verdict verdict)
{
    struct arena *arena = r->snapshot.arena;
    struct finding *f = arena_alloc(arena, sizeof(*f));

    if (!f)
        return -1;
    f->rule = &check->rule;
    f->verdict = verdict;
    f->resource = x->resource;
    f->cluster = x->cluster;
    f->app = x->app;
    f->message = j->message;
    if (copy_evidence(f, j, arena) != 0 || copy_commands(f, j, arena) != 0)
        return -1;
    return vec_push(&r->findings, f);
}

int
evaluation_settle(struct results *r, size_t place, const struct check *check,
                  const struct evaluation_subject *x,
                  const struct text_list *problems, struct judgement *j,
                  enum verdict verdict)
{
    const char *unreadable;

    if (verdict == VERDICT_PASS && problems &&
        (unreadable = unreadable_evidence(j, problems)))
        verdict = judge_unknown(j,
                                "It rests on a member that could not be "
                                "read: %s",
                                unreadable);
    if (j->out_of_memory || !x->resource)
        return -1;
    r->summary.verdicts[place][verdict]++;
    return verdict == VERDICT_PASS ? 0 : record(r, check, x, j, verdict);
}

static int
judge_clusters(struct results *r, size_t place, const struct check *check)
{
    const struct vec *clusters = &r->snapshot.clusters;

    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];
        const struct evaluation_subject x = { .resource = c->id, .cluster = c };
        struct judgement j = { .arena = r->snapshot.arena };
        enum verdict verdict = check->run(&j, &r->snapshot, c);

        if (evaluation_settle(r, place, check, &x, &c->problems, &j, verdict) !=
            0)
            return -1;
    }
    return 0;
}

static int
judge_app(struct results *r, size_t place, const struct check *check,
          const struct app *a)
{
    struct arena *arena = r->snapshot.arena;
    struct evaluation_subject x = { .app = a };
    struct judgement j = { .arena = arena };
    enum verdict verdict = check->run_app(&j, &r->snapshot, a);

    x.resource =
        a ? arena_printf(arena, "app:%s", a->app_id)
          : arena_printf(arena, "tenant:%s",
                         str_or(r->snapshot.directory.tenant_id, "unknown"));
    return evaluation_settle(r, place, check, &x, a ? &a->problems : NULL, &j,
                             verdict);
}

static int
judge_apps(struct results *r, size_t place, const struct check *check)
{
    const struct vec *apps = &r->snapshot.apps;

    for (size_t i = 0; i < apps->len; i++) {
        const struct app *a = apps->items[i];

        if ((a->roles & check->roles) && judge_app(r, place, check, a) != 0)
            return -1;
    }
    return check->whole_tenant ? judge_app(r, place, check, NULL) : 0;
}

static int
judge_group(struct results *r, size_t place, const struct check *check,
            const struct cluster *c, const struct group *g)
{
    struct arena *arena = r->snapshot.arena;
    struct evaluation_subject x = { .resource = c->id, .cluster = c };
    struct judgement j = { .arena = arena };
    enum verdict verdict;

    if (g) {
        judge_evidence(&j, "cluster", c->id);
        x.resource = arena_printf(arena, "group:%s", g->id);
    }
    verdict = check->run_group(&j, &r->snapshot, c, g);
    return evaluation_settle(r, place, check, &x, NULL, &j, verdict);
}

static int
judge_groups(struct results *r, size_t place, const struct check *check)
{
    const struct snapshot *s = &r->snapshot;

    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];
        const struct text_list *ids = check_admin_groups(c);

        if (ids->len == 0 && judge_group(r, place, check, c, NULL) != 0)
            return -1;
        for (size_t k = 0; k < ids->len; k++) {
            const struct group *g =
                directory_find_group(&s->directory, ids->items[k]);

            if (!g || judge_group(r, place, check, c, g) != 0)
                return -1;
        }
    }
    return 0;
}

/* The rules of the checks that run, in order: the places of their sums. */
static int
list_rules(struct results *r)
{
    const struct rule **rules =
        arena_alloc(r->snapshot.arena, CHECKS_MAX * sizeof(struct rule *));

    if (!rules)
        return -1;
    for (const struct check *const *c = check_registry; *c; c++) {
        if (!check_is_wanted(*c, &r->snapshot))
            continue;
        if (r->n_rules == CHECKS_MAX)
            return -1;
        rules[r->n_rules++] = &(*c)->rule;
    }
    r->rules = rules;
    return 0;
}

int
evaluate_check(struct results *r, size_t place, const struct check *check)
{
    if (check->run_app)
        return judge_apps(r, place, check);
    if (check->run_group)
        return judge_groups(r, place, check);
    if (check->run_subject)
        return evaluate_subjects(r, place, check);
    if (check->run_assignment)
        return evaluate_assignments(r, place, check);
    if (check->run_context)
        return evaluate_contexts(r, place, check);
    if (check->run_machine)
        return evaluate_machine(r, place, check);
    return judge_clusters(r, place, check);
}

int
evaluate(struct results *r, struct err *e)
{
    size_t place = 0;

    if (list_rules(r) != 0)
        return err_nomem(e);
    for (const struct check *const *c = check_registry; *c; c++) {
        if (check_is_wanted(*c, &r->snapshot) &&
            evaluate_check(r, place++, *c) != 0)
            return err_nomem(e);
    }
    return 0;
}
