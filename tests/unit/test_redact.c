/* SPDX-License-Identifier: MIT */
/* test_redact.c - pseudonyms, and what is left of texts that names stand in. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "redact/fields.h"
#include "redact/names.h"
#include "redact/redact_text.h"
#include "redact/vocabulary.h"

#define CLUSTER                                                           \
    "/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups/" \
    "rg-pay/providers/Microsoft.ContainerService/managedClusters/pay prod"

static struct names
some_names(struct arena *arena)
{
    static const struct {
        const char *kind;
        const char *text;
    } rows[] = {
        { "id", "11111111-1111-4111-8111-111111111111" },
        { "cluster", "pay" },
        { "cluster", "pay prod" },
        { "cluster", "it's mine" },
        { "group", "Production" },
        { "rg", "rg-pay" },
        { "person", "ada@contoso.com" },
        { "host", "pay-dns-1.hcp.westeurope.azmk8s.io" },
        { "app", "-*zoo*-" },
        { "namespace", "\xd0\x9f\xd1\x80\xd0\xbe\xd0\xb4" },
        { "file", "/home/ada/.kube/config" },
        { "context", "***" },
    };
    struct names n = { .arena = arena };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_non_null(names_pseudonym(&n, rows[i].kind, rows[i].text));
    return n;
}

/* What is made of a text; each row of a table. */
struct row {
    const char *text;
    const char *redacted;
};

static void
check(void (*put)(struct buf *, struct names *, const char *),
      const struct row *rows, size_t n_rows)
{
    struct arena *arena = arena_new();
    struct names n = some_names(arena);

    for (size_t i = 0; i < n_rows; i++) {
        auto_buf out = { 0 };

        put(&out, &n, rows[i].text);
        assert_true(buf_ok(&out));
        assert_string_equal(buf_str(&out), rows[i].redacted);
    }
    names_free(&n);
    arena_free(arena);
}

static void
test_same_name_same_pseudonym(void **state)
{
    struct arena *arena = arena_new();
    struct names n = some_names(arena);

    (void)state;
    assert_string_equal(names_pseudonym(&n, "cluster", "pay"), "cluster-001");
    /* Azure compares without case; the kind it came as first stays. */
    assert_string_equal(names_pseudonym(&n, "app", "PAY"), "cluster-001");
    assert_string_equal(names_pseudonym(&n, "cluster", "new"), "cluster-004");
    assert_string_equal(names_pseudonym(&n, "person", "b@c.d"),
                        "person-002@redacted.example");
    assert_string_equal(names_pseudonym(&n, "host", "x.y"),
                        "host-002.redacted.example");
    assert_string_equal(
        names_pseudonym(&n, "id", "22222222-2222-4222-8222-222222222222"),
        "00000000-0000-4000-a000-000000000002");
    names_free(&n);
    arena_free(arena);
}

static void
test_restored_names_go_on(void **state)
{
    struct arena *arena = arena_new();
    struct names n = { .arena = arena };

    (void)state;
    assert_int_equal(names_restore(&n, "cluster", "a", "cluster-007"), 0);
    assert_int_equal(names_restore(&n, "cluster", "b", "cluster-003"), 0);
    assert_int_equal(names_restore(&n, "cluster", "A", "cluster-009"), 1);
    assert_int_equal(names_restore(&n, "id",
                                   "11111111-1111-4111-8111-111111111111",
                                   "00000000-0000-4000-a000-000000000041"),
                     0);
    assert_string_equal(names_pseudonym(&n, "cluster", "a"), "cluster-007");
    assert_string_equal(names_pseudonym(&n, "cluster", "c"), "cluster-008");
    assert_string_equal(
        names_pseudonym(&n, "id", "22222222-2222-4222-8222-222222222222"),
        "00000000-0000-4000-a000-000000000042");
    names_free(&n);
    arena_free(arena);
}

static void
test_sentences(void **state)
{
    static const struct row rows[] = {
        { "", "" },
        { "The cluster is Stopped, not Running",
          "The cluster is Stopped, not Running" },
        { "The secret of pay ends", "The secret of cluster-001 ends" },
        /* The longest name that stands there. */
        { "The secret of pay prod ends", "The secret of cluster-002 ends" },
        { "The secret of PAY, of pay: it ends",
          "The secret of cluster-001, of cluster-001: it ends" },
        /* A name is no part of another word, and parts of unknown ones go. */
        { "The secret of paying ends", "The secret of REDACTED ends" },
        { "rg-pay and pay-x", "rg-001 and cluster-001-x" },
        { "in pay-dns-1.hcp.westeurope.azmk8s.io:443",
          "in host-001.redacted.example:443" },
        { "by ada@contoso.com.", "by person-001@redacted.example." },
        { "of bob.smith@fabrikam.zone now", "of REDACTED now" },
        { "app 11111111-1111-4111-8111-111111111111.",
          "app 00000000-0000-4000-a000-000000000001." },
        { "app 33333333-3333-4333-8333-333333333333 and one",
          "app 00000000-0000-4000-a000-000000000002 and one" },
        { "6dae42f8-4368-4678-94ff-3960e28e3630",
          "6dae42f8-4368-4678-94ff-3960e28e3630" },
        { "ends 2026-11-23T05:30:00.1234567Z",
          "ends 2026-11-23T05:30:00.1234567Z" },
        { "HTTP 403 AuthorizationFailed: Zoe may not",
          "HTTP 403 AuthorizationFailed: REDACTED may not" },
        { "HTTP 403 Zoe may not", "HTTP 403 REDACTED may not" },
        { "from 10.1.2.3 port 443, version 1.2.3",
          "from REDACTED port 443, version 1.2.3" },
        /* An ordinary word is a name where it can be nothing else. */
        { "Production has no members", "group-001 has no members" },
        { "the group 'Production' of /Production/ in production",
          "the group 'group-001' of /group-001/ in production" },
        { "the app -*zoo*- is", "the app app-001 is" },
        { "in \xd0\x9f\xd1\x80\xd0\xbe\xd0\xb4, or \xd0\x9f\xd1\x80",
          "in namespace-001, or REDACTED" },
        { "read /home/ada/.kube/config whole", "read file-001 whole" },
        { "zoe zoe-zoe, zoe", "REDACTED, REDACTED" },
    };

    (void)state;
    check(redact_sentence, rows, ARRAY_LEN(rows));
}

static void
test_commands(void **state)
{
    static const struct row rows[] = {
        { "az aks show --name pay --resource-group rg-pay",
          "az aks show --name cluster-001 --resource-group rg-001" },
        { "az aks show --name Production --query aadProfile",
          "az aks show --name group-001 --query aadProfile" },
        /* As the shell needs it: the quotes go with the name. */
        { "kubectl config delete-context -- 'it'\\''s mine'",
          "kubectl config delete-context -- cluster-003" },
        { "kubectl config delete-context -- 'pay prod'",
          "kubectl config delete-context -- cluster-002" },
        { "az ad group show --group 'Zoe''s'",
          "az ad group show --group 'REDACTED''s'" },
    };

    (void)state;
    check(redact_command, rows, ARRAY_LEN(rows));
}

static void
test_ids(void **state)
{
    static const struct row rows[] = {
        { CLUSTER,
          "/subscriptions/00000000-0000-4000-a000-000000000001/resourcegroups/"
          "rg-001/providers/Microsoft.ContainerService/managedClusters/"
          "cluster-002" },
        { CLUSTER "#RoleBinding/shop/people",
          "/subscriptions/00000000-0000-4000-a000-000000000001/resourcegroups/"
          "rg-001/providers/Microsoft.ContainerService/managedClusters/"
          "cluster-002#RoleBinding/namespace-002/binding-001" },
        { CLUSTER "#ClusterRoleBinding/people",
          "/subscriptions/00000000-0000-4000-a000-000000000001/resourcegroups/"
          "rg-001/providers/Microsoft.ContainerService/managedClusters/"
          "cluster-002#ClusterRoleBinding/binding-001" },
        /* A resource group that is called like a type. */
        { "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/"
          "providers",
          "/subscriptions/00000000-0000-4000-a000-000000000001/resourceGroups/"
          "rg-002" },
        { "/providers/Microsoft.Management/managementGroups/Contoso",
          "/providers/Microsoft.Management/managementGroups/"
          "management-group-001" },
        { "app:11111111-1111-4111-8111-111111111111",
          "app:00000000-0000-4000-a000-000000000001" },
        { "00000003-0000-0000-c000-000000000000",
          "00000003-0000-0000-c000-000000000000" },
        { "/home/ada/.kube/config#***", "file-001#context-001" },
        { "11111111-1111-4111-8111-111111111111",
          "00000000-0000-4000-a000-000000000001" },
        { "oauth2PermissionGrants", "oauth2PermissionGrants" },
        { "exports/clusters.json", "file-002" },
        { "clusters.json", "file-003" },
    };

    (void)state;
    check(redact_id, rows, ARRAY_LEN(rows));
}

static void
test_uris(void **state)
{
    static const struct row rows[] = {
        { "https://portal.azure.com", "https://portal.azure.com" },
        { "http://localhost:8000", "http://localhost:8000" },
        { "https://pay-dns-1.hcp.westeurope.azmk8s.io:443",
          "https://host-001.redacted.example:443" },
        { "https://old-apiServer", "https://host-002.redacted.example" },
        { "api://11111111-1111-4111-8111-111111111111",
          "api://00000000-0000-4000-a000-000000000001" },
        { "https://[2001:db8::1]:6443/zoe?x=1",
          "https://host-003.redacted.example:6443/REDACTED" },
        { "https://10.1.2.3:443", "https://host-004.redacted.example:443" },
        { "urn:zoe:app", "uri-001" },
    };

    (void)state;
    check(redact_uri, rows, ARRAY_LEN(rows));
}

static void
test_fields(void **state)
{
    static const struct {
        const char *path;
        const char *text;
        const char *redacted;
    } rows[] = {
        { "clusters.name", "pay", "cluster-001" },
        { "clusters.location", "westeurope", "westeurope" },
        { "clusters.location", "<script>zoe</script>",
          "<script>REDACTED</script>" },
        { "clusters.tags.team", "zoe", "value-001" },
        { "clusters.integration", "legacy", "legacy" },
        /* Nobody has thought of it. */
        { "clusters.unheardOf", "zoe and pay", "REDACTED and REDACTED" },
        { "bindings.roleName", "cluster-admin", "cluster-admin" },
        { "bindings.roleName", "system:masters", "system:masters" },
        { "bindings.roleName", "system:zoe", "role-001" },
        { "roleAssignments.roleName",
          "Azure Kubernetes Service Cluster User Role",
          "Azure Kubernetes Service Cluster User Role" },
        { "roleAssignments.roleName", "Zoe's role", "role-002" },
        { "findings.evidence.whatever", "of pay", "of cluster-001" },
        { "apps.clusters.id", "", "" },
    };
    struct arena *arena = arena_new();
    struct names n = some_names(arena);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };

        field_rewrite(field_find(rows[i].path), &out, &n, rows[i].text);
        assert_string_equal(buf_str(&out), rows[i].redacted);
    }
    names_free(&n);
    arena_free(arena);
}

static void
test_vocabulary_is_sorted(void **state)
{
    (void)state;
    assert_true(vocabulary_length > 1000);
    for (size_t i = 1; i < vocabulary_length; i++)
        assert_true(strcmp(vocabulary_words[i - 1], vocabulary_words[i]) < 0);
    assert_true(vocabulary_has("Kubernetes", 10));
    assert_true(vocabulary_has("23T05", 5));
    assert_false(vocabulary_has("zoe", 3));
    assert_false(vocabulary_has("T05", 3));
    assert_false(vocabulary_has("", 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_name_same_pseudonym),
        cmocka_unit_test(test_restored_names_go_on),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_uris),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_vocabulary_is_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
