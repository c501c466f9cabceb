/* SPDX-License-Identifier: MIT */
/* test_azure_error.c - error bodies of every service, hints, and delays. */
#include "unit.h"

#include <string.h>

#include "stub/http_stub.c"
#include "sources/azure_error.h"
#include "sources/jwt.h"

static void
test_bodies(void **state)
{
    static const struct {
        const char *body, *code, *message;
    } cases[] = {
        { "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"The "
          "client does not have authorization.\",\"details\":[]}}",
          "AuthorizationFailed", "The client does not have authorization." },
        { "{\"Error\":{\"Code\":\"X\",\"Message\":\"y\"}}", "X", "y" },
        { "{\"code\":\"BadRequest\",\"message\":\"flat\",\"subcode\":\"\"}",
          "BadRequest", "flat" },
        { "{\"odata.error\":{\"code\":\"Request_BadRequest\",\"message\":"
          "{\"lang\":\"en\",\"value\":\"from the old Graph\"}}}",
          "Request_BadRequest", "from the old Graph" },
        { "{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":"
          "\"Insufficient privileges\",\"innerError\":{\"date\":\"x\"}}}",
          "Authorization_RequestDenied", "Insufficient privileges" },
        { "\xef\xbb\xbf{\"error\":{\"code\":\"A\",\"message\":\"b\"}}", "A",
          "b" },
        { "\r\n<html><title>502</title></html>", "",
          "an HTML page, as gateways send it" },
        { "Service Unavailable", "", "a text that is not JSON" },
        { "", "", "" },
        { " \n", "", "" },
        { "[]", "", "" },
        { "null", "", "" },
        { "\"text\"", "", "" },
        { "{\"error\":null}", "", "" },
        { "{\"error\":{\"code\":5,\"message\":[]}}", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct azure_error error;

        memset(&error, 0x55, sizeof(error));
        azure_error_parse(&error, cases[i].body, strlen(cases[i].body));
        assert_string_equal(error.code, cases[i].code);
        assert_string_equal(error.message, cases[i].message);
        assert_int_equal(error.entra_code, 0);
    }
}

/* The trace ids stand in lines of their own in older replies, and behind the
 * sentence in newer ones. */
static void
test_entra(void **state)
{
    static const char *const bodies[] = {
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: "
        "Invalid client secret provided.\\r\\nTrace ID: 1\\r\\nTimestamp: "
        "2\",\"error_codes\":[7000215],\"suberror\":\"x\"}",
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: "
        "Invalid client secret provided. Trace ID: 1 Correlation ID: 2\"}",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct azure_error error;

        azure_error_parse(&error, bodies[i], strlen(bodies[i]));
        assert_string_equal(error.code, "invalid_client");
        assert_string_equal(error.message,
                            "AADSTS7000215: Invalid client secret provided.");
        assert_int_equal(error.entra_code, 7000215);
    }
}

static void
test_harmless(void **state)
{
    char body[8192] = "{\"error\":{\"code\":\"\\u001b[2J\",\"message\":\"";
    struct azure_error error;

    (void)state;
    strcat(body, "a\\u0007b\\u202e");
    /* The cut must not fall into a character of three bytes. */
    for (int i = 0; i < 900; i++)
        strcat(body, "\xe2\x82\xac");
    strcat(body, "\"}}");
    azure_error_parse(&error, body, strlen(body));
    assert_string_equal(error.code, "?[2J");
    assert_memory_equal(error.message, "a?b?\xe2\x82\xac", 7);
    assert_true(strlen(error.message) > 500);
    assert_null(strchr(error.message + 4, '?'));
}

static void
test_hints(void **state)
{
    static const long codes[] = { 7000215, 7000222, 7000218, 700016, 500011,
                                  50020,   90002,   900384,  50012,  90094,
                                  65001,   530032,  50001,   50076,  50079,
                                  700213,  70021,   700082 };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        assert_non_null(azure_error_hint(codes[i]));
    assert_null(azure_error_hint(0));
    assert_null(azure_error_hint(12345));
    assert_non_null(strstr(azure_error_hint(7000222), "expired"));
    assert_int_equal(azure_error_entra_code("ERROR: AADSTS50173: no"), 50173);
    assert_int_equal(azure_error_entra_code("no code"), 0);
}

static void
test_set(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum err_code code;
        const char *text;
    } cases[] = {
        { 403, "{\"error\":{\"code\":\"A\",\"message\":\"b\"}}", ERR_DENIED,
          "HTTP 403 A: b" },
        { 404, "{}", ERR_NOT_FOUND, "HTTP 404" },
        { 502, "<html>", ERR_NETWORK,
          "HTTP 502: an HTML page, as gateways send it" },
    };
    struct http_reply broken = {
        .failure = HTTP_UNTRUSTED,
        .error = "https://x: not trusted",
        .body = "",
    };
    struct err e = { 0 };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct http_reply r =
            http_stub_made(cases[i].status, "", cases[i].body);

        err_clear(&e);
        assert_int_equal(azure_error_set(&e, &r), -1);
        assert_int_equal(e.code, cases[i].code);
        assert_string_equal(e.text, cases[i].text);
    }
    err_clear(&e);
    azure_error_set(&e, &broken);
    assert_int_equal(e.code, ERR_NETWORK);
    assert_string_equal(e.text, "https://x: not trusted");
    err_clear(&e);
    broken.failure = HTTP_INTERRUPTED;
    azure_error_set(&e, &broken);
    assert_int_equal(e.code, ERR_INTERRUPTED);
}

#define MESSAGE(text)                                                     \
    "{\"error\":{\"code\":\"SubscriptionRequestsThrottled\",\"message\":" \
    "\"" text "\"}}"

static void
test_wish(void **state)
{
    static const struct {
        const char *body;
        int64_t ms;
    } cases[] = {
        /* As recorded: no Retry-After, the delay is in the message alone. */
        { MESSAGE("Number of requests for subscription '1bfbb5d0' and "
                  "operation 'PUT/X/' exceeded the backend storage limit. "
                  "Please try again after '6' seconds."),
          6000 },
        { MESSAGE("Please try again after \\u00276\\u0027 seconds."), 6000 },
        { MESSAGE("Throttled after too many calls. Retry after 30 seconds"),
          30000 },
        { MESSAGE("Please try after 30 Seconds."), 30000 },
        { MESSAGE("Retry after 1 second"), 1000 },
        { MESSAGE("Please retry after 00:01:05"), 65000 },
        { MESSAGE("Try again in 5 minutes."), 300000 },
        { MESSAGE("try again after 0 seconds"), 0 },
        { MESSAGE("try again after -5 seconds"), RETRY_NO_WISH },
        { MESSAGE("try again after 99999999999999999999 seconds"),
          RETRY_NO_WISH },
        { MESSAGE("try again after 90000 seconds"), RETRY_NO_WISH },
        { MESSAGE("try again after 5 apples"), RETRY_NO_WISH },
        { MESSAGE("try again after a while"), RETRY_NO_WISH },
        { "{\"code\":\"Throttled\",\"message\":\"please wait, and retry after "
          "7 seconds\"}",
          7000 },
        { "not JSON, after 5 seconds", RETRY_NO_WISH },
        { "", RETRY_NO_WISH },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct http_reply r = http_stub_made(429, "", cases[i].body);

        assert_int_equal(azure_error_wish_ms(&r), cases[i].ms);
        r.status = 503;
        assert_int_equal(azure_error_wish_ms(&r), cases[i].ms);
        r.status = 500;
        assert_int_equal(azure_error_wish_ms(&r), RETRY_NO_WISH);
    }
}

/* Resource Graph tells it in a header of its own. */
static void
test_wish_of_quota(void **state)
{
    struct http_reply r = http_stub_made(
        429,
        "x-ms-user-quota-remaining: 0\nx-ms-user-quota-resets-after: "
        "00:00:05\n",
        "{}");

    (void)state;
    assert_int_equal(azure_error_wish_ms(&r), 5000);
    assert_int_equal(azure_error_rest_ms(&r), 5000);
    r.headers = "x-ms-user-quota-resets-after: soon\n";
    assert_int_equal(azure_error_wish_ms(&r), RETRY_NO_WISH);
    r.headers = "x-ms-user-quota-resets-after: 99:00:00\n";
    assert_int_equal(azure_error_wish_ms(&r), RETRY_NO_WISH);
}

static void
test_rest(void **state)
{
#define READS "x-ms-ratelimit-remaining-subscription-reads: "
    static const struct {
        const char *headers;
        int64_t ms;
    } cases[] = {
        { "", 0 },
        { READS "11999\n", 0 },
        { READS "249\n", 0 },
        { READS "21\n", 0 },
        { READS "20\n", 40 },
        { READS "1\n", 800 },
        { READS "0\n", 1000 },
        { READS "-1\n", 0 },
        { READS "many\n", 0 },
        { "X-MS-RateLimit-Remaining-Tenant-Reads: 0\n", 1000 },
        { "x-ms-ratelimit-remaining-subscription-global-reads: 19\n", 80 },
        /* The scarcest one counts. */
        { READS "20\nx-ms-ratelimit-remaining-tenant-reads: 11\n", 400 },
        { "x-ms-user-quota-remaining: 3\nx-ms-user-quota-resets-after: "
          "00:00:05\n",
          0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct http_reply r = http_stub_made(200, cases[i].headers, "{}");

        assert_int_equal(azure_error_rest_ms(&r), cases[i].ms);
    }
}

static void
test_tenant_of_token(void **state)
{
    static const char *const none[] = { "no token", "a.b",  "a.!!!.c",
                                        "a.e30.c",  "a..c", "a.e3.c" };
    char tenant[GUID_TEXT_SIZE] = "untouched";

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        assert_false(jwt_tenant_id(none[i], tenant));
        assert_string_equal(tenant, "untouched");
    }
    /* {"tid":"11111111-1111-4111-8111-111111111111"} */
    assert_true(jwt_tenant_id("e30.eyJ0aWQiOiIxMTExMTExMS0xMTExLTQxMTEtODExMS0x"
                              "MTExMTExMTExMTEifQ.x",
                              tenant));
    assert_string_equal(tenant, "11111111-1111-4111-8111-111111111111");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_entra),
        cmocka_unit_test(test_harmless),
        cmocka_unit_test(test_hints),
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_wish),
        cmocka_unit_test(test_wish_of_quota),
        cmocka_unit_test(test_rest),
        cmocka_unit_test(test_tenant_of_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
