/* SPDX-License-Identifier: MIT */
/* test_role.c - what a role gives, and where an assignment reaches. */
#include "unit.h"

#include <string.h>

#include "model/role.h"

#define AKS "Microsoft.ContainerService/managedClusters"

static void
patterns_match_like_azures(void **state)
{
    static const struct {
        const char *pattern, *action;
        bool expected;
    } rows[] = {
        { "*", AKS "/read", true },
        { "*/read", AKS "/read", true },
        { "*/read", AKS "/write", false },
        { "microsoft.containerservice/MANAGEDCLUSTERS/read", AKS "/read",
          true },
        { AKS "/*", AKS "/listClusterAdminCredential/action", true },
        { AKS "/*/action", AKS "/listClusterAdminCredential/action", true },
        { AKS "/*/action", AKS "/read", false },
        { AKS, AKS "/read", false },
        { AKS "/read", AKS, false },
        { "*ab*ab", "abxabyab", true },
        { "*ab*ab", "abx", false },
        { "", "", true },
        { "", "x", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (role_pattern_matches(rows[i].pattern, rows[i].action) !=
            rows[i].expected)
            fail_msg("%s on %s", rows[i].pattern, rows[i].action);
    }
}

static struct text_list
one(const char **item)
{
    return (struct text_list){ item, *item ? 1 : 0 };
}

static void
what_is_taken_away_is_not_given(void **state)
{
    static const struct {
        const char *action, *not_action, *data, *not_data;
        unsigned expected;
    } rows[] = {
        { "*", NULL, NULL, NULL,
          POWER_ADMIN_CREDENTIAL | POWER_USER_CREDENTIAL | POWER_RUN_COMMAND |
              POWER_UPDATE },
        { "*", AKS "/listClusterAdminCredential/action", NULL, NULL,
          /* the older call is still there */
          POWER_ADMIN_CREDENTIAL | POWER_USER_CREDENTIAL | POWER_RUN_COMMAND |
              POWER_UPDATE },
        { "*", AKS "/*", NULL, NULL, 0 },
        { "*/read", NULL, NULL, NULL, 0 },
        { AKS "/listClusterUserCredential/action", NULL, NULL, NULL,
          POWER_USER_CREDENTIAL },
        { AKS "/write", NULL, NULL, NULL, POWER_UPDATE },
        { NULL, NULL, AKS "/*", NULL, POWER_KUBERNETES | POWER_KUBERNETES_ALL },
        { NULL, NULL, "*", NULL, POWER_KUBERNETES | POWER_KUBERNETES_ALL },
        { NULL, NULL, AKS "/*", AKS "/resourcequotas/write", POWER_KUBERNETES },
        { NULL, NULL, AKS "/*", AKS "/*", 0 },
        { NULL, NULL, AKS "/pods/read", NULL, POWER_KUBERNETES },
        { NULL, NULL, "Microsoft.Storage/*", NULL, 0 },
        { NULL, NULL, "Microsoft.ContainerService/*", NULL,
          POWER_KUBERNETES | POWER_KUBERNETES_ALL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *texts[] = { rows[i].action, rows[i].not_action,
                                rows[i].data, rows[i].not_data };
        const struct role_permission p = { one(&texts[0]), one(&texts[1]),
                                           one(&texts[2]), one(&texts[3]) };

        if (role_powers(&p, 1) != rows[i].expected)
            fail_msg("row %zu: %x", i, role_powers(&p, 1));
    }
}

/* One permission does not take away what another gives. */
static void
permissions_add_up(void **state)
{
    const char *all = "*", *none = AKS "/*",
               *user = AKS "/listClusterUserCredential/action";
    const struct role_permission p[] = {
        { .actions = { &all, 1 }, .not_actions = { &none, 1 } },
        { .actions = { &user, 1 } },
    };

    (void)state;
    assert_int_equal(role_powers(p, 2), POWER_USER_CREDENTIAL);
}

static void
scopes_reach_segment_by_segment(void **state)
{
    struct subscription ours = { .id = "s1" }, other = { .id = "s2" };
    struct cluster c = {
        .id = "/subscriptions/s1/resourcegroups/rg/providers/"
              "Microsoft.ContainerService/managedClusters/aks",
        .subscription = &ours,
    };
    const struct {
        const char *scope, *level;
        struct subscription *listed;
        bool expected;
    } rows[] = {
        { "/", "tenant", &ours, true },
        { "/providers/Microsoft.Management/managementGroups/m",
          "management group", &ours, true },
        { "/providers/Microsoft.Management/managementGroups/m",
          "management group", &other, false },
        { "/subscriptions/S1", "subscription", &ours, true },
        { "/subscriptions/s11", "subscription", &ours, false },
        { "/subscriptions/s1/resourceGroups/RG", "resource group", &ours,
          true },
        { "/subscriptions/s1/resourceGroups/rg2", "resource group", &ours,
          false },
        { "/subscriptions/s1/resourceGroups/rg/providers/"
          "Microsoft.ContainerService/managedClusters/aks/namespaces/shop",
          "namespace", &ours, true },
        { "/subscriptions/s1/resourceGroups/rg/providers/"
          "Microsoft.ContainerService/managedClusters/aks2",
          "cluster", &ours, false },
        { "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/x/y",
          "resource", &ours, false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct role_assignment a = { .scope = rows[i].scope,
                                           .listed = rows[i].listed };

        assert_string_equal(role_scope_level(rows[i].scope), rows[i].level);
        if (role_reaches(&a, &c) != rows[i].expected)
            fail_msg("%s", rows[i].scope);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_like_azures),
        cmocka_unit_test(what_is_taken_away_is_not_given),
        cmocka_unit_test(permissions_add_up),
        cmocka_unit_test(scopes_reach_segment_by_segment),
    };

    return cmocka_run_group_tests_name("role", tests, NULL, NULL);
}
