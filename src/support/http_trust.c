/* SPDX-License-Identifier: MIT */
/* http_trust.c - extra trust anchors beside those of the system. */
#include "support/http_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/files.h"

#define CA_FILE_LIMIT ((size_t)16 << 20)

/* Where libcurl looks by itself; a copy, NULL: nowhere. */
static char *
built_in(CURLINFO which)
{
    CURL *easy = curl_easy_init();
    char *path = NULL, *copy = NULL;

    if (easy && curl_easy_getinfo(easy, which, &path) == CURLE_OK && path)
        copy = strdup(path);
    curl_easy_cleanup(easy);
    return copy;
}

/* libcurl takes one file: where there is no folder of anchors beside it, the
 * system's file and the extra one are put into one, in memory. */
static int
merge_files(struct http *h, const struct buf *extra, struct err *e)
{
    auto_buf all = { .limit = 2 * CA_FILE_LIMIT };
    char *bundle = built_in(CURLINFO_CAINFO);
    bool ok = true;

    if (bundle)
        ok = files_read(bundle, CA_FILE_LIMIT, &all, e) == 0;
    free(bundle);
    if (!ok)
        return -1;
    buf_addc(&all, '\n');
    buf_add(&all, buf_str(extra), extra->len);
    h->ca_fd = memfd_create("trust anchors", MFD_CLOEXEC);
    if (!buf_ok(&all) || h->ca_fd < 0 ||
        write(h->ca_fd, buf_str(&all), all.len) != (ssize_t)all.len)
        return err_set(e, ERR_IO, "--ca-file: the anchors cannot be merged");
    return 0;
}

int
http_trust_init(struct http *h, struct err *e)
{
    auto_buf text = { 0 };

    h->ca_fd = -1;
    if (!h->config.ca_file)
        return 0;
    if (files_read(h->config.ca_file, CA_FILE_LIMIT, &text, e) != 0) {
        if (e && e->code != ERR_NOMEM)
            e->code = ERR_USAGE;
        return err_wrap(e, "--ca-file");
    }
    if (!strstr(buf_str(&text), "-----BEGIN CERTIFICATE-----") &&
        !strstr(buf_str(&text), "-----BEGIN TRUSTED CERTIFICATE-----"))
        return err_set(e, ERR_USAGE, "--ca-file: %s holds no PEM certificate",
                       h->config.ca_file);
    h->ca_path = built_in(CURLINFO_CAPATH);
    return h->ca_path ? 0 : merge_files(h, &text, e);
}

void
http_trust_free(struct http *h)
{
    free(h->ca_path);
    if (h->ca_fd >= 0)
        close(h->ca_fd);
}

void
http_trust_apply(const struct http *h, CURL *easy)
{
    char merged[64];

    if (!h->config.ca_file)
        return;
    if (h->ca_path) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, h->config.ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, h->ca_path);
        return;
    }
    snprintf(merged, sizeof(merged), "/proc/self/fd/%d", h->ca_fd);
    curl_easy_setopt(easy, CURLOPT_CAINFO, merged);
}
