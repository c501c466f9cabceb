/* SPDX-License-Identifier: MIT */
/* evaluate_kubeconfigs.c - checks of contexts of kubeconfig files, and of
 * the machine that they are used on. */
#include "audit/evaluate_private.h"

int
evaluate_contexts(struct results *r, size_t place, const struct check *check)
{
    struct arena *arena = r->snapshot.arena;

    for (size_t i = 0; i < r->snapshot.kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = r->snapshot.kubeconfigs.items[i];
        struct evaluation_subject x = { .cluster = c->cluster };
        struct judgement j = { .arena = arena };
        enum verdict verdict;

        /* What is not of AKS is nobody's business here. */
        if (c->verdict == CONTEXT_NOT_AKS) {
            r->summary.verdicts[place][VERDICT_NOT_APPLICABLE]++;
            continue;
        }
        verdict = check->run_context(&j, &r->snapshot, c);
        x.resource = arena_printf(arena, "%s#%s", c->file, c->name);
        if (evaluation_settle(r, place, check, &x, NULL, &j, verdict) != 0)
            return -1;
    }
    return 0;
}

int
evaluate_machine(struct results *r, size_t place, const struct check *check)
{
    struct arena *arena = r->snapshot.arena;
    struct judgement j = { .arena = arena };
    const struct evaluation_subject x = {
        .resource = arena_printf(arena, "machine:%s", check->machine),
    };

    return evaluation_settle(r, place, check, &x, NULL, &j,
                             check->run_machine(&j, &r->snapshot));
}
