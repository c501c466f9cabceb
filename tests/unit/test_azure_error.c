/* SPDX-License-Identifier: MIT */
/* test_azure_error.c - every way in which Azure says no, and how long to wait.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "sources/azure_error.h"
#include "sources/jwt.h"

static const struct {
    const char *body;
    const char *code;
    const char *message;
    long entra_code;
} rows[] = {
    { "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"no\"}}",
      "AuthorizationFailed", "no", 0 },
    { "{\"code\":\"BadRequest\",\"message\":\"flat\",\"subcode\":\"\"}",
      "BadRequest", "flat", 0 },
    { "{\"odata.error\":{\"code\":\"X\",\"message\":{\"value\":\"old\"}}}", "X",
      "old", 0 },
    { "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: "
      "Invalid.\\r\\nTrace ID: t\",\"error_codes\":[7000215]}",
      "invalid_client", "AADSTS7000215: Invalid.", 7000215 },
    { "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50076: "
      "MFA\"}",
      "invalid_grant", "AADSTS50076: MFA", 50076 },
    { "<html>502</html>", "", "an HTML page, as gateways send it", 0 },
    { "  oops", "", "a text that is not JSON", 0 },
    { "", "", "", 0 },
    { "{\"error\":{\"code\":5,\"message\":[]}}", "", "", 0 },
    { "[]", "", "", 0 },
    { "{\"error\":{\"code\":\"X\",\"message\":\"a\\u001b[31mb\"}}", "X",
      "a?[31mb", 0 },
};

static void
every_form_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct azure_error error;

        azure_error_parse(&error, rows[i].body, strlen(rows[i].body));
        assert_string_equal(error.code, rows[i].code);
        assert_string_equal(error.message, rows[i].message);
        assert_int_equal(error.entra_code, rows[i].entra_code);
    }
}

static void
known_codes_have_hints(void **state)
{
    static const long codes[] = { 7000215, 7000222, 7000218, 700016, 500011,
                                  50020,   90002,   900384,  50012,  90094,
                                  65001,   530032,  50001,   50076 };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        assert_non_null(azure_error_hint(codes[i]));
    assert_null(azure_error_hint(1));
    assert_null(azure_error_hint(0));
}

static int64_t
wish(int status, const char *message)
{
    char body[512];
    struct http_reply reply = { .status = status, .body = body };

    snprintf(body, sizeof(body),
             "{\"error\":{\"code\":\"T\",\"message\":"
             "\"%s\"}}",
             message);
    reply.len = strlen(body);
    return azure_error_wish_ms(&reply);
}

static void
a_delay_in_words_is_found(void **state)
{
    (void)state;
    assert_int_equal(wish(429, "Please try again after '6' seconds."), 6000);
    assert_int_equal(wish(503, "Retry after 30 seconds"), 30000);
    assert_int_equal(wish(429, "try again after some time"), RETRY_NO_WISH);
    assert_int_equal(wish(429, "after 6 minutes"), RETRY_NO_WISH);
    assert_int_equal(wish(429, "after -6 seconds"), RETRY_NO_WISH);
    assert_int_equal(wish(429, "after 99999999999999999999 seconds"),
                     RETRY_NO_WISH);
    assert_int_equal(wish(403, "try again after 6 seconds"), RETRY_NO_WISH);
}

static void
a_token_tells_its_tenant(void **state)
{
    char tenant[GUID_TEXT_SIZE] = "untouched";

    (void)state;
    /* {"tid":"11111111-1111-4111-8111-111111111111"} */
    assert_true(jwt_tenant_id("e30.eyJ0aWQiOiIxMTExMTExMS0xMTExLTQxMTEtODExMS0x"
                              "MTExMTExMTExMTEifQ.x",
                              tenant));
    assert_string_equal(tenant, "11111111-1111-4111-8111-111111111111");
    memcpy(tenant, "untouched", sizeof("untouched"));
    assert_false(jwt_tenant_id("no token", tenant));
    assert_false(jwt_tenant_id("a.b", tenant));
    assert_false(jwt_tenant_id("a.!!!.c", tenant));
    assert_false(jwt_tenant_id("a.e30.c", tenant));
    assert_string_equal(tenant, "untouched");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_read),
        cmocka_unit_test(known_codes_have_hints),
        cmocka_unit_test(a_delay_in_words_is_found),
        cmocka_unit_test(a_token_tells_its_tenant),
    };

    return cmocka_run_group_tests_name("azure_error", tests, NULL, NULL);
}
