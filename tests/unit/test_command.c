/* SPDX-License-Identifier: MIT */
/* test_command.c - the commands that a person runs. */
#include "model/command.h"

#include <string.h>

#include "model/retirement.h"
#include "unit.h"

#define TARGET "--subscription s-1 --resource-group 'rg (x)' --name aks-1"

static struct subscription subscription = { .id = "s-1" };

static struct cluster
sample(void)
{
    return (struct cluster){ .id = "/subscriptions/s-1",
                             .name = "aks-1",
                             .resource_group = "rg (x)",
                             .kubernetes_version = "1.27.3",
                             .subscription = &subscription };
}

static void
expect(void (*make)(struct buf *out, const struct cluster *c),
       const struct cluster *c, const char *expected)
{
    auto_buf out = { 0 };

    make(&out, c);
    assert_true(buf_ok(&out));
    assert_string_equal(buf_str(&out), expected);
}

static void
every_command_names_its_cluster(void **state)
{
    struct cluster c = sample();

    (void)state;
    expect(command_select_subscription, &c,
           "az account set --subscription s-1");
    expect(command_verify, &c, "az aks show " TARGET " --query aadProfile");
    expect(command_get_credentials, &c,
           "az aks get-credentials " TARGET " --overwrite-existing");
    expect(command_get_admin_credentials, &c,
           "az aks get-credentials " TARGET " --admin --overwrite-existing");
}

static void
migration_uses_the_plan_or_a_placeholder(void **state)
{
    const char *groups[] = { "g-1", "g-2" };
    struct planned_integration plan = {
        .admin_group_object_ids = { groups, 2 },
        .tenant_id = "t-1",
        .enable_azure_rbac = TRI_YES,
    };
    struct cluster c = sample();

    (void)state;
    expect(command_migrate, &c,
           "az aks update " TARGET " --enable-aad "
           "--aad-admin-group-object-ids '<admin-group-object-id>'");
    c.planned = &plan;
    expect(command_migrate, &c,
           "az aks update " TARGET " --enable-aad "
           "--aad-admin-group-object-ids g-1,g-2 --aad-tenant-id t-1 "
           "--enable-azure-rbac");
    plan.enable_azure_rbac = TRI_NO;
    plan.tenant_id = NULL;
    expect(command_migrate, &c,
           "az aks update " TARGET " --enable-aad "
           "--aad-admin-group-object-ids g-1,g-2");
}

static void
old_and_private_clusters_get_their_options(void **state)
{
    static const struct {
        const char *version;
        bool exec;
    } rows[] = { { "1.23.15", true }, { "1.24.0", false }, { "1.9", true },
                 { "2.0", false },    { "", false },       { "latest", false },
                 { NULL, false } };
    struct cluster c = sample();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        c.kubernetes_version = rows[i].version;
        expect(command_get_credentials, &c,
               rows[i].exec ? "az aks get-credentials " TARGET
                              " --overwrite-existing --format exec"
                            : "az aks get-credentials " TARGET
                              " --overwrite-existing");
    }
    c.private_cluster = TRI_YES;
    expect(command_get_credentials, &c,
           "az aks get-credentials " TARGET " --overwrite-existing");
    c.private_cluster_public_fqdn = TRI_YES;
    expect(command_get_credentials, &c,
           "az aks get-credentials " TARGET
           " --overwrite-existing --public-fqdn");
}

static void
a_name_is_never_an_option_or_a_second_word(void **state)
{
    struct cluster c = sample();

    (void)state;
    c.resource_group = "--admin";
    c.name = "a b$(touch x)";
    expect(command_verify, &c,
           "az aks show --subscription s-1 --resource-group='--admin' --name "
           "'a b$(touch x)' --query aadProfile");
}

static void
retirement_dates_are_sorted_and_have_sources(void **state)
{
    (void)state;
    assert_true(n_retirement_dates >= 3);
    for (size_t i = 0; i < n_retirement_dates; i++) {
        const struct retirement_date *d = &retirement_dates[i];

        assert_int_equal(strlen(d->date), 10);
        assert_true(*d->what && *d->source);
        if (i > 0)
            assert_true(strcmp(retirement_dates[i - 1].date, d->date) < 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_names_its_cluster),
        cmocka_unit_test(migration_uses_the_plan_or_a_placeholder),
        cmocka_unit_test(old_and_private_clusters_get_their_options),
        cmocka_unit_test(a_name_is_never_an_option_or_a_second_word),
        cmocka_unit_test(retirement_dates_are_sorted_and_have_sources),
    };

    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
