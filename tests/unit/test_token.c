/* SPDX-License-Identifier: MIT */
/* test_token.c - which credential is taken, and who sees its tokens. */
#include "unit.h"

#include <string.h>

#include "stub/token_case.h"
#include "stub/http_stub.c"

/* ---- the choice ---------------------------------------------------------- */

static void
test_words(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(choose(f, "magic"), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
    assert_non_null(strstr(f->e.text, "--auth"));
    set_env(f, "AZURE_TOKEN_CREDENTIALS", "VisualStudioCodeCredential");
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
    assert_non_null(strstr(f->e.text, "AZURE_TOKEN_CREDENTIALS"));
    assert_non_null(strstr(f->e.text, "VisualStudioCodeCredential"));
    /* --auth is the nearer word. */
    assert_int_equal(choose(f, "azure-cli"), -1);
    assert_int_equal(f->e.code, ERR_AUTH);
}

static void
test_first_is_taken(void **state)
{
    struct fixture *f = *state;

    start(f, 3600);
    assert_string_equal(tokens_credential(f->tokens),
                        "client secret (environment)");
    assert_string_equal(tokens_passed_over(f->tokens), "");
    assert_string_equal(tokens_tenant_id(f->tokens), TENANT);
    assert_int_equal(http_stub_count(f->http), 1);
}

static void
test_passed_over(void **state)
{
    struct fixture *f = *state;
    const char *passed;

    http_stub_reply(f->http, IMDS, 200, "",
                    "{\"access_token\":\"vm\",\"expires_in\":\"3600\"}");
    assert_int_equal(choose(f, "auto"), 0);
    assert_string_equal(tokens_credential(f->tokens), "managed identity");
    passed = tokens_passed_over(f->tokens);
    assert_string_equal(
        passed,
        "client secret (environment) (AZURE_TENANT_ID is not set); client "
        "certificate (environment) (AZURE_TENANT_ID is not set); workload "
        "identity federation (AZURE_FEDERATED_TOKEN_FILE is not set)");
    assert_null(tokens_tenant_id(f->tokens));
}

static void
test_nothing_is_left(void **state)
{
    struct fixture *f = *state;

    http_stub_fail(f->http, IMDS, HTTP_TIMEOUT);
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_AUTH);
    assert_non_null(strstr(f->e.text, "az login"));
    assert_non_null(strstr(f->e.text, "AZURE_TENANT_ID is not set"));
    assert_non_null(strstr(f->e.text, "AZURE_FEDERATED_TOKEN_FILE is not set"));
    assert_non_null(strstr(f->e.text, "no instance metadata service answers"));
    assert_non_null(strstr(f->e.text, "Azure CLI (az is not on PATH)"));
    assert_string_equal(tokens_credential(f->tokens), "none");
}

static void
test_one_method_alone(void **state)
{
    struct fixture *f = *state;

    set_secret(f);
    assert_int_equal(choose(f, "azure-cli"), -1);
    assert_string_equal(f->e.text,
                        "no credential: Azure CLI (az is not on PATH)");
    assert_int_equal(http_stub_count(f->http), 0);
    assert_int_equal(choose(f, "workload-identity"), -1);
    assert_non_null(strstr(f->e.text, "AZURE_FEDERATED_TOKEN_FILE"));
    assert_int_equal(http_stub_count(f->http), 0);
}

/* Refused is not "not set up": the next method would audit as somebody else. */
static void
test_refused(void **state)
{
    struct fixture *f = *state;

    set_secret(f);
    http_stub_reply(f->http, LOGIN, 401, "",
                    "{\"error\":\"invalid_client\",\"error_description\":"
                    "\"AADSTS7000222: expired.\",\"error_codes\":[7000222]}");
    http_stub_reply(f->http, IMDS, 200, "", "{\"access_token\":\"vm\"}");
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_AUTH);
    assert_string_equal(
        f->e.text,
        "Microsoft Entra refused the client secret (environment): "
        "invalid_client AADSTS7000222: expired. Hint: the client secret has "
        "expired: make a new one");
    assert_int_equal(http_stub_count(f->http), 1);
}

static void
test_set_up_and_broken(void **state)
{
    struct fixture *f = *state;

    set_env(f, "AZURE_TENANT_ID", TENANT);
    set_env(f, "AZURE_CLIENT_ID", "app");
    set_env(f, "AZURE_CLIENT_CERTIFICATE_PATH", "/nonexistent.pem");
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_IO);
    set_secret(f);
    http_stub_fail(f->http, LOGIN, HTTP_UNTRUSTED);
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_NETWORK);
    set_env(f, "AZURE_TENANT_ID", "no/tenant");
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
    set_env(f, "AZURE_TENANT_ID", TENANT);
    http_stub_interrupt(f->http);
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_INTERRUPTED);
}

static void
test_narrowed(void **state)
{
    static const struct {
        const char *word, *credential;
    } cases[] = {
        { "prod", "client secret (environment)" },
        { " PROD ", "client secret (environment)" },
        { "environmentcredential", "client secret (environment)" },
        { "ManagedIdentityCredential", "managed identity" },
        { "dev", NULL },
        { "AzureCliCredential", NULL },
    };
    struct fixture *f = *state;

    set_secret(f);
    grant(f, "t", 3600);
    http_stub_reply(f->http, IMDS, 200, "", "{\"access_token\":\"vm\"}");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        set_env(f, "AZURE_TOKEN_CREDENTIALS", cases[i].word);
        assert_int_equal(choose(f, "auto"), cases[i].credential ? 0 : -1);
        if (cases[i].credential)
            assert_string_equal(tokens_credential(f->tokens),
                                cases[i].credential);
        else
            assert_non_null(strstr(f->e.text, "no credential: Azure CLI"));
    }
}

/* {"tid":"..."}: what the token says goes before what the user wrote. */
static void
test_tenant(void **state)
{
    struct fixture *f = *state;

    set_secret(f);
    set_env(f, "AZURE_TENANT_ID", "contoso.example");
    grant(f,
          "e30.eyJ0aWQiOiIxMTExMTExMS0xMTExLTQxMTEtODExMS0xMTExMTExMTExMTEifQ"
          ".x",
          3600);
    assert_int_equal(choose(f, "auto"), 0);
    assert_string_equal(tokens_tenant_id(f->tokens),
                        "11111111-1111-4111-8111-111111111111");
}

/* A token becomes a header: nothing that could end the line. */
static void
test_hostile_token(void **state)
{
    struct fixture *f = *state;

    set_secret(f);
    grant(f, "x\\r\\nHost: evil", 3600);
    assert_int_equal(choose(f, "auto"), -1);
    assert_int_equal(f->e.code, ERR_AUTH);
}

/* ---- who sees it --------------------------------------------------------- */

static void
test_bound(void **state)
{
    static const char *const others[] = {
        "https://evil.example/x",      "https://arm.example.evil/x",
        "https://arm.example:444/x",   "https://sub.arm.example/",
        "https://arm.example@evil.x/", "https://login.example/x",
    };
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);

    assert_string_equal(get(f, gate, ARM "/subscriptions"), "Bearer t1");
    assert_string_equal(get(f, gate, ARM ":443/x"), "Bearer t1");
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        size_t before = http_stub_count(f->http);

        assert_null(get(f, gate, others[i]));
        assert_int_equal(http_stub_count(f->http), before);
        assert_null(strstr(f->why, "t1"));
    }
    assert_null(get(f, gate, "https://evil.example/x"));
    assert_string_equal(f->why, "the token for https://arm.example is never "
                                "sent to https://evil.example");
    assert_null(
        tokens_gate(f->tokens, cloud.arm_scope, "http://arm.example", &f->e));
    assert_int_equal(f->e.code, ERR_INPUT);
    assert_int_equal(token_requests(f), 1);
}

static void
test_not_chosen_yet(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate;

    assert_int_equal(
        tokens_new(&f->tokens, f->http, &cloud, "auto", &f->env, NULL), 0);
    gate = tokens_gate(f->tokens, cloud.arm_scope, ARM, NULL);
    assert_null(get(f, gate, ARM "/x"));
}

/* Another audience has a token of its own, fetched when it is first needed;
 * hosts of one audience share it. */
static void
test_audiences(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *arm = start(f, 3600), *graph, *east, *west;

    graph = tokens_gate(f->tokens, GRAPH "/.default", GRAPH, NULL);
    grant(f, "g1", 3600);
    assert_string_equal(get(f, graph, GRAPH "/v1.0/applications"), "Bearer g1");
    assert_string_equal(get(f, arm, ARM "/x"), "Bearer t1");
    assert_null(get(f, graph, ARM "/x"));
    assert_int_equal(token_requests(f), 2);
    http_stub_reply(f->http, "https://east.example", 200, "", "");
    http_stub_reply(f->http, "https://west.example", 200, "", "");
    grant(f, "k1", 3600);
    east = tokens_gate(f->tokens, "aks/.default", "https://east.example", NULL);
    west = tokens_gate(f->tokens, "aks/.default", "https://west.example", NULL);
    assert_ptr_not_equal(east, west);
    assert_string_equal(get(f, east, "https://east.example/api"), "Bearer k1");
    assert_string_equal(get(f, west, "https://west.example/api"), "Bearer k1");
    assert_null(get(f, east, "https://west.example/api"));
    assert_int_equal(token_requests(f), 3);
    assert_ptr_equal(east, tokens_gate(f->tokens, "aks/.default",
                                       "https://EAST.example/", NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_words),
        TEST(test_first_is_taken),
        TEST(test_passed_over),
        TEST(test_nothing_is_left),
        TEST(test_one_method_alone),
        TEST(test_refused),
        TEST(test_set_up_and_broken),
        TEST(test_narrowed),
        TEST(test_tenant),
        TEST(test_hostile_token),
        TEST(test_bound),
        TEST(test_not_chosen_yet),
        TEST(test_audiences),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
