/* SPDX-License-Identifier: MIT */
/* test_plan_file.c - which groups are planned for which cluster. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/plan_file.h"
#include "support/buf.h"
#include "support/str.h"

#define GROUP_A "3f1d0a52-6a55-4c1c-9f1e-0c8f0b6a7d11"
#define GROUP_B "8A2B5C11-0f4e-4b6e-8f2d-5f9d2b7c1e22"
#define GROUPS "    admin-group-object-ids: [" GROUP_A "]\n"
#define CLUSTER                                                    \
    "/subscriptions/11111111-1111-4111-8111-111111111111/"         \
    "resourcegroups/RG-Data/providers/Microsoft.ContainerService/" \
    "managedClusters/aks-one"

/* Reads the text as "plan.yaml", in a folder of its own. */
static int
read_plan(const char *text, struct plan_file **ret, struct err *e)
{
    char folder[] = "/tmp/test_plan.XXXXXX", before[4096];
    FILE *f;
    int status;

    assert_non_null(getcwd(before, sizeof(before)));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    f = fopen("plan.yaml", "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    status = plan_file_read(ret, "plan.yaml", e);
    unlink("plan.yaml");
    assert_int_equal(chdir(before), 0);
    rmdir(folder);
    return status;
}

static struct plan_file *
plan(const char *text)
{
    struct plan_file *p = NULL;
    struct err e = { 0 };

    if (read_plan(text, &p, &e) != 0)
        fail_msg("%s", e.text);
    return p;
}

/* Whether a plan with this one condition speaks of the cluster. */
static bool
matches(const char *condition)
{
    static const struct tag tags[] = { { "Environment", "Production" },
                                       { "empty", "" },
                                       { "none", NULL } };
    const struct plan_rule *found;
    struct err e = { 0 };
    auto_buf text = { 0 };
    struct plan_file *p;

    buf_addf(&text, "plan:\n  - match: { %s }\n" GROUPS, condition);
    p = plan(buf_str(&text));
    found = plan_file_find(p, CLUSTER, "RG-Data", tags, ARRAY_LEN(tags), &e);
    assert_int_equal(e.code, ERR_NONE);
    plan_file_free(p);
    return found != NULL;
}

static void
test_conditions(void **state)
{
    static const struct {
        const char *condition;
        bool matches;
    } cases[] = {
        { "id: aks-ONE$", true },
        { "id: '^/subscriptions/1{8}-'", true },
        { "id: ^aks", false },
        { "id: .", true },
        { "resource-group: rg-data", true },
        { "resource-group: rg-dat", false },
        { "resource-group: rg-data2", false },
        { "resource-group: .*", false },
        { "resource-group: /dat/", true },
        { "resource-group: /^dat/", false },
        { "tag: environment", true },
        { "tag: environment=^prod", true },
        { "tag: environment=dev", false },
        { "tag: owner", false },
        { "tag: empty=^$", true },
        { "tag: none=^$", true },
        { "tag: environment=", true },
        { "id: aks, resource-group: rg-data, tag: environment=prod", true },
        { "id: aks, resource-group: other, tag: environment=prod", false },
        { "id: aks, resource-group: rg-data, tag: environment=dev", false },
        { "id: eks, resource-group: rg-data, tag: environment=prod", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (matches(cases[i].condition) != cases[i].matches)
            fail_msg("%s", cases[i].condition);
    }
}

static void
test_first_match_wins(void **state)
{
    struct plan_file *p =
        plan("plan:\n"
             "  - name: production\n"
             "    match:\n"
             "      tag: env=prod\n"
             "    admin-group-object-ids:\n"
             "      - " GROUP_A "\n"
             "      - " GROUP_B "\n"
             "    azure-rbac: True\n"
             "    tenant-id: " GROUP_B "\n"
             "  - match: {id: .}\n" GROUPS "    azure-rbac: false\n"
             "  - match: {id: aks}\n" GROUPS);
    const struct tag tag = { "ENV", "Prod" };
    const struct plan_rule *rule;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(plan_file_count(p), 3);
    rule = plan_file_find(p, CLUSTER, NULL, &tag, 1, &e);
    assert_ptr_equal(rule, plan_file_rule(p, 0));
    assert_int_equal(rule->place, 0);
    assert_string_equal(rule->planned.rule, "production");
    assert_int_equal(rule->planned.admin_group_object_ids.len, 2);
    assert_string_equal(rule->planned.admin_group_object_ids.items[1], GROUP_B);
    assert_string_equal(rule->planned.tenant_id, GROUP_B);
    assert_int_equal(rule->planned.enable_azure_rbac, TRI_YES);
    rule = plan_file_find(p, CLUSTER, NULL, NULL, 0, &e);
    assert_int_equal(rule->place, 1);
    assert_string_equal(rule->planned.rule, "rule 2");
    assert_null(rule->planned.tenant_id);
    assert_int_equal(rule->planned.enable_azure_rbac, TRI_NO);
    assert_int_equal(plan_file_rule(p, 2)->planned.enable_azure_rbac,
                     TRI_UNSET);
    assert_null(plan_file_free(p));
    assert_null(plan_file_free(NULL));
}

static void
test_an_unknown_resource_group_matches_nothing(void **state)
{
    struct plan_file *p =
        plan("plan:\n  - match: {resource-group: /./}\n" GROUPS);
    struct err e = { 0 };

    (void)state;
    assert_null(plan_file_find(p, CLUSTER, NULL, NULL, 0, &e));
    assert_int_equal(e.code, ERR_NONE);
    plan_file_free(p);
}

static void
test_a_pattern_at_its_limits_is_no_match_and_no_silence(void **state)
{
    struct plan_file *p = plan("plan:\n  - name: slow\n"
                               "    match: {id: '^(a+)+$'}\n" GROUPS);
    struct err e = { 0 };

    (void)state;
    assert_null(plan_file_find(p, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
                               NULL, NULL, 0, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_non_null(strstr(e.text, "slow: pattern '^(a+)+$'"));
    plan_file_free(p);
}

#define RULE "plan:\n  - match: {id: .}\n"

static void
test_what_is_wrong_is_told(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "plan.yaml:1:1: expected a plan (KEY: VALUE), found nothing" },
        { "[]", "plan.yaml:1:1: expected a plan (KEY: VALUE), found a "
                "sequence" },
        { "rules: []\n", "plan.yaml:1:1: unknown key 'rules'; expected plan" },
        { "{}", "plan.yaml:1:1: 'plan' is missing" },
        { "plan: {}\n", "plan.yaml:1:7: plan: expected a sequence, found a "
                        "mapping" },
        { "plan: []\n",
          "plan.yaml:1:7: plan: expected at least one, found none" },
        { "plan: [prod]\n",
          "plan.yaml:1:8: expected a rule (KEY: VALUE), found text" },
        { "plan:\n  - match: {id: .}\n    groups: []\n",
          "plan.yaml:3:5: unknown key 'groups'; expected name, match, "
          "admin-group-object-ids, azure-rbac or tenant-id" },
        { "plan:\n  - name: x\n" GROUPS, "plan.yaml:2:5: 'match' is missing" },
        { "plan:\n  - match: .\n" GROUPS,
          "plan.yaml:2:12: expected conditions (KEY: VALUE), found text" },
        { "plan:\n  - match: {}\n" GROUPS,
          "plan.yaml:2:12: match: expected at least one condition (id, "
          "resource-group or tag), found none" },
        { "plan:\n  - match: {name: x}\n" GROUPS,
          "plan.yaml:2:13: unknown key 'name'; expected id, resource-group or "
          "tag" },
        { "plan:\n  - match: {id: }\n" GROUPS,
          "plan.yaml:2:17: id: expected text, found nothing" },
        { "plan:\n  - match: {id: ''}\n" GROUPS,
          "plan.yaml:2:17: id: expected text, found nothing" },
        { "plan:\n  - match: {id: [a]}\n" GROUPS,
          "plan.yaml:2:17: id: expected text, found a sequence" },
        { "plan:\n  - match: {id: '('}\n" GROUPS,
          "plan.yaml:2:17: id: pattern '(' at character 2: missing closing "
          "parenthesis" },
        { "plan:\n  - match: {resource-group: /(/}\n" GROUPS,
          "plan.yaml:2:29: resource-group: pattern '(' at character 2: missing "
          "closing parenthesis" },
        { "plan:\n  - match: {tag: 'a=['}\n" GROUPS,
          "plan.yaml:2:18: tag: pattern '[' at character 2: missing "
          "terminating ] for character class" },
        { "plan:\n  - match: {tag: =x}\n" GROUPS,
          "plan.yaml:2:18: tag: expected KEY or KEY=PATTERN, found '=x'" },
        { RULE, "plan.yaml:2:5: 'admin-group-object-ids' is missing" },
        { RULE "    admin-group-object-ids: []\n",
          "plan.yaml:3:29: admin-group-object-ids: expected at least one, "
          "found none" },
        { RULE "    admin-group-object-ids: " GROUP_A "\n",
          "plan.yaml:3:29: admin-group-object-ids: expected a sequence, found "
          "text" },
        { RULE "    admin-group-object-ids:\n      - " GROUP_A "\n"
               "      - admins\n",
          "plan.yaml:5:9: admin-group-object-ids: expected a GUID, found "
          "'admins'" },
        { RULE "    admin-group-object-ids: "
               "[00000000-0000-0000-0000-000000000000]\n",
          "plan.yaml:3:30: admin-group-object-ids: expected a GUID, found "
          "'00000000-0000-0000-0000-000000000000'" },
        { RULE "    admin-group-object-ids: [[]]\n",
          "plan.yaml:3:30: admin-group-object-ids: expected a GUID, found a "
          "sequence" },
        { RULE GROUPS "    azure-rbac: maybe\n",
          "plan.yaml:4:17: azure-rbac: expected true or false, found maybe" },
        { RULE GROUPS "    azure-rbac:\n",
          "plan.yaml:4:16: azure-rbac: expected true or false, found nothing" },
        { RULE GROUPS "    tenant-id: contoso.com\n",
          "plan.yaml:4:16: tenant-id: expected a GUID, found 'contoso.com'" },
        { RULE GROUPS "    name: [x]\n",
          "plan.yaml:4:11: name: expected text, found a sequence" },
        { "plan:\n\t- x\n",
          "plan.yaml:2:1: not YAML: while scanning for the next token, found "
          "character that cannot start any token" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct plan_file *p = NULL;
        struct err e = { 0 };

        assert_int_equal(read_plan(cases[i].text, &p, &e), -1);
        assert_null(p);
        assert_string_equal(e.text, cases[i].message);
        assert_int_equal(e.code, ERR_USAGE);
    }
}

static void
test_a_file_that_is_not_there(void **state)
{
    struct plan_file *p = NULL;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(plan_file_read(&p, "/nonexistent/plan.yaml", &e), -1);
    assert_string_equal(e.text,
                        "/nonexistent/plan.yaml: No such file or directory");
    assert_int_equal(e.code, ERR_USAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_first_match_wins),
        cmocka_unit_test(test_an_unknown_resource_group_matches_nothing),
        cmocka_unit_test(
            test_a_pattern_at_its_limits_is_no_match_and_no_silence),
        cmocka_unit_test(test_what_is_wrong_is_told),
        cmocka_unit_test(test_a_file_that_is_not_there),
    };

    return cmocka_run_group_tests_name("plan_file", tests, NULL, NULL);
}
