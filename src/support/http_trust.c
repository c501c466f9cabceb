/* SPDX-License-Identifier: MIT */
/* http_trust.c - whose certificates are believed: the system's anchors, and
 * those of one more file. */
#include "support/http_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/files.h"
#include "support/str.h"

#define PEM_LIMIT ((size_t)16 << 20)

static bool
holds_certificate(const struct buf *pem)
{
    static const char *const begins[] = {
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN X509 CERTIFICATE-----",
        "-----BEGIN TRUSTED CERTIFICATE-----",
    };

    for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
        if (strstr(buf_str(pem), begins[i]))
            return true;
    }
    return false;
}

static int
read_extra(const char *path, struct buf *pem, struct err *e)
{
    struct err why = { 0 };

    /* Standard input could be read once only. */
    if (str_eq(path, "-"))
        return err_set(e, ERR_USAGE, "--ca-file: expected a file, found '-'");
    if (files_read(path, PEM_LIMIT, pem, &why) != 0)
        return err_set(e, ERR_USAGE, "--ca-file: %s", why.text);
    if (!holds_certificate(pem))
        return err_set(e, ERR_USAGE, "--ca-file: %s holds no PEM certificate",
                       path);
    return 0;
}

static int
write_all(int fd, const struct buf *text)
{
    for (size_t done = 0; done < text->len;) {
        ssize_t n = write(fd, text->data + done, text->len - done);

        if (n < 0 && errno != EINTR)
            return -1;
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

/* libcurl takes one file. Where the system's anchors are a file as well, both
 * are put into one that has no name. */
static int
merge(struct http_trust *t, const char *bundle, struct buf *pem, struct err *e)
{
    char path[64];

    buf_addc(pem, '\n');
    if (files_read(bundle, PEM_LIMIT, pem, e) != 0)
        return -1;
    if (!buf_ok(pem))
        return err_nomem(e);
    t->merged_fd = memfd_create("trust-anchors", MFD_CLOEXEC);
    if (t->merged_fd < 0 || write_all(t->merged_fd, pem) != 0)
        return err_set(e, ERR_IO, "the trust anchors cannot be merged: %s",
                       strerror(errno));
    snprintf(path, sizeof(path), "/proc/self/fd/%d", t->merged_fd);
    t->file = strdup(path);
    return t->file ? 0 : err_nomem(e);
}

int
http_trust_init(struct http_trust *t, const char *ca_file, const char *bundle,
                const char *folder, struct err *e)
{
    auto_buf pem = { 0 };

    *t = (struct http_trust){ .merged_fd = -1 };
    if (!ca_file) {
        /* With a folder beside it, libcurl would parse the whole bundle again
         * for each connection: its cache is for a file alone. */
        t->only_file = bundle && access(bundle, R_OK) == 0;
        return 0;
    }
    if (read_extra(ca_file, &pem, e) != 0)
        return -1;
    if (!folder && bundle)
        return merge(t, bundle, &pem, e);
    t->file = strdup(ca_file);
    t->folder = folder ? strdup(folder) : NULL;
    return t->file && (t->folder || !folder) ? 0 : err_nomem(e);
}

void
http_trust_apply(const struct http_trust *t, CURL *easy)
{
    if (t->file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, t->file);
    if (t->file || t->only_file)
        curl_easy_setopt(easy, CURLOPT_CAPATH, t->folder);
}

void
http_trust_free(struct http_trust *t)
{
    free(t->file);
    free(t->folder);
    if (t->merged_fd >= 0)
        close(t->merged_fd);
    *t = (struct http_trust){ .merged_fd = -1 };
}
