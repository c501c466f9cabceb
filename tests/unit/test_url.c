/* SPDX-License-Identifier: MIT */
/* test_url.c - where a URL leads, and names in paths. */
#include "support/url.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static void
origins(void **state)
{
    static const struct {
        const char *url;
        const char *origin;
    } rows[] = {
        { "https://management.azure.com", "https://management.azure.com" },
        { "https://management.azure.com/subscriptions?api-version=2022-12-01",
          "https://management.azure.com" },
        { "HTTPS://Management.Azure.COM:443/", "https://management.azure.com" },
        { "https://host:0443/", "https://host" },
        { "https://host:/x", "https://host" },
        { "https://host:8443?x", "https://host:8443" },
        { "https://host#x@y", "https://host" },
        { "https://host?x=a@b", "https://host" },
        { "http://169.254.169.254:80/metadata", "http://169.254.169.254" },
        { "http://host:443/", "http://host:443" },
        { "https://host:80/", "https://host:80" },
        { "https://[FE80::1]:8443/x", "https://[fe80::1]:8443" },
        { "https://[::1]", "https://[::1]" },
        { "https://a_b-c.d/", "https://a_b-c.d" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char out[URL_ORIGIN_MAX];

        assert_int_equal(url_origin(rows[i].url, out, NULL), 0);
        assert_string_equal(out, rows[i].origin);
    }
}

static void
what_is_no_origin(void **state)
{
    static const char *const urls[] = {
        "",
        "host",
        "/subscriptions",
        "//host/x",
        "ftp://host/",
        "file:///etc/passwd",
        "https:/host",
        "https:host",
        "https://",
        "https:///x",
        "https://?x",
        "https://:443/",
        "https://host:0/",
        "https://host:65536/",
        "https://host:99999999999999999999/",
        "https://host:44a/",
        "https://host:443:443/",
        "https://user@host/",
        "https://user:password@host/",
        "https://management.azure.com\\@evil.example/",
        "https://management.azure.com%2eevil.example/",
        "https://host\t/",
        "https://host/a b",
        "https://host/a\nb",
        "https://host/\x7f",
        "https://h\xc3\xb6st/",
        "https://[::1",
        "https://[]/",
        "https://[::1]x/",
        "https://[fe80::1%25eth0]/",
        "https://[host]/",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        char out[URL_ORIGIN_MAX];
        struct err e = { 0 };

        if (url_origin(urls[i], out, &e) == 0)
            fail_msg("'%s' has the origin '%s'", urls[i], out);
        assert_int_equal(e.code, ERR_INPUT);
        assert_null(strstr(e.text, "password"));
    }
}

static void
a_host_that_is_too_long(void **state)
{
    char url[2 * URL_ORIGIN_MAX] = "https://", out[URL_ORIGIN_MAX];
    size_t most = URL_ORIGIN_MAX - 16;

    (void)state;
    memset(url + 8, 'a', most);
    assert_int_equal(url_origin(url, out, NULL), 0);
    assert_string_equal(out, url);
    memcpy(url + 8 + most - 6, ":65535", 6);
    assert_int_equal(url_origin(url, out, NULL), 0);
    assert_string_equal(out, url);
    url[8 + most] = '1';
    assert_int_equal(url_origin(url, out, NULL), -1);
}

static void
same_origin(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        { "https://h/a", "https://H:443/b?c", true },
        { "https://h:8443/a", "https://h:8443", true },
        { "https://h/", "http://h/", false },
        { "https://h/", "https://h:8443/", false },
        { "https://h/", "https://h.evil.example/", false },
        { "https://h/", "https://h@evil.example/", false },
        { "https://h/", "/a", false },
        { "a", "a", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(url_same_origin(rows[i].a, rows[i].b), rows[i].same);
        assert_int_equal(url_same_origin(rows[i].b, rows[i].a), rows[i].same);
    }
}

static void
encoding(void **state)
{
    auto_buf out = { 0 };

    (void)state;
    url_encode(&out, "");
    assert_string_equal(buf_str(&out), "");
    url_encode(&out, "azAZ09-._~");
    url_encode(&out, " /?#&=+%:@[]'\"\\");
    url_encode(&out, "\xc3\xb6\n");
    assert_string_equal(buf_str(&out),
                        "azAZ09-._~"
                        "%20%2F%3F%23%26%3D%2B%25%3A%40%5B%5D%27%22%5C"
                        "%C3%B6%0A");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origins),
        cmocka_unit_test(what_is_no_origin),
        cmocka_unit_test(a_host_that_is_too_long),
        cmocka_unit_test(same_origin),
        cmocka_unit_test(encoding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
