/* SPDX-License-Identifier: MIT */
/* portal_link.c - where a cluster stands in the Azure portal. */
#include "report/columns.h"

#include "support/str.h"
#include "support/url.h"

/* Encodes each segment of the id; the slashes between them stay. */
static void
add_path(struct buf *out, const char *id)
{
    auto_buf segment = { 0 };

    while (*id) {
        size_t len = 0;

        while (id[len] && id[len] != '/')
            len++;
        buf_reset(&segment);
        buf_add(&segment, id, len);
        url_encode(out, buf_str(&segment));
        id += len;
        if (*id)
            buf_addc(out, *id++);
    }
    if (!buf_ok(&segment))
        out->failed = true;
}

void
portal_link(struct buf *out, const struct run *run, const struct cluster *c)
{
    const char *tenant = str_or(c->subscription->tenant_id, run->tenant_id);

    if (str_empty(run->portal))
        return;
    buf_adds(out, run->portal);
    if (out->len > 0 && out->data[out->len - 1] == '/')
        out->data[--out->len] = '\0';
    buf_adds(out, "/#");
    if (!str_empty(tenant)) {
        buf_addc(out, '@');
        url_encode(out, tenant);
        buf_addc(out, '/');
    }
    buf_adds(out, "resource");
    add_path(out, c->id);
}
