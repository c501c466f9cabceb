/* SPDX-License-Identifier: MIT */
/* merge.c - the results of several audits as one: the run, and the stages. */
#include "audit/merge_private.h"

#include <stdlib.h>
#include <string.h>

#include "audit/exit_status.h"
#include "audit/readiness.h"
#include "support/buf.h"
#include "support/clock.h"
#include "support/memory.h"
#include "support/crypto.h"
#include "support/str.h"

int
merge_note(struct merge *m, const char *id, const char *reason)
{
    if (!reason)
        return -1;
    return snapshot_add_coverage(&m->r->snapshot, "input", id, COVERAGE_SKIPPED,
                                 reason, NULL);
}

const char *
merge_time(struct merge *m, const struct merge_part *p)
{
    char text[CLOCK_TEXT_SIZE];

    clock_format(text, p->results.run.finished_at);
    return arena_strdup(m->arena, text);
}

const char *
merge_app_key(struct merge *m, const struct merge_part *p, const char *app_id)
{
    const char *tenant = m->many_tenants ? p->results.run.tenant_id : NULL;

    return arena_printf(m->arena, "%s|%s", str_or(tenant, ""), app_id);
}

/* ---- what can be merged ------------------------------------------------------ */

static int
compare_parts(const void *a, const void *b)
{
    const struct merge_part *x = a, *y = b;
    int64_t first = x->results.run.finished_at;
    int64_t second = y->results.run.finished_at;

    if (first != second)
        return first > second ? -1 : 1;
    return strcmp(x->results.run.id, y->results.run.id);
}

static int
check_run(struct map *runs, const struct merge_part *p, const char *id,
          struct err *e)
{
    const struct merge_part *known = id ? map_get(runs, id) : NULL;

    if (known && known != p)
        return err_set(e, ERR_USAGE,
                       "%s and %s: expected audits that differ, found the "
                       "same one in both (run %s)",
                       known->name, p->name, id);
    return id && map_put(runs, id, (void *)p) != 0 ? err_nomem(e) : 0;
}

/* No audit twice, also not as a part of what was merged before. */
static int
check_runs(const struct merge_part *parts, size_t n, struct err *e)
{
    struct map runs = { 0 };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++) {
        const struct run *run = &parts[i].results.run;

        rc = check_run(&runs, &parts[i], run->id, e);
        for (size_t k = 0; rc == 0 && k < run->n_parts; k++)
            rc = check_run(&runs, &parts[i], run->parts[k].run_id, e);
    }
    map_free(&runs);
    return rc;
}

static int
check_parts(const struct merge_part *parts, size_t n, struct err *e)
{
    if (check_runs(parts, n, e) != 0)
        return -1;
    for (size_t i = 1; i < n; i++) {
        const struct merge_part *a = &parts[i - 1], *b = &parts[i];

        if (a->results.snapshot.kubeconfigs_only !=
            b->results.snapshot.kubeconfigs_only)
            return err_set(e, ERR_USAGE,
                           "%s and %s: expected results of one command, found "
                           "those of scan and those of kubeconfig, which holds "
                           "no audit of clusters",
                           a->name, b->name);
    }
    return 0;
}

/* ---- the run ------------------------------------------------------------------ */

typedef const char *(*run_text)(const struct results *r);

/* What all say; where they differ, NULL, or with `joined` each once. */
static const char *
common(struct merge *m, run_text get, bool joined)
{
    const char *first = get(&m->parts[0].results);
    auto_buf all = { 0 };
    struct map seen = { 0 };
    bool same = true;

    for (size_t i = 0; i < m->n; i++) {
        const char *text = get(&m->parts[i].results);

        same &= str_eq(text, first);
        if (!text || map_get(&seen, text))
            continue;
        if (map_put(&seen, text, m) != 0)
            all.failed = true;
        buf_addf(&all, "%s%s", all.len ? ", " : "", text);
    }
    map_free(&seen);
    if (same)
        return first;
    return joined ? arena_strdup(m->arena, buf_str(&all)) : NULL;
}

static const char *
get_cloud(const struct results *r)
{
    return r->run.cloud;
}

static const char *
get_portal(const struct results *r)
{
    return r->run.portal;
}

static const char *
get_tenant(const struct results *r)
{
    return r->run.tenant_id;
}

static const char *
get_credential(const struct results *r)
{
    return r->run.credential;
}

static const char *
get_fail_on(const struct results *r)
{
    return r->run.fail_on;
}

static const char *
get_production(const struct results *r)
{
    return r->run.production;
}

/* Every item of the lists, once. */
static int
unite(struct merge *m, size_t offset, struct text_list *out)
{
    size_t most = 0;

    for (size_t i = 0; i < m->n; i++)
        most +=
            ((const struct text_list *)((const char *)&m->parts[i].results.run +
                                        offset))
                ->len;
    out->items = arena_alloc(m->arena, (most + 1) * sizeof(*out->items));
    if (!out->items)
        return -1;
    for (size_t i = 0; i < m->n; i++) {
        const struct text_list *list =
            (const struct text_list *)((const char *)&m->parts[i].results.run +
                                       offset);

        for (size_t k = 0; k < list->len; k++) {
            size_t at = 0;

            while (at < out->len && !str_eq(out->items[at], list->items[k]))
                at++;
            if (at == out->len)
                out->items[out->len++] = list->items[k];
        }
    }
    return 0;
}

/* The audits themselves, also those of a file that was merged before. */
static int
list_parts(struct merge *m)
{
    struct run *run = &m->r->run;
    struct run_part *list;
    size_t most = 0;

    for (size_t i = 0; i < m->n; i++)
        most += m->parts[i].results.run.n_parts + 1;
    run->parts = list = arena_alloc(m->arena, most * sizeof(*list));
    if (!list)
        return -1;
    for (size_t i = m->n; i > 0; i--) {
        const struct merge_part *p = &m->parts[i - 1];
        const struct run *from = &p->results.run;

        if (from->n_parts > 0) {
            memcpy(&list[run->n_parts], from->parts,
                   from->n_parts * sizeof(*list));
            run->n_parts += from->n_parts;
            continue;
        }
        list[run->n_parts++] = (struct run_part){
            .name = p->name,
            .run_id = arena_strdup(m->arena, from->id),
            .started_at = from->started_at,
            .finished_at = from->finished_at,
            .version = from->version,
            .cloud = from->cloud,
            .tenant_id = from->tenant_id,
            .credential = from->credential,
            .scope = from->scope,
            .shard = from->shard,
            .complete = p->results.summary.complete,
            .exit_code = p->results.summary.exit_code,
        };
    }
    return 0;
}

/* Which audits, and when: every report shows the scope. */
static int
describe_scope(struct merge *m)
{
    struct run *run = &m->r->run;
    char time[CLOCK_TEXT_SIZE];
    auto_buf text = { 0 };

    buf_addf(&text, "%zu audits: ", run->n_parts);
    for (size_t i = 0; i < run->n_parts; i++) {
        clock_format(time, run->parts[i].finished_at);
        buf_addf(&text, "%s%s (%s)", i ? ", " : "", time,
                 str_or(run->parts[i].scope, "scope not known"));
    }
    if (!buf_ok(&text))
        return -1;
    run->scope = arena_strdup(m->arena, buf_str(&text));
    return run->scope ? 0 : -1;
}

/* The same for the same audits. */
static int
name_run(struct merge *m, struct err *e)
{
    unsigned char digest[32];
    auto_buf text = { 0 };

    for (size_t i = 0; i < m->n; i++)
        buf_addf(&text, "%s\n", m->parts[i].results.run.id);
    if (!buf_ok(&text))
        return err_nomem(e);
    if (crypto_sha256(buf_str(&text), text.len, digest) != 0)
        return err_set(e, ERR_INTERNAL, "SHA-256 is not to be had");
    guid_format(m->r->run.id, digest);
    return 0;
}

static void
merge_times(struct merge *m)
{
    struct snapshot *s = &m->r->snapshot;
    struct run *run = &m->r->run;

    for (size_t i = 0; i < m->n; i++) {
        const struct results *p = &m->parts[i].results;

        if (i == 0 || p->run.started_at < run->started_at)
            run->started_at = p->run.started_at;
        if (p->run.finished_at > run->finished_at)
            run->finished_at = p->run.finished_at;
        if (p->snapshot.taken_at > s->taken_at)
            s->taken_at = p->snapshot.taken_at;
        s->has_plan |= p->snapshot.has_plan;
        s->interrupted |= p->snapshot.interrupted;
        if (!s->scope_limit)
            s->scope_limit = p->snapshot.scope_limit;
    }
    s->offline = true; /* each subscription says whether it is whole */
    s->kubeconfigs_only = m->parts[0].results.snapshot.kubeconfigs_only;
}

static int
merge_run(struct merge *m, struct err *e)
{
    struct run *run = &m->r->run;

    merge_times(m);
    run->version = AKSENTRA_VERSION;
    run->cloud = common(m, get_cloud, true);
    run->portal = common(m, get_portal, false);
    run->tenant_id = common(m, get_tenant, false);
    run->credential = common(m, get_credential, true);
    run->fail_on = common(m, get_fail_on, false);
    run->production = common(m, get_production, true);
    m->r->snapshot.directory.tenant_id = run->tenant_id;
    if (unite(m, offsetof(struct run, filters), &run->filters) != 0 ||
        unite(m, offsetof(struct run, owner_tags), &run->owner_tags) != 0 ||
        unite(m, offsetof(struct run, environment_tags),
              &run->environment_tags) != 0 ||
        list_parts(m) != 0 || describe_scope(m) != 0)
        return err_nomem(e);
    return name_run(m, e);
}

/* A comparison cannot be put together from its sums. */
static int
drop_baselines(struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        if (!m->parts[i].results.since)
            continue;
        return merge_note(m, "baseline",
                          "the audits were compared with a baseline; what "
                          "became of each cluster since then is not merged: "
                          "aksentra diff BASELINE and the merged results.json "
                          "says it");
    }
    return 0;
}

static int
run_stages(struct merge *m, struct err *e)
{
    memory_forget();
    if (merge_run(m, e) != 0)
        return -1;
    if (merge_scope(m) != 0 || merge_shards(m) != 0 || merge_clusters(m) != 0 ||
        merge_directory(m) != 0 || drop_baselines(m) != 0 ||
        snapshot_sort(&m->r->snapshot) != 0 || merge_findings(m) != 0)
        return err_nomem(e);
    if (readiness_derive(m->r, e) != 0)
        return -1;
    /* A time or a name that is only part of a sentence. */
    return memory_ran_out() ? err_nomem(e) : 0;
}

int
merge_results(struct results *r, struct merge_part *parts, size_t n,
              struct err *e)
{
    struct merge m = {
        .r = r, .parts = parts, .n = n, .arena = r->snapshot.arena
    };
    int rc;

    qsort(parts, n, sizeof(*parts), compare_parts);
    if (check_parts(parts, n, e) != 0)
        return -1;
    for (size_t i = 1; i < n; i++)
        m.many_tenants |= !str_eq_fold(parts[i].results.run.tenant_id,
                                       parts[0].results.run.tenant_id);
    rc = run_stages(&m, e);
    map_free(&m.clusters);
    map_free(&m.assignments);
    map_free(&m.role_views);
    map_free(&m.apps);
    map_free(&m.compared);
    return rc;
}
