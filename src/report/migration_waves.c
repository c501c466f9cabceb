/* SPDX-License-Identifier: MIT */
/* migration_waves.c - in which order legacy clusters are best migrated. */
#include "report/migration_waves.h"

#include <stdlib.h>
#include <string.h>

#include "support/str.h"

static const struct {
    const char *title;
    const char *reason;
} waves[WAVE_COUNT] = {
    [WAVE_NON_PRODUCTION_READY] = { "Not production, ready",
                                    "Nothing that was found stands in the way, "
                                    "and the "
                                    "least is lost when something goes wrong: "
                                    "learn "
                                    "here." },
    [WAVE_NON_PRODUCTION_ACTION] = { "Not production, action needed first",
                                     "Something must be mended before, and "
                                     "production "
                                     "profits from what is learnt." },
    [WAVE_PRODUCTION_READY] = { "Production, ready",
                                "Nothing that was found stands in the way; "
                                "after everything that is not production." },
    [WAVE_PRODUCTION_ACTION] = { "Production, action needed first",
                                 "Something must be mended before the "
                                 "switch." },
    [WAVE_UNKNOWN] = { "Readiness not known",
                       "Something that decides could not be seen: make it "
                       "known, audit again, and plan again." },
    [WAVE_BLOCKED] = { "Blocked",
                       "The update would be refused, or could not work: first "
                       "what unblocks them." },
};

const char *
wave_title(enum wave wave)
{
    return waves[wave].title;
}

const char *
wave_reason(enum wave wave)
{
    return waves[wave].reason;
}

bool
migration_at_night(const struct cluster *c)
{
    return !c->sku_tier || str_eq_fold(c->sku_tier, "Free");
}

static enum wave
wave_alone(const struct cluster *c)
{
    switch (c->readiness) {
    case READINESS_READY:
        return c->production ? WAVE_PRODUCTION_READY
                             : WAVE_NON_PRODUCTION_READY;
    case READINESS_ACTION_NEEDED:
        return c->production ? WAVE_PRODUCTION_ACTION
                             : WAVE_NON_PRODUCTION_ACTION;
    case READINESS_BLOCKED:
        return WAVE_BLOCKED;
    default:
        return WAVE_UNKNOWN;
    }
}

/* ---- groups -------------------------------------------------------------- */

/* What is known of a migration group while the steps are made. */
struct group {
    const struct cluster *worst; /* the first member in the worst wave */
    enum wave wave;
    size_t first; /* place of its first member: its members stand there */
};

static size_t
count_groups(const struct vec *clusters)
{
    size_t most = 0;

    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        if (c->migration_group > most)
            most = c->migration_group;
    }
    return most;
}

static void
fill_rows(struct migration_waves *w, const struct vec *clusters)
{
    size_t n = 0;

    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        if (c->integration != INTEGRATION_LEGACY)
            continue;
        w->rows[n] = (struct migration_step){
            .cluster = c,
            .wave = wave_alone(c),
            .alone = wave_alone(c),
        };
        w->steps.items[n] = &w->rows[n];
        n++;
    }
    w->steps.len = n;
}

static void
find_worst(const struct migration_waves *w, struct group *groups)
{
    for (size_t i = 0; i < w->steps.len; i++) {
        const struct migration_step *s = &w->rows[i];
        struct group *g = &groups[s->cluster->migration_group];

        if (s->cluster->migration_group == 0)
            continue;
        if (!g->worst)
            g->first = i;
        if (!g->worst || s->alone > g->wave) {
            g->worst = s->cluster;
            g->wave = s->alone;
        }
    }
}

static void
hold_together(struct migration_waves *w, const struct group *groups)
{
    for (size_t i = 0; i < w->steps.len; i++) {
        struct migration_step *s = &w->rows[i];
        const struct group *g = &groups[s->cluster->migration_group];

        if (s->cluster->migration_group == 0 || g->wave == s->alone)
            continue;
        s->wave = g->wave;
        s->held_by = g->worst;
    }
}

/* ---- order --------------------------------------------------------------- */

struct place {
    struct migration_step *step;
    size_t first; /* of its group, or its own */
    size_t own;
};

static int
compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->step->wave != y->step->wave)
        return x->step->wave < y->step->wave ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->own < y->own ? -1 : x->own > y->own;
}

static void
sort_steps(struct migration_waves *w, const struct group *groups,
           struct place *places)
{
    size_t n = w->steps.len;

    for (size_t i = 0; i < n; i++) {
        size_t group = w->rows[i].cluster->migration_group;

        places[i] =
            (struct place){ &w->rows[i], group ? groups[group].first : i, i };
    }
    qsort(places, n, sizeof(*places), compare_places);
    for (size_t i = 0; i < n; i++)
        w->steps.items[i] = places[i].step;
}

static void
count_waves(struct migration_waves *w)
{
    for (size_t i = 0; i < w->steps.len; i++)
        w->counts[w->rows[i].wave]++;
    for (int i = 0; i < WAVE_COUNT; i++) {
        if (w->counts[i] > 0)
            w->numbers[i] = ++w->n;
    }
}

int
migration_waves_make(struct migration_waves *w, const struct vec *clusters)
{
    struct group *groups = calloc(count_groups(clusters) + 1, sizeof(*groups));
    struct place *places = calloc(clusters->len + 1, sizeof(*places));
    int rc = -1;

    memset(w, 0, sizeof(*w));
    w->rows = calloc(clusters->len + 1, sizeof(*w->rows));
    w->steps.items = calloc(clusters->len + 1, sizeof(*w->steps.items));
    if (groups && places && w->rows && w->steps.items) {
        w->steps.cap = clusters->len + 1;
        fill_rows(w, clusters);
        find_worst(w, groups);
        hold_together(w, groups);
        sort_steps(w, groups, places);
        count_waves(w);
        rc = 0;
    } else {
        migration_waves_free(w);
    }
    free(groups);
    free(places);
    return rc;
}

void
migration_waves_free(struct migration_waves *w)
{
    free(w->rows);
    vec_free(&w->steps);
    memset(w, 0, sizeof(*w));
}
