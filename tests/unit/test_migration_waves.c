/* SPDX-License-Identifier: MIT */
/* test_migration_waves.c - which cluster is migrated when. */
#include "report/migration_waves.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

enum { MEMBERS_MAX = 8 };

/* One cluster: P for production, then R(eady), A(ction), U(nknown), B(locked),
 * or m(anaged), n(one), u(nknown) integration; then its group. "PR0" */
static struct cluster
cluster_of(const char *code, const char *name)
{
    static const struct {
        char letter;
        enum integration integration;
        enum readiness readiness;
    } rows[] = {
        { 'R', INTEGRATION_LEGACY, READINESS_READY },
        { 'A', INTEGRATION_LEGACY, READINESS_ACTION_NEEDED },
        { 'U', INTEGRATION_LEGACY, READINESS_UNKNOWN },
        { 'B', INTEGRATION_LEGACY, READINESS_BLOCKED },
        { 'm', INTEGRATION_MANAGED, READINESS_MIGRATED },
        { 'n', INTEGRATION_NONE, READINESS_NOT_INTEGRATED },
        { 'u', INTEGRATION_UNKNOWN, READINESS_UNKNOWN },
    };
    struct cluster c = { .name = name,
                         .production = code[0] == 'P',
                         .migration_group = (size_t)(code[2] - '0') };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].letter != code[1])
            continue;
        c.integration = rows[i].integration;
        c.readiness = rows[i].readiness;
        return c;
    }
    fail_msg("no such cluster: %s", code);
    return c;
}

/* "b1 a2<c": a is in wave 2 because of c. */
static void
show(char *out, size_t size, const struct migration_waves *w)
{
    FILE *f = fmemopen(out, size, "w");

    for (size_t i = 0; i < w->steps.len; i++) {
        const struct migration_step *s = w->steps.items[i];

        fprintf(f, "%s%s%u", i ? " " : "", s->cluster->name,
                w->numbers[s->wave]);
        if (s->held_by)
            fprintf(f, "<%s", s->held_by->name);
    }
    fclose(f);
}

static const struct {
    const char *clusters; /* a, b, c, ... in this order */
    const char *expected;
} rows[] = {
    { "", "" },
    { "Pm0 Pn0 Pu0", "" },
    { "PR0", "a1" },
    /* Production after the rest, action after ready within each. */
    { "PA0 PR0 .A0 .R0", "d1 c2 b3 a4" },
    /* Unknown before blocked, blocked last, whatever they are for. */
    { ".B0 PU0 PA0 .U0 PB0 .R0", "f1 c2 b3 d3 a4 e4" },
    /* Equal ones stay in order, and no wave is empty. */
    { ".R0 PU0 .R0", "a1 c1 b2" },
    /* A group is in the worst wave of its members, and stays together. */
    { ".R1 PR1", "a1<b b1" },
    { ".R1 .R0 .R1 .R0", "a1 c1 b1 d1" },
    { ".R1 .R0 PB1 .A0", "b1 d2 a3<c c3" },
    { ".R1 PU1 .B0", "a1<b b1 c2" },
    { ".R1 PA1 PA1", "a1<b b1 c1" },
    { ".R1 .R2 .A1 PR2", "a1<c c1 b2<d d2" },
    /* What is not legacy is not planned, and holds nobody. */
    { ".R0 Pu0 .m0", "a1" },
};

static void
clusters_are_put_into_waves(void **state)
{
    static const char *const names[MEMBERS_MAX] = { "a", "b", "c", "d",
                                                    "e", "f", "g", "h" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct cluster clusters[MEMBERS_MAX];
        struct migration_waves w;
        struct vec list = { 0 };
        char shown[200] = "";
        size_t legacy = 0, counted = 0;

        for (const char *p = rows[i].clusters; *p; p += strcspn(p, " ")) {
            p += *p == ' ';
            clusters[list.len] = cluster_of(p, names[list.len]);
            legacy += clusters[list.len].integration == INTEGRATION_LEGACY;
            assert_int_equal(vec_push(&list, &clusters[list.len]), 0);
        }
        assert_int_equal(migration_waves_make(&w, &list), 0);
        show(shown, sizeof(shown), &w);
        if (strcmp(shown, rows[i].expected) != 0)
            fail_msg("%s: expected '%s', found '%s'", rows[i].clusters,
                     rows[i].expected, shown);
        for (int k = 0; k < WAVE_COUNT; k++)
            counted += w.counts[k];
        assert_int_equal(counted, legacy);
        assert_int_equal(w.steps.len, legacy);
        migration_waves_free(&w);
        vec_free(&list);
    }
}

static void
every_wave_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < WAVE_COUNT; i++) {
        assert_true(strlen(wave_title((enum wave)i)) > 0);
        assert_true(strlen(wave_reason((enum wave)i)) > 20);
    }
}

static void
the_free_tier_waits_for_the_night(void **state)
{
    static const struct {
        const char *tier;
        bool night;
    } tiers[] = { { "Free", true },
                  { "free", true },
                  { "Standard", false },
                  { "Premium", false },
                  { NULL, true } };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(tiers); i++) {
        const struct cluster c = { .sku_tier = tiers[i].tier };

        assert_int_equal(migration_at_night(&c), tiers[i].night);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clusters_are_put_into_waves),
        cmocka_unit_test(every_wave_has_words),
        cmocka_unit_test(the_free_tier_waits_for_the_night),
    };

    return cmocka_run_group_tests_name("migration waves", tests, NULL, NULL);
}
