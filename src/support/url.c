/* SPDX-License-Identifier: MIT */
/* url.c - absolute http(s) URLs. */
#include "support/url.h"

#include <stdio.h>
#include <string.h>

#include "support/str.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* Length of the name or [IPv6 address] that `authority` starts with; 0: none.
 * No percent-encoding: Azure has none, and parsers differ about it. */
static size_t
host_length(const char *authority)
{
    size_t len;

    if (*authority != '[')
        return strspn(authority, LETTERS DIGITS ".-_");
    len = 1 + strspn(authority + 1, DIGITS "ABCDEFabcdef:.");
    return len > 2 && authority[len] == ']' ? len + 1 : 0;
}

/* ":443" is 443, "" and ":" are `otherwise`; 0: no port. */
static unsigned
read_port(const char *text, size_t len, unsigned otherwise)
{
    unsigned port = 0;

    if (len == 0 || (len == 1 && *text == ':'))
        return otherwise;
    if (*text != ':')
        return 0;
    for (size_t i = 1; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        port = port * 10 + (unsigned)(text[i] - '0');
        if (port > 65535)
            return 0;
    }
    return port;
}

static int
check_characters(const char *url, struct err *e)
{
    for (const char *c = url; *c; c++) {
        if (*c <= ' ' || *c >= 0x7f)
            return err_set(e, ERR_INPUT,
                           "a URL must not hold spaces, control characters "
                           "or letters beyond ASCII: '%.200s'",
                           url);
    }
    return 0;
}

int
url_origin(const char *url, char out[URL_ORIGIN_MAX], struct err *e)
{
    bool secure = str_has_prefix_fold(url, "https://");
    unsigned own_port = secure ? 443 : 80, port;
    const char *host;
    size_t len, host_len;
    int n;

    if (!secure && !str_has_prefix_fold(url, "http://"))
        return err_set(e, ERR_INPUT, "expected an https:// URL, found '%.200s'",
                       url);
    host = url + (secure ? 8 : 7);
    len = strcspn(host, "/?#");
    /* Not shown: it may be a password. */
    if (memchr(host, '@', len))
        return err_set(e, ERR_INPUT, "a URL must not hold user info");
    if (check_characters(url, e) != 0)
        return -1;
    host_len = host_length(host);
    if (host_len == 0 || host_len > len || len > URL_ORIGIN_MAX - 16)
        return err_set(e, ERR_INPUT, "no host name in URL: '%.200s'", url);
    port = read_port(host + host_len, len - host_len, own_port);
    if (port == 0)
        return err_set(e, ERR_INPUT, "no host name and port in URL: '%.200s'",
                       url);
    n = snprintf(out, URL_ORIGIN_MAX, "%s://%.*s", secure ? "https" : "http",
                 (int)host_len, host);
    for (char *c = out; *c; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
    if (port != own_port)
        snprintf(out + n, URL_ORIGIN_MAX - (size_t)n, ":%u", port);
    return 0;
}

bool
url_same_origin(const char *a, const char *b)
{
    char x[URL_ORIGIN_MAX], y[URL_ORIGIN_MAX];

    return url_origin(a, x, NULL) == 0 && url_origin(b, y, NULL) == 0 &&
           strcmp(x, y) == 0;
}

void
url_encode(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr(LETTERS DIGITS "-._~", *text))
            buf_addc(out, *text);
        else
            buf_addf(out, "%%%02X", (unsigned char)*text);
    }
}
