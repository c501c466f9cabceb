/* SPDX-License-Identifier: MIT */
/* test_arm_cluster.c - every spelling of a cluster, and what it is read as. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "model/results.h"
#include "sources/arm_cluster.h"
#include "support/buf.h"
#include "support/json.h"

#define ID                                                                   \
    "/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups/rg/" \
    "providers/Microsoft.ContainerService/managedClusters/aks"
#define APP "aaaaaaaa-0000-4000-8000-000000000001"
#define ZERO "00000000-0000-0000-0000-000000000000"

static struct results results;

static int
set_up(void **state)
{
    (void)state;
    return results_init(&results, NULL);
}

static int
tear_down(void **state)
{
    (void)state;
    results_free(&results);
    return 0;
}

static struct cluster *
parse(const char *text)
{
    json_t *body = json_read(text, strlen(text), "test", NULL);
    struct cluster *c = NULL;
    const char *other;

    assert_non_null(body);
    assert_int_equal(
        arm_cluster_parse(&results.snapshot, body, NULL, &c, &other, NULL), 0);
    json_decref(body);
    return c;
}

/* aadProfile as ARM gives it, inside an otherwise whole cluster. */
static const struct {
    const char *profile;
    enum integration expected;
} profiles[] = {
    { "", INTEGRATION_NONE },
    { ",\"aadProfile\":null", INTEGRATION_NONE },
    { ",\"aadProfile\":{}", INTEGRATION_NONE },
    { ",\"aadProfile\":{\"managed\":null,\"serverAppID\":\"\","
      "\"adminGroupObjectIDs\":[]}",
      INTEGRATION_NONE },
    { ",\"aadProfile\":{\"serverAppID\":\"" APP "\",\"clientAppID\":\"" APP
      "\",\"adminGroupObjectIDs\":null}",
      INTEGRATION_LEGACY },
    { ",\"aadProfile\":{\"clientAppId\":\"" APP "\",\"managed\":false}",
      INTEGRATION_LEGACY },
    { ",\"AADPROFILE\":{\"SERVERAPPID\":\"" APP "\"}", INTEGRATION_LEGACY },
    { ",\"aadProfile\":{\"managed\":true}", INTEGRATION_MANAGED },
    { ",\"aadProfile\":{\"managed\":true,\"serverAppID\":\"" APP "\"}",
      INTEGRATION_MANAGED },
    { ",\"aadProfile\":{\"tenantID\":\"" APP "\"}", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"managed\":false}", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"serverAppID\":\"" ZERO "\"}", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"managed\":\"true\"}", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"managed\":1}", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"serverAppID\":5}", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":[]", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":\"managed\"", INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"managed\":true,\"Managed\":false}",
      INTEGRATION_UNKNOWN },
    { ",\"aadProfile\":{\"managed\":true,\"Managed\":true}",
      INTEGRATION_MANAGED },
};

static void
arm_profiles_are_classified(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(profiles); i++) {
        char text[1024];
        struct cluster *c;

        snprintf(text, sizeof(text),
                 "{\"id\":\"" ID "\",\"properties\":{\"provisioningState\":"
                 "\"Succeeded\"%s}}",
                 profiles[i].profile);
        c = parse(text);
        assert_non_null(c);
        if (c->integration != profiles[i].expected)
            fail_msg("%s: %s", profiles[i].profile,
                     integration_name(c->integration));
        assert_non_null(c->integration_reason);
    }
}

static void
a_cut_down_export_is_not_taken_for_none(void **state)
{
    (void)state;
    assert_int_equal(parse("{\"id\":\"" ID "\",\"name\":\"aks\"}")->integration,
                     INTEGRATION_UNKNOWN);
    assert_int_equal(
        parse("{\"id\":\"" ID "\",\"properties\":{}}")->integration,
        INTEGRATION_UNKNOWN);
    assert_int_equal(
        parse("{\"id\":\"" ID "\",\"properties\":[]}")->integration,
        INTEGRATION_UNKNOWN);
}

static void
the_azure_cli_form_is_read(void **state)
{
    struct cluster *c = parse(
        "{\"id\":\"" ID "\",\"aadProfile\":{\"adminGroupObjectIDs\":null,"
        "\"clientAppId\":\"" APP "\",\"managed\":null,\"serverAppId\":\"" APP
        "\",\"serverAppSecret\":null,\"tenantId\":\"" APP "\"},"
        "\"enableRbac\":true,\"disableLocalAccounts\":false,"
        "\"currentKubernetesVersion\":\"1.22.6\","
        "\"azurePortalFqdn\":\"p.example\",\"privateFqdn\":\"q.example\","
        "\"apiServerAccessProfile\":{\"authorizedIpRanges\":[\"10.0.0.0/8\"],"
        "\"enablePrivateCluster\":true},\"powerState\":{\"code\":\"Running\"},"
        "\"sku\":{\"tier\":\"Free\"},\"tags\":{\"Owner\":\"web\"},"
        "\"type\":\"Microsoft.ContainerService/ManagedClusters\"}");

    (void)state;
    assert_int_equal(c->integration, INTEGRATION_LEGACY);
    assert_string_equal(c->aad.server_app_id, APP);
    assert_string_equal(c->aad.tenant_id, APP);
    assert_int_equal(c->enable_rbac, TRI_YES);
    assert_int_equal(c->disable_local_accounts, TRI_NO);
    assert_string_equal(c->kubernetes_version, "1.22.6");
    assert_string_equal(c->portal_fqdn, "p.example");
    assert_string_equal(c->private_fqdn, "q.example");
    assert_int_equal(c->authorized_ip_ranges, 1);
    assert_int_equal(c->private_cluster, TRI_YES);
    assert_string_equal(c->power_state, "Running");
    assert_string_equal(c->sku_tier, "Free");
    cluster_read_tags(c, &cluster_owner_tags, &cluster_environment_tags);
    assert_string_equal(c->owner, "web");
    assert_null(c->environment);
    assert_string_equal(c->resource_group, "rg");
    assert_string_equal(c->name, "aks");
    assert_int_equal(c->problems.len, 0);
}

static void
wrong_types_are_named_and_never_guessed(void **state)
{
    struct cluster *c =
        parse("{\"id\":\"" ID "\",\"tags\":{\"a\":1,\"b\":\"x\"},"
              "\"properties\":{\"provisioningState\":\"Succeeded\","
              "\"enableRBAC\":\"yes\",\"powerState\":\"Running\"}}");

    (void)state;
    assert_int_equal(c->enable_rbac, TRI_UNSET);
    assert_null(c->power_state);
    assert_int_equal(c->n_tags, 1);
    assert_int_equal(c->problems.len, 3);
    assert_non_null(strstr(c->problems.items[0], "found number"));
    assert_string_equal(c->problems.items[1],
                        "properties.powerState: expected object, found "
                        "string");
    assert_string_equal(c->problems.items[2],
                        "properties.enableRBAC: expected boolean, found "
                        "string");
}

static void
many_problems_do_not_hide_a_bad_profile(void **state)
{
    struct buf text = { 0 };
    struct cluster *c;

    (void)state;
    buf_adds(&text, "{\"id\":\"" ID "\",\"tags\":{");
    for (int i = 0; i < 50; i++)
        buf_addf(&text, "%s\"t%d\":%d", i ? "," : "", i, i);
    buf_adds(&text,
             "},\"properties\":{\"provisioningState\":\"Succeeded\","
             "\"aadProfile\":{\"managed\":\"true\",\"serverAppID\":\"" APP
             "\"}}}");
    c = parse(buf_str(&text));
    assert_int_equal(c->integration, INTEGRATION_UNKNOWN);
    buf_free(&text);
}

static void
what_is_no_cluster_is_told_apart(void **state)
{
    struct err e = { 0 };
    struct cluster *c;
    const char *other;
    json_t *body;

    (void)state;
    assert_null(parse("{\"id\":\"/subscriptions/x\",\"type\":"
                      "\"Microsoft.Kubernetes/connectedClusters\"}"));
    body = json_pack("{s:s,s:s}", "id", "/x", "type",
                     "microsoft.containerservice/MANAGEDCLUSTERS");
    assert_int_equal(
        arm_cluster_parse(&results.snapshot, body, NULL, &c, &other, &e), -1);
    assert_non_null(strstr(e.text, "expected /subscriptions/GUID"));
    json_decref(body);
    err_clear(&e);
    body = json_integer(5);
    assert_int_equal(
        arm_cluster_parse(&results.snapshot, body, NULL, &c, &other, &e), -1);
    assert_non_null(strstr(e.text, "found number"));
    json_decref(body);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arm_profiles_are_classified),
        cmocka_unit_test(a_cut_down_export_is_not_taken_for_none),
        cmocka_unit_test(the_azure_cli_form_is_read),
        cmocka_unit_test(wrong_types_are_named_and_never_guessed),
        cmocka_unit_test(many_problems_do_not_hide_a_bad_profile),
        cmocka_unit_test(what_is_no_cluster_is_told_apart),
    };

    return cmocka_run_group_tests_name("arm_cluster", tests, set_up, tear_down);
}
