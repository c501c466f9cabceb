/* SPDX-License-Identifier: MIT */
/* url.c - absolute http(s) URLs. */
#include "support/url.h"

#include <stdio.h>
#include <string.h>

#include "support/str.h"

static bool
is_host_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || strchr(".-_:[]", c);
}

int
url_origin(const char *url, char out[URL_ORIGIN_MAX], struct err *e)
{
    bool secure = str_has_prefix_fold(url, "https://");
    const char *host, *own_port = secure ? ":443" : ":80";
    size_t len;

    if (!secure && !str_has_prefix_fold(url, "http://"))
        return err_set(e, ERR_INPUT, "expected an https:// URL, found '%.200s'",
                       url);
    for (const unsigned char *c = (const unsigned char *)url; *c; c++) {
        if (*c <= ' ' || *c >= 0x7f)
            return err_set(e, ERR_INPUT,
                           "a URL must not hold spaces or control "
                           "characters: '%.200s'",
                           url);
    }
    host = url + (secure ? 8 : 7);
    len = strcspn(host, "/?#");
    if (len == 0 || len > URL_ORIGIN_MAX - 16)
        return err_set(e, ERR_INPUT, "a URL without a host: '%.200s'", url);
    for (size_t i = 0; i < len; i++) {
        if (!is_host_char(host[i]))
            return err_set(e, ERR_INPUT, "no host name in URL: '%.200s'", url);
    }
    snprintf(out, URL_ORIGIN_MAX, "%s://%.*s", secure ? "https" : "http",
             (int)len, host);
    for (char *c = out; *c; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
    len = strlen(out);
    if (len > strlen(own_port) &&
        strcmp(out + len - strlen(own_port), own_port) == 0)
        out[len - strlen(own_port)] = '\0';
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
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz"
                               "0123456789-._~";

    for (; *text; text++) {
        if (strchr(safe, *text))
            buf_addc(out, *text);
        else
            buf_addf(out, "%%%02X", (unsigned char)*text);
    }
}
