/* SPDX-License-Identifier: MIT */
/* merge_shards.c - the shards of an audit put together: whether all are there. */
#include "audit/merge_private.h"
#include "audit/shard.h"
#include "support/str.h"

/* The shards of one audit, as far as can be told: of a tenant, in as many. */
struct shards {
    const char *tenant_id;
    unsigned of;
    bool seen[SHARDS_MAX + 1]; /* by number */
};

static bool
shard_of(const struct run_part *p, struct shard *ret)
{
    return p->shard && shard_parse(ret, p->shard, NULL) == 0;
}

/* Whether `at` is the first one of its audit; then *ret is what the inputs hold. */
static bool
collect(const struct run *run, size_t at, struct shards *ret)
{
    const struct run_part *p = &run->parts[at];
    struct shard shard;

    if (!shard_of(p, &shard))
        return false;
    *ret = (struct shards){ .tenant_id = p->tenant_id, .of = shard.of };
    for (size_t i = 0; i < run->n_parts; i++) {
        const struct run_part *x = &run->parts[i];

        if (!shard_of(x, &shard) || shard.of != ret->of ||
            !str_eq_fold(x->tenant_id, ret->tenant_id))
            continue;
        if (i < at)
            return false;
        ret->seen[shard.number] = true;
    }
    return true;
}

/* An audit of that tenant that was not shared saw what a shard would have seen. */
static bool
is_covered(const struct run *run, const struct shards *s)
{
    for (size_t i = 0; i < run->n_parts; i++) {
        if (!run->parts[i].shard &&
            str_eq_fold(run->parts[i].tenant_id, s->tenant_id))
            return true;
    }
    return false;
}

/* *missing becomes true where one is. */
static int
tell_missing(struct merge *m, const struct shards *s, bool *missing)
{
    for (unsigned i = 1; i <= s->of; i++) {
        const char *id;

        if (s->seen[i])
            continue;
        *missing = true;
        id = arena_printf(m->arena, "%u/%u", i, s->of);
        if (!id ||
            snapshot_add_coverage(
                &m->r->snapshot, SHARD_COVERAGE_KIND, id, COVERAGE_UNREACHABLE,
                "no input is the audit of this part of the subscriptions",
                "audit it with --shard, and merge it too") != 0)
            return -1;
    }
    return 0;
}

/* Whether nothing but --shard narrowed the scope of any input. */
static bool
are_shards_alone(const struct merge *m)
{
    const struct run *run = &m->r->run;

    for (size_t i = 0; i < m->n; i++) {
        if (!str_eq(m->parts[i].results.snapshot.scope_limit,
                    SHARD_SCOPE_LIMIT))
            return false;
    }
    for (size_t i = 0; i < run->n_parts; i++) {
        if (!run->parts[i].shard)
            return false;
    }
    return !m->many_tenants;
}

int
merge_shards(struct merge *m)
{
    const struct run *run = &m->r->run;
    struct shards shards;
    bool missing = false;

    for (size_t i = 0; i < run->n_parts; i++) {
        if (collect(run, i, &shards) && !is_covered(run, &shards) &&
            tell_missing(m, &shards, &missing) != 0)
            return -1;
    }
    if (!missing && are_shards_alone(m))
        m->r->snapshot.scope_limit = NULL;
    return 0;
}
