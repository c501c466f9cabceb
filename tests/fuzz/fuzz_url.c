/* SPDX-License-Identifier: MIT */
/* fuzz_url.c - URLs: where a token goes, and a name in a path. What libcurl connects
 * to must be what was compared. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "support/str.h"
#include "support/url.h"

/* scheme://host:port as libcurl sees it; free() it. NULL: it takes no such
 * URL. */
static char *
seen_by_curl(const char *text)
{
    CURLU *url = curl_url();
    char *host = NULL, *port = NULL, *scheme = NULL, *seen = NULL;

    FUZZ_REQUIRE(url);
    if (curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) ==
            CURLUE_OK)
        FUZZ_REQUIRE(asprintf(&seen, "%s://%s:%s", scheme, host, port) > 0);
    curl_free(host);
    curl_free(port);
    curl_free(scheme);
    curl_url_cleanup(url);
    return seen;
}

/* Whoever has the same origin for us is the same host for libcurl. */
static void
compare_with_curl(const char *text, const char *origin)
{
    char *a = seen_by_curl(text), *b = seen_by_curl(origin);

    if (a)
        FUZZ_REQUIRE(b && str_eq_fold(a, b));
    free(a);
    free(b);
}

static int
hex(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

static void
round_trip(const char *text)
{
    auto_buf coded = { 0 };
    char *plain = strdup(text), *to = plain;

    FUZZ_REQUIRE(plain);
    url_encode(&coded, text);
    FUZZ_REQUIRE(buf_ok(&coded));
    for (const char *p = buf_str(&coded); *p; p++) {
        FUZZ_REQUIRE(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                            "abcdefghijklmnopqrstuvwxyz"
                            "0123456789-._~%",
                            *p));
        if (*p == '%') {
            *to++ = (char)(hex(p[1]) << 4 | hex(p[2]));
            p += 2;
        } else {
            *to++ = *p;
        }
    }
    FUZZ_REQUIRE((size_t)(to - plain) == strlen(text));
    FUZZ_REQUIRE(str_eq(plain, text));
    free(plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char origin[URL_ORIGIN_MAX];
    struct err e = { 0 };

    if (url_origin(text, origin, &e) == 0) {
        FUZZ_REQUIRE(url_same_origin(text, origin));
        compare_with_curl(text, origin);
    } else {
        FUZZ_REQUIRE(e.code == ERR_INPUT);
        FUZZ_REQUIRE(!url_same_origin(text, text));
    }
    round_trip(text);
    free(text);
    return 0;
}
