/* SPDX-License-Identifier: MIT */
/* evaluate.c - the checks speak: every check on every cluster. */
#include "audit/evaluate.h"

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
unreadable_evidence(const struct judgement *j, const struct cluster *c)
{
    for (size_t p = 0; p < c->problems.len; p++) {
        for (size_t i = 0; i < j->n_evidence; i++) {
            if (is_about(c->problems.items[p], j->evidence[i].field))
                return c->problems.items[p];
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
record(struct results *r, const struct check *check, const struct cluster *c,
       const struct judgement *j, enum verdict verdict)
{
    struct arena *arena = r->snapshot.arena;
    struct finding *f = arena_alloc(arena, sizeof(*f));

    if (!f)
        return -1;
    f->rule = &check->rule;
    f->verdict = verdict;
    f->resource = c->id;
    f->cluster = c;
    f->message = j->message;
    if (copy_evidence(f, j, arena) != 0 || copy_commands(f, j, arena) != 0)
        return -1;
    return vec_push(&r->findings, f);
}

static int
judge(struct results *r, size_t place, const struct check *check,
      const struct cluster *c)
{
    struct judgement j = { .arena = r->snapshot.arena };
    enum verdict verdict = check->run(&j, &r->snapshot, c);
    const char *unreadable;

    if (verdict == VERDICT_PASS && (unreadable = unreadable_evidence(&j, c)))
        verdict = judge_unknown(&j,
                                "It rests on a member that could not be "
                                "read: %s",
                                unreadable);
    if (j.out_of_memory)
        return -1;
    r->summary.verdicts[place][verdict]++;
    return verdict == VERDICT_PASS ? 0 : record(r, check, c, &j, verdict);
}

static int
list_rules(struct results *r)
{
    const struct rule **rules;
    size_t n = 0;

    while (check_registry[n])
        n++;
    if (n > CHECKS_MAX)
        return -1;
    rules = arena_alloc(r->snapshot.arena, n * sizeof(struct rule *));
    if (!rules)
        return -1;
    for (size_t i = 0; i < n; i++)
        rules[i] = &check_registry[i]->rule;
    r->rules = rules;
    r->n_rules = n;
    return 0;
}

int
evaluate(struct results *r, struct err *e)
{
    const struct vec *clusters = &r->snapshot.clusters;

    if (list_rules(r) != 0)
        return err_nomem(e);
    for (size_t place = 0; place < r->n_rules; place++) {
        for (size_t i = 0; i < clusters->len; i++) {
            if (judge(r, place, check_registry[place], clusters->items[i]) != 0)
                return err_nomem(e);
        }
    }
    return 0;
}
