/* SPDX-License-Identifier: MIT */
/* test_credential.c - secrets, certificates and federated tokens: what is
 * sent, and what is made of the answers. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "stub/credential_case.h"
#include "stub/http_stub.c"
#include "support/clock.h"
#include "support/files.h"
#include "support/json.h"

#define ENTRA "https://login.example/" TENANT "/oauth2/v2.0/token"
#define GRANT                                                          \
    "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":" \
    "\"secret.token\"}"

/* ---- the app's own credentials ------------------------------------------- */

static void
test_secret(void **state)
{
    struct fixture *f = *state;

    expect_missing(f, &credential_client_secret, "AZURE_TENANT_ID");
    set_env(f, "AZURE_TENANT_ID", TENANT);
    expect_missing(f, &credential_client_secret, "AZURE_CLIENT_ID");
    set_env(f, "AZURE_CLIENT_ID", CLIENT);
    expect_missing(f, &credential_client_secret, "AZURE_CLIENT_SECRET");
    set_env(f, "AZURE_CLIENT_SECRET", "p&ss=w/rd~+");
    http_stub_reply(f->http, ENTRA, 200, "", GRANT);
    assert_int_equal(ask(f, &credential_client_secret), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_string_equal(f->token, "secret.token");
    assert_int_equal(f->lifetime_s, 3599);
    assert_string_equal(last(f)->method, "POST");
    assert_string_equal(last(f)->url, ENTRA);
    assert_string_equal(
        last(f)->body,
        "grant_type=client_credentials&client_id=" CLIENT
        "&scope=https%3A%2F%2Farm.example%2F.default&client_secret="
        "p%26ss%3Dw%2Frd~%2B");
    assert_true(last(f)->urgent);
    assert_true(last(f)->secret);
    assert_false(last(f)->plain_http);
}

static void
test_refusal(void **state)
{
    struct fixture *f = *state;

    set_app(f);
    set_env(f, "AZURE_CLIENT_SECRET", "hunter2");
    http_stub_reply(f->http, ENTRA, 401, "",
                    "{\"error\":\"invalid_client\",\"error_description\":"
                    "\"AADSTS7000215: Invalid client secret provided.\\r\\n"
                    "Trace ID: 1\",\"error_codes\":[7000215]}");
    assert_int_equal(ask(f, &credential_client_secret), 0);
    assert_int_equal(f->outcome, CREDENTIAL_REFUSED);
    assert_int_equal(f->code, ERR_AUTH);
    assert_string_equal(
        f->reason,
        "Microsoft Entra refused the client secret (environment): "
        "invalid_client AADSTS7000215: Invalid client secret provided. Hint: "
        "the client secret is wrong: give the secret's value, not its id");
    assert_null(strstr(f->reason, "hunter2"));
}

static void
test_no_verdict(void **state)
{
    static const struct {
        int status;
        const char *body, *text;
        enum err_code code;
    } cases[] = {
        { 200, "<html>", "answered the client secret (environment) without",
          ERR_AUTH },
        { 200, "{}", "without an access_token", ERR_AUTH },
        { 200, "{\"access_token\":5}", "without an access_token", ERR_AUTH },
        { 502, "<html>", "HTTP 502 an HTML page", ERR_NETWORK },
        { 429, "", "gave no token for the client secret", ERR_NETWORK },
    };
    struct fixture *f = *state;

    set_app(f);
    set_env(f, "AZURE_CLIENT_SECRET", "x");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        http_stub_reply(f->http, ENTRA, cases[i].status, "", cases[i].body);
        assert_int_equal(ask(f, &credential_client_secret), 0);
        assert_int_equal(f->outcome, CREDENTIAL_REFUSED);
        assert_int_equal(f->code, cases[i].code);
        assert_non_null(strstr(f->reason, cases[i].text));
    }
    http_stub_fail(f->http, ENTRA, HTTP_TIMEOUT);
    assert_int_equal(ask(f, &credential_client_secret), 0);
    assert_int_equal(f->code, ERR_NETWORK);
    assert_non_null(strstr(f->reason, "could not be shown to Microsoft Entra"));
    http_stub_interrupt(f->http);
    assert_int_equal(ask(f, &credential_client_secret), 0);
    assert_int_equal(f->code, ERR_INTERRUPTED);
}

/* What becomes part of a URL is an id or a domain, nothing else. */
static void
test_tenant(void **state)
{
    struct fixture *f = *state;

    set_app(f);
    set_env(f, "AZURE_CLIENT_SECRET", "x");
    set_env(f, "AZURE_TENANT_ID", "../evil?x");
    assert_int_equal(ask(f, &credential_client_secret), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
    assert_non_null(strstr(f->e.text, "AZURE_TENANT_ID"));
    set_env(f, "AZURE_TENANT_ID", "contoso.onmicrosoft.com");
    http_stub_reply(f->http, "https://login.example/contoso.onmicrosoft.com/",
                    200, "", GRANT);
    assert_int_equal(ask(f, &credential_client_secret), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
}

static void
test_lifetimes(void **state)
{
    static const struct {
        const char *fields;
        int64_t seconds;
    } cases[] = {
        { "\"expires_in\":3599", 3599 },
        { "\"expires_in\":\"86399\"", 86399 },
        /* App Service: the time of day alone, as text. The test's clock
         * stands at 1795411800. */
        { "\"expires_on\":\"1795415400\"", 3600 },
        { "\"expires_on\":1795415400", 3600 },
        { "\"expires_on\":\"09/14/2026 00:00:00 AM +00:00\"", 300 },
        { "\"x\":0", 300 },
    };
    struct fixture *f = *state;

    set_app(f);
    set_env(f, "AZURE_CLIENT_SECRET", "x");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char body[256];

        snprintf(body, sizeof(body), "{\"access_token\":\"t\",%s}",
                 cases[i].fields);
        http_stub_reply(f->http, ENTRA, 200, "", body);
        assert_int_equal(ask(f, &credential_client_secret), 0);
        assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
        assert_int_equal(f->lifetime_s, cases[i].seconds);
    }
}

/* ---- certificates -------------------------------------------------------- */

/* A PEM file with a key and its certificate, made anew. */
static void
write_identity(const struct fixture *f, char path[128])
{
    EVP_PKEY *key = EVP_RSA_gen(2048);
    X509 *x = X509_new();
    FILE *file;

    X509_gmtime_adj(X509_getm_notBefore(x), 0);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, key);
    assert_true(X509_sign(x, key, EVP_sha256()) > 0);
    write_file(f, "client.pem", "", 0600, path);
    file = fopen(path, "w");
    PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
    PEM_write_X509(file, x);
    fclose(file);
    X509_free(x);
    EVP_PKEY_free(key);
}

static size_t
decode_base64url(const char *text, size_t len, char *out)
{
    char padded[4096];
    int n;

    assert_true(len + 4 < sizeof(padded));
    for (size_t i = 0; i < len; i++)
        padded[i] = (char)(text[i] == '-'   ? '+'
                           : text[i] == '_' ? '/'
                                            : text[i]);
    memset(padded + len, '=', 3);
    n = EVP_DecodeBlock((unsigned char *)out, (unsigned char *)padded,
                        (int)((len + 3) / 4 * 4));
    assert_true(n >= 0);
    out[len * 3 / 4] = '\0';
    return len * 3 / 4;
}

/* The `which`-th part of the assertion that was sent, as JSON. */
static json_t *
assertion_part(const struct fixture *f, int which)
{
    const char *place = strstr(last(f)->body, "&client_assertion=");
    char text[4096];
    json_t *part;

    assert_non_null(place);
    place += strlen("&client_assertion=");
    while (which-- > 0)
        place = strchr(place, '.') + 1;
    part = json_loadb(text, decode_base64url(place, strcspn(place, "."), text),
                      0, NULL);
    assert_non_null(part);
    return part;
}

static void
check_assertion(const struct fixture *f, const char *algorithm,
                const char *audience)
{
    json_t *header = assertion_part(f, 0), *claims = assertion_part(f, 1);
    json_int_t now = clock_wall_time();

    assert_string_equal(json_get_text(header, "alg"), algorithm);
    assert_string_equal(json_get_text(claims, "aud"), audience);
    assert_string_equal(json_get_text(claims, "iss"), CLIENT);
    assert_string_equal(json_get_text(claims, "sub"), CLIENT);
    assert_int_equal(strlen(json_get_text(claims, "jti")), 36);
    assert_int_equal(json_integer_value(json_object_get(claims, "nbf")), now);
    assert_in_range(json_integer_value(json_object_get(claims, "exp")) - now,
                    60, 600);
    json_decref(header);
    json_decref(claims);
}

static void
test_certificate(void **state)
{
    struct fixture *f = *state;
    char path[128];

    set_app(f);
    expect_missing(f, &credential_client_certificate,
                   "AZURE_CLIENT_CERTIFICATE_PATH");
    write_identity(f, path);
    set_env(f, "AZURE_CLIENT_CERTIFICATE_PATH", path);
    http_stub_reply(f->http, ENTRA, 200, "", GRANT);
    assert_int_equal(ask(f, &credential_client_certificate), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    check_assertion(f, "PS256", ENTRA);
    assert_non_null(strstr(last(f)->body,
                           "&client_assertion_type=urn%3Aietf%3Aparams%3A"
                           "oauth%3Aclient-assertion-type%3Ajwt-bearer&"));
    assert_null(strstr(last(f)->body, "client_secret"));
    assert_true(last(f)->secret);
}

/* AD FS knows neither tenants nor PS256. */
static void
test_adfs(void **state)
{
    struct fixture *f = *state;
    char path[128];

    f->cloud.authority = "https://adfs.example/adfs";
    f->cloud.adfs = true;
    set_env(f, "AZURE_CLIENT_ID", CLIENT);
    write_identity(f, path);
    set_env(f, "AZURE_CLIENT_CERTIFICATE_PATH", path);
    http_stub_reply(f->http, "https://adfs.example/adfs/oauth2/token", 200, "",
                    GRANT);
    assert_int_equal(ask(f, &credential_client_certificate), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    check_assertion(f, "RS256", "https://adfs.example/adfs/oauth2/token");
    http_stub_reply(f->http, "https://adfs.example/adfs/oauth2/token", 400, "",
                    "{\"error\":\"invalid_client\"}");
    assert_int_equal(ask(f, &credential_client_certificate), 0);
    assert_string_equal(f->reason, "AD FS refused the client certificate "
                                   "(environment): invalid_client");
}

/* Set up and broken is not "not set up". */
static void
test_bad_certificate(void **state)
{
    struct fixture *f = *state;
    char path[128];

    set_app(f);
    set_env(f, "AZURE_CLIENT_CERTIFICATE_PATH", "/nonexistent.pem");
    assert_int_equal(ask(f, &credential_client_certificate), -1);
    assert_int_equal(f->e.code, ERR_IO);
    assert_non_null(strstr(f->e.text, "/nonexistent.pem"));
    write_file(f, "empty.pem", "no certificate", 0600, path);
    set_env(f, "AZURE_CLIENT_CERTIFICATE_PATH", path);
    assert_int_equal(ask(f, &credential_client_certificate), -1);
    assert_int_equal(f->e.code, ERR_INPUT);
    assert_non_null(strstr(f->e.text, "AZURE_CLIENT_CERTIFICATE_PATH"));
    assert_int_equal(http_stub_count(f->http), 0);
}

/* ---- workload identity --------------------------------------------------- */

static void
test_workload(void **state)
{
    struct fixture *f = *state;
    char path[128];

    expect_missing(f, &credential_workload_identity,
                   "AZURE_FEDERATED_TOKEN_FILE");
    write_file(f, "token", "first.token\r\n", 0600, path);
    set_env(f, "AZURE_FEDERATED_TOKEN_FILE", path);
    expect_missing(f, &credential_workload_identity, "AZURE_TENANT_ID");
    set_app(f);
    http_stub_reply(f->http, ENTRA, 200, "", GRANT);
    assert_int_equal(ask(f, &credential_workload_identity), 0);
    assert_int_equal(f->outcome, CREDENTIAL_GRANTED);
    assert_non_null(
        strstr(last(f)->body, "jwt-bearer&client_assertion=first.token"));
    assert_null(strstr(last(f)->body, "%0"));
    /* The kubelet replaces the file. */
    write_file(f, "token", "second.token", 0600, path);
    assert_int_equal(ask(f, &credential_workload_identity), 0);
    assert_non_null(strstr(last(f)->body, "&client_assertion=second.token"));
    write_file(f, "token", " \n", 0600, path);
    assert_int_equal(ask(f, &credential_workload_identity), -1);
    assert_int_equal(f->e.code, ERR_INPUT);
    assert_non_null(strstr(f->e.text, "is empty"));
}

static void
test_rows(void **state)
{
    static const char *const order[] = { "environment", "environment",
                                         "workload-identity",
                                         "managed-identity", "azure-cli" };
    auto_buf resource = { 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(order); i++)
        assert_string_equal(credential_methods[i]->auth, order[i]);
    assert_null(credential_methods[ARRAY_LEN(order)]);
    credential_resource(&resource, "https://x//.default");
    assert_string_equal(buf_str(&resource), "https://x/");
    buf_reset(&resource);
    credential_resource(&resource, "/.default");
    assert_string_equal(buf_str(&resource), "/.default");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_secret),     TEST(test_refusal),
        TEST(test_no_verdict), TEST(test_tenant),
        TEST(test_lifetimes),  TEST(test_certificate),
        TEST(test_adfs),       TEST(test_bad_certificate),
        TEST(test_workload),   cmocka_unit_test(test_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
