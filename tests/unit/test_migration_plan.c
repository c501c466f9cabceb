/* SPDX-License-Identifier: MIT */
/* test_migration_plan.c - migration-plan.md and migration-plan.csv. */
#include "markdown/documents.h"
#include "formats/writers.h"

#include <stdlib.h>
#include <string.h>

#include "markdown/markdown.h"
#include "report/migration_words.h"
#include "sample_results.h"
#include "unit.h"

#define GROUP "cccccccc-0000-4000-8000-000000000001"
#define CLUSTER(group, name)                                          \
    " --subscription " SAMPLE_SUBSCRIPTION " --resource-group " group \
    " --name " name

/* The part from a heading to the next one of its level; free() it. */
static char *
section(const char *text, const char *heading)
{
    const char *start = strstr(text, heading), *end;
    char next[8] = "\n";

    if (!start)
        fail_msg("there is no %s", heading);
    strncat(next, heading, strspn(heading, "#"));
    strcat(next, " ");
    end = strstr(start + 1, next);
    return end ? strndup(start, (size_t)(end - start)) : strdup(start);
}

static void
says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("expected to find: %s\nin: %s", part, text);
}

static void
the_head_says_what_is_not_known(void **state)
{
    struct results r;
    char *text, *part;

    (void)state;
    sample_results(&r);
    text = sample_written(write_migration_md, &r);
    says(text, "for 5 legacy clusters of 9 clusters seen");
    says(text, "aksentra runs none of it");
    part = section(text, "## What is not known");
    says(part, "there may be more legacy clusters than these");
    says(part, "- subscription `Finance`, denied: ");
    says(part, "- subscription `Half`, partial: it broke off after page 1\n");
    says(part, "- `aks-riddle`: aadProfile.managed: expected a boolean");
    says(part, "- not looked at: bindings: left out by --no-bindings");
    says(part, "For 2 of the 5 no admin group is planned");
    /* A deleted one hides nothing. */
    assert_null(strstr(part, "`Gone`"));
    free(part);
    free(text);
    results_free(&r);
}

/* All legacy clusters of the sample share their apps, and so one wave. */
static void
set_apart(struct results *r, const char *name)
{
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        struct cluster *c = r->snapshot.clusters.items[i];

        if (strcmp(c->name, name) == 0)
            c->migration_group = 0;
    }
}

static void
every_legacy_cluster_has_one_section(void **state)
{
    static const char *const waves[] = {
        "| 1 | Production, action needed first | 4 | 0 |",
        "| 2 | Blocked | 1 | 1 |",
    };
    struct results r;
    char *text;
    size_t n = 0;

    (void)state;
    sample_results(&r);
    set_apart(&r, "aks-blocked");
    text = sample_written(write_migration_md, &r);
    for (size_t i = 0; i < ARRAY_LEN(waves); i++)
        says(text, waves[i]);
    for (const char *p = text; (p = strstr(p, "\n### `")); p++)
        n++;
    assert_int_equal(n, 5);
    assert_null(strstr(text, "### `aks-migrated`"));
    assert_null(strstr(text, "### `aks-plain`"));
    says(text, "**4 clusters have none of them and count as production.**");
    free(text);
    results_free(&r);
}

static void
a_section_has_every_part(void **state)
{
    struct results r;
    char *text, *part;

    (void)state;
    sample_results(&r);
    text = sample_written(write_migration_md, &r);
    part = section(text, "### `aks-ready`");
    says(part, "- Owner: `Platform team`\n- Environment: `production`\n");
    says(part, "#### Before\n");
    says(part,
         "az aks get-credentials" CLUSTER("rg-prod", "aks-ready") " --admin");
    says(part, "get clusterrolebindings,rolebindings -A -o yaml "
               ">bindings-before.yaml\n");
    says(part, "#### When\n");
    says(part, "Maintenance window: not known: not read.");
    says(part, "```sh\naz aks update" CLUSTER(
                   "rg-prod", "aks-ready") " --enable-aad "
                                           "--aad-admin-group-object-ids " GROUP
                                           "\n```\n");
    says(part, "`adminGroupObjectIDs` `" GROUP "`");
    says(part, "```sh\naz aks show" CLUSTER(
                   "rg-prod", "aks-ready") " --query aadProfile\n");
    says(part, "diff bindings-before.yaml bindings-after.yaml\n");
    says(part, "kubectl auth can-i");
    says(part, "#### What cannot be undone\n");
    says(part, "#### Clean-up\n");
    free(part);
    free(text);
    results_free(&r);
}

static void
without_a_group_nothing_can_be_pasted(void **state)
{
    struct results r;
    char *text, *part;

    (void)state;
    sample_results(&r);
    text = sample_written(write_migration_md, &r);
    part = section(text, "### `aks-private`");
    says(part, "**No group is planned: do not run it.**");
    says(part, "```sh\n# no group is planned: do not run\n# az aks update");
    assert_null(strstr(part, "\naz aks update" CLUSTER(
                                 "rg-prod", "aks-private") " --enable-aad"));
    /* What mends it, and the way in of a private cluster. */
    says(part, "az aks update" CLUSTER(
                   "rg-prod", "aks-private") " --enable-local-accounts");
    says(part, "**Private cluster: before the migration.**");
    free(part);
    free(text);
    results_free(&r);
}

static void
a_blocked_cluster_says_what_unblocks_it(void **state)
{
    struct results r;
    char *text, *part;

    (void)state;
    sample_results(&r);
    text = sample_written(write_migration_md, &r);
    part = section(text, "### `aks-blocked`");
    says(part, "What unblocks it:\n\n**CLU-005** (high): The cluster is "
               "Stopped, not Running. How: ");
    says(part, "az aks start" CLUSTER("'rg-test (old)'", "aks-blocked"));
    says(part, "**Blocked: not before that is mended which stands above.**");
    says(part, "**At night, outside business hours** (Free tier");
    free(part);
    free(text);
    results_free(&r);
}

/* All sample clusters share one pair of apps: they are named until the last. */
static void
apps_go_after_the_last_cluster_alone(void **state)
{
    struct results r;
    char *text, *part;
    size_t n = 0;

    (void)state;
    sample_results(&r);
    text = sample_written(write_migration_md, &r);
    for (const char *p = text; (p = strstr(p, "az ad app delete")); p++)
        n++;
    assert_int_equal(n, 2);
    part = section(text, "### `aks-ready`");
    says(part, ": not now, but after `aks-");
    says(part, "the last of migration group 1 that names it.");
    assert_null(strstr(part, "az ad app delete"));
    free(part);
    free(text);
    results_free(&r);
}

static void
facts_say_how_sure_they_are(void **state)
{
    struct results r;
    char *text, *part;

    (void)state;
    sample_results(&r);
    text = sample_written(write_migration_md, &r);
    part = section(text, "## What the sources say");
    says(part, "| sources disagree |");
    says(part, "| not confirmed |");
    says(part, "| documented |");
    free(part);
    says(text, "| 2023-12-01 |");
    free(text);
    results_free(&r);
}

static void
windows_are_told_as_far_as_known(void **state)
{
    static const char *lines[] = { "a: Sunday 01:00-02:00 UTC", "b: any time" };
    static const struct {
        enum coverage_status status;
        size_t n;
        const char *expected;
    } rows[] = {
        { COVERAGE_AUDITED, 0, "no window is set" },
        { COVERAGE_AUDITED, 2, "a: Sunday 01:00-02:00 UTC; b: any time" },
        { COVERAGE_DENIED, 0, "not known: HTTP 403" },
        { COVERAGE_PARTIAL, 1,
          "a: Sunday 01:00-02:00 UTC; not all of them could be read" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };
        struct cluster c = { .maintenance = { .status = rows[i].status,
                                              .reason = "HTTP 403" },
                             .maintenance_texts = { lines, rows[i].n } };

        migration_window(&out, &c);
        assert_string_equal(buf_str(&out), rows[i].expected);
    }
}

/* Every line is one that the writer made: names stand in it, never before it. */
static void
hostile_names_make_no_markup(void **state)
{
    bool in_code = false;
    struct results r;
    char *text, *rest;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_migration_md, &r);
    rest = text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (strncmp(line, "```", 3) == 0)
            in_code = !in_code;
        for (const char *p = line; *p; p++)
            assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
        if (in_code)
            assert_true(
                strncmp(line, "```sh", 5) == 0 || strncmp(line, "# ", 2) == 0 ||
                strncmp(line, "az ", 3) == 0 || strncmp(line, "kube", 4) == 0 ||
                strncmp(line, "nslookup ", 9) == 0 ||
                strncmp(line, "diff bindings", 13) == 0 ||
                strncmp(line, "rm break-glass", 14) == 0);
        else
            assert_true(strncmp(line, "# heading", 9) != 0 && *line != '<');
    }
    assert_false(in_code);
    free(text);
    results_free(&r);
}

static void
the_table_is_in_the_order_of_the_plan(void **state)
{
    struct overview o;
    struct results r;
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    (void)state;
    sample_results(&r);
    set_apart(&r, "aks-blocked");
    assert_int_equal(overview_init(&o, &r, NULL), 0);
    assert_int_equal(write_csv(out, &plan_columns, &o, NULL), 0);
    fclose(out);
    says(text, "\r\n1,\"Production, action needed first\",aks-");
    says(text, "\r\n2,Blocked,aks-blocked,Contoso Production,,,blocked,true,"
               "not known: not read,Start the cluster first,");
    says(text, ",\"# no group is planned: do not run\n# az aks update");
    assert_true(strstr(text, "\r\n2,") > strstr(text, "aks-ready"));
    free(text);
    overview_free(&o);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_says_what_is_not_known),
        cmocka_unit_test(every_legacy_cluster_has_one_section),
        cmocka_unit_test(a_section_has_every_part),
        cmocka_unit_test(without_a_group_nothing_can_be_pasted),
        cmocka_unit_test(a_blocked_cluster_says_what_unblocks_it),
        cmocka_unit_test(apps_go_after_the_last_cluster_alone),
        cmocka_unit_test(facts_say_how_sure_they_are),
        cmocka_unit_test(windows_are_told_as_far_as_known),
        cmocka_unit_test(hostile_names_make_no_markup),
        cmocka_unit_test(the_table_is_in_the_order_of_the_plan),
    };

    return cmocka_run_group_tests_name("migration plan", tests, NULL, NULL);
}
