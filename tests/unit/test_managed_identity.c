/* SPDX-License-Identifier: MIT */
/* test_managed_identity.c - the identity of the machine, in all its forms. */
#include "unit.h"

#include <string.h>

#include "stub/credential_case.h"
#include "stub/http_stub.c"

#define IMDS "http://169.254.169.254/metadata/identity/oauth2/token"
#define IMDS_GRANT                                            \
    "{\"access_token\":\"vm.token\",\"client_id\":\"x\","     \
    "\"expires_in\":\"86000\",\"expires_on\":\"1795498200\"," \
    "\"resource\":\"https://arm.example\",\"token_type\":\"Bearer\"}"

/* Nobody there: one short request and no retry. */
static void
test_imds_absent(void **state)
{
    struct fixture *f = *state;

    http_stub_fail(f->http, IMDS, HTTP_TIMEOUT);
    assert_int_equal(ask(f, &credential_managed_identity), 0);
    assert_int_equal(f->outcome, CREDENTIAL_UNAVAILABLE);
    assert_int_equal(http_stub_count(f->http), 1);
    assert_string_equal(last(f)->headers, "");
    assert_int_equal(last(f)->timeout_ms, 1000);
    assert_true(last(f)->once);
    assert_true(last(f)->plain_http);
    http_stub_interrupt(f->http);
    assert_int_equal(ask(f, &credential_managed_identity), 0);
    assert_int_equal(f->code, ERR_INTERRUPTED);
}

static void
test_imds(void **state)
{
    struct fixture *f = *state;

    set_env(f, "AZURE_CLIENT_ID", CLIENT);
    http_stub_reply(f->http, IMDS, 400, "",
                    "{\"error\":\"invalid_request\",\"error_description\":"
                    "\"Required metadata header not specified\"}");
    http_stub_reply(f->http, IMDS, 200, "", IMDS_GRANT);
    assert_int_equal(ask(f, &credential_managed_identity), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_string_equal(f->token, "vm.token");
    assert_int_equal(f->lifetime_s, 86000);
    assert_int_equal(http_stub_count(f->http), 2);
    assert_string_equal(last(f)->method, "GET");
    assert_string_equal(last(f)->headers, "Metadata: true\n");
    assert_string_equal(last(f)->url,
                        IMDS "?api-version=2018-02-01&resource=https%3A%2F%2F"
                             "arm.example&client_id=" CLIENT);
    assert_false(last(f)->once);
}

/* Named by the user, or in use already: no probe; somebody who is busy is
 * asked again, nobody is not. */
static void
test_imds_insisted(void **state)
{
    struct fixture *f = *state;

    http_stub_reply(f->http, IMDS, 429, "", "");
    http_stub_reply(f->http, IMDS, 200, "", IMDS_GRANT);
    assert_int_equal(
        ask_scope(f, &credential_managed_identity, "api://x/.default", true),
        0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_int_equal(http_stub_count(f->http), 2);
    assert_true(http_stub_sent(f->http, 0)->once);
    assert_string_equal(http_stub_sent(f->http, 0)->headers,
                        "Metadata: true\n");
    assert_non_null(strstr(last(f)->url, "resource=api%3A%2F%2Fx"));
    assert_false(last(f)->once);
    http_stub_fail(f->http, IMDS, HTTP_REFUSED);
    assert_int_equal(ask_scope(f, &credential_managed_identity, "x", true), 0);
    assert_int_equal(f->outcome, CREDENTIAL_UNAVAILABLE);
    assert_int_equal(http_stub_count(f->http), 3);
}

static void
test_imds_without_identity(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum credential_outcome outcome;
    } cases[] = {
        { 400,
          "{\"error\":\"invalid_request\",\"error_description\":\"Identity "
          "not found\"}",
          CREDENTIAL_UNAVAILABLE },
        { 403, "connecting to 169.254.169.254:80: host is unreachable",
          CREDENTIAL_UNAVAILABLE },
        { 200, "<html>a hotel's sign-in page</html>", CREDENTIAL_UNAVAILABLE },
        { 403, "{\"error\":\"forbidden\",\"error_description\":\"no\"}",
          CREDENTIAL_REFUSED },
    };
    struct fixture *f = *state;

    set_env(f, "AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://10.0.0.1:2579/");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        http_stub_reply(f->http, "http://10.0.0.1:2579/metadata/identity/",
                        cases[i].status, "", cases[i].body);
        assert_int_equal(ask(f, &credential_managed_identity), 0);
        assert_int_equal(f->outcome, cases[i].outcome);
        assert_int_equal(http_stub_count(f->http), i + 1);
    }
    assert_string_equal(f->reason,
                        "the instance metadata service refused the managed "
                        "identity: forbidden no");
}

static void
test_app_service(void **state)
{
    struct fixture *f = *state;

    set_env(f, "MSI_ENDPOINT", "http://127.0.0.1:41/msi/token");
    set_env(f, "MSI_SECRET", "old-secret");
    http_stub_reply(f->http, "http://127.0.0.1:41/", 200, "", IMDS_GRANT);
    assert_int_equal(ask(f, &credential_managed_identity), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_string_equal(last(f)->headers, "secret: old-secret\n");
    assert_string_equal(last(f)->url,
                        "http://127.0.0.1:41/msi/token?api-version=2017-09-01&"
                        "resource=https%3A%2F%2Farm.example");
    /* The newer form is preferred where both are there. */
    set_env(f, "IDENTITY_ENDPOINT", "http://127.0.0.1:42/msi/token?a=b");
    set_env(f, "IDENTITY_HEADER", "new-secret");
    set_env(f, "AZURE_CLIENT_ID", CLIENT);
    http_stub_reply(f->http, "http://127.0.0.1:42/", 200, "", IMDS_GRANT);
    assert_int_equal(ask(f, &credential_managed_identity), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_string_equal(last(f)->headers, "X-IDENTITY-HEADER: new-secret\n");
    assert_string_equal(last(f)->url,
                        "http://127.0.0.1:42/msi/token?a=b&api-version="
                        "2019-08-01&resource=https%3A%2F%2Farm.example&"
                        "client_id=" CLIENT);
    set_env(f, "IDENTITY_HEADER", "x\r\nHost: evil");
    assert_int_equal(ask(f, &credential_managed_identity), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
    assert_non_null(strstr(f->e.text, "IDENTITY_HEADER"));
}

static void
test_other_hosts(void **state)
{
    struct fixture *f = *state;

    set_env(f, "MSI_ENDPOINT", "http://localhost:50342/oauth2/token");
    http_stub_reply(f->http, "http://localhost:50342/", 200, "", IMDS_GRANT);
    assert_int_equal(ask(f, &credential_managed_identity), 0);
    assert_string_equal(last(f)->method, "POST");
    assert_string_equal(last(f)->headers, "Metadata: true\n");
    assert_string_equal(last(f)->body, "resource=https%3A%2F%2Farm.example");
    set_env(f, "IDENTITY_ENDPOINT", "http://localhost:40342/x");
    set_env(f, "IMDS_ENDPOINT", "http://localhost:40342");
    expect_missing(f, &credential_managed_identity, "Azure Arc");
    set_env(f, "IDENTITY_HEADER", "x");
    set_env(f, "IDENTITY_SERVER_THUMBPRINT", "x");
    expect_missing(f, &credential_managed_identity, "Service Fabric");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_imds_absent),   TEST(test_imds),
        TEST(test_imds_insisted), TEST(test_imds_without_identity),
        TEST(test_app_service),   TEST(test_other_hosts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
