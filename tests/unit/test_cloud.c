/* SPDX-License-Identifier: MIT */
/* test_cloud.c - clouds by name and by what their ARM says. */
#include "unit.h"

#include <string.h>

#include "stub/http_stub.c"
#include "sources/cloud.h"

#define STACK "https://management.local.azurestack.external"
#define METADATA STACK "/metadata/endpoints?api-version=2022-09-01"

/* As Azure answers today: a list, with the public cloud in it. */
#define PUBLIC                                                                \
    "{\"portal\":\"https://portal.azure.com\",\"authentication\":{"           \
    "\"loginEndpoint\":\"https://login.microsoftonline.com\",\"audiences\":[" \
    "\"https://management.core.windows.net/\","                               \
    "\"https://management.azure.com/\"],\"tenant\":\"common\","               \
    "\"identityProvider\":\"AAD\"},\"graph\":\"https://graph.windows.net/\"," \
    "\"name\":\"AzureCloud\",\"resourceManager\":"                            \
    "\"https://management.azure.com/\",\"microsoftGraphResourceId\":"         \
    "\"https://graph.microsoft.com/\"}"
#define LOCAL                                                                 \
    "{\"name\":\"AzureStack\",\"portal\":\"https://portal.local/\","          \
    "\"authentication\":{\"loginEndpoint\":\"https://adfs.local/adfs/\","     \
    "\"audiences\":[\"https://management.adfs.local/30c9\"],"                 \
    "\"identityProvider\":\"ADFS\",\"tenant\":\"adfs\"},"                     \
    "\"resourceManager\":\"HTTPS://MANAGEMENT.local.azurestack.external:443/" \
    "\"}"

static const char *const nothing[] = { NULL };

struct fixture {
    struct arena *arena;
    struct http *http;
    struct environment env;
    struct cloud cloud;
    struct err e;
};

static int
set_up(void **state)
{
    static struct fixture f;

    memset(&f, 0, sizeof(f));
    f.arena = arena_new();
    f.http = http_stub_new();
    f.env = http_stub_environment(nothing);
    *state = &f;
    return f.arena ? 0 : -1;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    http_free(f->http);
    return 0;
}

static int
resolve(struct fixture *f, const char *name)
{
    err_clear(&f->e);
    memset(&f->cloud, 0x55, sizeof(f->cloud));
    return cloud_resolve(&f->cloud, f->arena, f->http, name, &f->env, &f->e);
}

static void
test_names(void **state)
{
    static const struct {
        const char *name, *arm, *authority, *environment;
    } cases[] = {
        { "AzureCloud", "https://management.azure.com",
          "https://login.microsoftonline.com", "AzurePublicCloud" },
        { "azurecloud", "https://management.azure.com",
          "https://login.microsoftonline.com", "AzurePublicCloud" },
        { "AzurePublicCloud", "https://management.azure.com",
          "https://login.microsoftonline.com", "AzurePublicCloud" },
        { "AZUREUSGOVERNMENT", "https://management.usgovcloudapi.net",
          "https://login.microsoftonline.us", "AzureUSGovernmentCloud" },
        { "AzureChinaCloud", "https://management.chinacloudapi.cn",
          "https://login.chinacloudapi.cn", "AzureChinaCloud" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(resolve(f, cases[i].name), 0);
        assert_string_equal(f->cloud.arm, cases[i].arm);
        assert_string_equal(f->cloud.authority, cases[i].authority);
        assert_string_equal(f->cloud.environment, cases[i].environment);
        assert_memory_equal(f->cloud.arm_scope, f->cloud.arm,
                            strlen(f->cloud.arm));
        assert_non_null(f->cloud.graph);
        assert_non_null(f->cloud.portal);
        assert_false(f->cloud.adfs);
    }
    assert_int_equal(http_stub_count(f->http), 0);
}

static void
test_no_such_name(void **state)
{
    static const char *const names[] = { "AzureMoon",
                                         "",
                                         "azure cloud",
                                         "http://management.local",
                                         "https://management.local/?x=y",
                                         "https://user:pass@management.local",
                                         "ftp://x" };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_int_equal(resolve(f, names[i]), -1);
        assert_int_equal(f->e.code, ERR_USAGE);
        assert_non_null(strstr(f->e.text, "--cloud"));
    }
    assert_int_equal(http_stub_count(f->http), 0);
}

/* Of several the one that was asked; hosts are compared as origins. */
static void
test_list(void **state)
{
    struct fixture *f = *state;

    http_stub_reply(f->http, METADATA, 200, "", "[" PUBLIC "," LOCAL "]");
    assert_int_equal(resolve(f, STACK "/"), 0);
    assert_string_equal(f->cloud.name, "AzureStack");
    assert_string_equal(f->cloud.arm, STACK);
    assert_string_equal(f->cloud.authority, "https://adfs.local/adfs");
    assert_string_equal(f->cloud.arm_scope,
                        "https://management.adfs.local/30c9/.default");
    assert_string_equal(f->cloud.portal, "https://portal.local");
    assert_null(f->cloud.graph);
    assert_null(f->cloud.environment);
    assert_true(f->cloud.adfs);
    assert_int_equal(http_stub_count(f->http), 1);
    assert_string_equal(http_stub_sent(f->http, 0)->authorization, "");
}

#define ALONE(audience)                                                \
    "{\"name\":\"Gateway\",\"resourceManager\":\"https://elsewhere\"," \
    "\"authentication\":{\"loginEndpoint\":"                           \
    "\"https://login.microsoftonline.com\",\"audiences\":[\"" audience \
    "\"]},\"microsoftGraphResourceId\":\"https://graph.microsoft.com/\"}"

/* One alone, in a list or as it is; the first audience keeps its slash. */
static void
test_single(void **state)
{
    static const char *const bodies[] = {
        "[" ALONE("https://management.stack.example/30c9/") "]",
        ALONE("https://management.stack.example/30c9/"),
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        http_stub_reply(f->http, METADATA, 200, "", bodies[i]);
        assert_int_equal(resolve(f, STACK), 0);
        assert_string_equal(f->cloud.name, "Gateway");
        assert_string_equal(f->cloud.arm, STACK);
        assert_string_equal(f->cloud.arm_scope,
                            "https://management.stack.example/30c9//.default");
        assert_string_equal(f->cloud.graph, "https://graph.microsoft.com");
    }
}

/* A server that says it is another cloud, to be shown its tokens. */
static void
test_audience_of_another_cloud(void **state)
{
    static const char *const bodies[] = {
        PUBLIC,
        ALONE("https://management.azure.com"),
        ALONE("https://MANAGEMENT.core.windows.net:443/"),
        ALONE("https://management.core.usgovcloudapi.net/x"),
        ALONE("https://management.chinacloudapi.cn/"),
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        http_stub_reply(f->http, METADATA, 200, "", bodies[i]);
        assert_int_equal(resolve(f, STACK), -1);
        assert_int_equal(f->e.code, ERR_INPUT);
        assert_non_null(strstr(f->e.text, "wants to be shown tokens"));
    }
    /* Looks like a region of it, and is none. */
    http_stub_reply(f->http,
                    "https://evilmanagement.azure.com/metadata/endpoints?"
                    "api-version=2022-09-01",
                    200, "", PUBLIC);
    assert_int_equal(resolve(f, "https://evilmanagement.azure.com"), -1);
    http_stub_reply(f->http,
                    "https://westeurope.management.azure.com/metadata/"
                    "endpoints?api-version=2022-09-01",
                    200, "", PUBLIC);
    assert_int_equal(resolve(f, "https://westeurope.management.azure.com"), 0);
}

static void
test_little(void **state)
{
    struct fixture *f = *state;

    http_stub_reply(f->http, METADATA, 200, "",
                    "{\"authentication\":{\"loginEndpoint\":"
                    "\"https://login.local/\"},\"portal\":\"not a URL\"}");
    assert_int_equal(resolve(f, STACK), 0);
    assert_string_equal(f->cloud.name, STACK);
    assert_string_equal(f->cloud.arm_scope, STACK "/.default");
    assert_null(f->cloud.portal);
}

static void
test_bad_answers(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum err_code code;
        const char *text;
    } cases[] = {
        { 200, "[]", ERR_INPUT, "none of the clouds" },
        { 200, "[" PUBLIC "," PUBLIC "]", ERR_INPUT, "none of the clouds" },
        { 200, "{}", ERR_INPUT, "authentication.loginEndpoint" },
        { 200, "{\"authentication\":{\"loginEndpoint\":\"http://x\"}}",
          ERR_INPUT, "authentication.loginEndpoint: expected an https://" },
        { 200, "{\"authentication\":\"x\"}", ERR_INPUT, "loginEndpoint" },
        { 200, "5", ERR_INPUT, "none of the clouds" },
        { 200, "<html>", ERR_INPUT, "not JSON" },
        { 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"x\"}}",
          ERR_NOT_FOUND, "HTTP 404 NotFound: x" },
        { 503, "", ERR_NETWORK, "HTTP 503" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        http_stub_reply(f->http, METADATA, cases[i].status, "", cases[i].body);
        assert_int_equal(resolve(f, STACK), -1);
        assert_int_equal(f->e.code, cases[i].code);
        assert_non_null(strstr(f->e.text, cases[i].text));
        assert_non_null(strstr(f->e.text, "--cloud: " METADATA));
    }
}

static void
test_unreachable(void **state)
{
    struct fixture *f = *state;

    http_stub_fail(f->http, METADATA, HTTP_UNTRUSTED);
    assert_int_equal(resolve(f, STACK), -1);
    assert_int_equal(f->e.code, ERR_NETWORK);
    http_stub_interrupt(f->http);
    assert_int_equal(resolve(f, STACK), -1);
    assert_int_equal(f->e.code, ERR_INTERRUPTED);
}

static void
test_authority_host(void **state)
{
    static const char *const good[] = { "AZURE_AUTHORITY_HOST",
                                        "https://login.example/adfs/", NULL };
    static const char *const bad[] = { "AZURE_AUTHORITY_HOST",
                                       "http://login.example", NULL };
    struct fixture *f = *state;

    f->env = http_stub_environment(good);
    assert_int_equal(resolve(f, "AzureCloud"), 0);
    assert_string_equal(f->cloud.authority, "https://login.example/adfs");
    assert_string_equal(f->cloud.arm, "https://management.azure.com");
    assert_true(f->cloud.adfs);
    f->env = http_stub_environment(bad);
    assert_int_equal(resolve(f, "AzureCloud"), -1);
    assert_int_equal(f->e.code, ERR_USAGE);
    assert_non_null(strstr(f->e.text, "AZURE_AUTHORITY_HOST"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_names),
        TEST(test_no_such_name),
        TEST(test_list),
        TEST(test_single),
        TEST(test_audience_of_another_cloud),
        TEST(test_little),
        TEST(test_bad_answers),
        TEST(test_unreachable),
        TEST(test_authority_host),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
